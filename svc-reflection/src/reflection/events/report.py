"""What scene reflection tells the other services. No word about the reporter and no free text."""

from datetime import date, datetime
from uuid import UUID

from hueioc.events import Audience, Event
from reflection.states import Author, Fixed, Mood, Outcome, Priority, Rating, RejectReason, ReopenCause, TimerKind


class ReportFacts(Event, type="vn.hue.reflection.report.changed.v1", audience=Audience.STAFF):
    """What every event of a report says. Not published itself."""

    report_id: UUID
    code: str
    category: str
    priority: Priority
    lat: float
    lon: float
    ward: str | None
    unit_id: UUID | None
    due_at: datetime | None
    at: datetime


class ReportReceived(ReportFacts, type="vn.hue.reflection.report.received.v1", audience=Audience.STAFF):
    """A citizen has sent a report; it is not public yet."""


class ReportRejected(ReportFacts, type="vn.hue.reflection.report.rejected.v1", audience=Audience.STAFF):
    """The operations centre has not taken it."""

    reason: RejectReason


class ReportAppealed(ReportFacts, type="vn.hue.reflection.report.appealed.v1", audience=Audience.STAFF):
    """The reporter asks that the rejection be looked at again."""


class ReportUpheld(ReportFacts, type="vn.hue.reflection.report.upheld.v1", audience=Audience.STAFF):
    """Another officer has looked again: the rejection stands."""


class ReportOverturned(ReportFacts, type="vn.hue.reflection.report.overturned.v1", audience=Audience.STAFF):
    """Another officer has looked again: the report is received anew."""


class ReportAccepted(ReportFacts, type="vn.hue.reflection.report.accepted.v1", audience=Audience.PUBLIC):
    """It was moderated and is public now."""

    recurrence_of: UUID | None
    """The report of the same thing before, by the rule of recurrence."""


class ReportAssigned(ReportFacts, type="vn.hue.reflection.report.assigned.v1", audience=Audience.PUBLIC):
    """A unit is responsible, with a due date."""


class ReportAnswered(ReportFacts, type="vn.hue.reflection.report.answered.v1", audience=Audience.AGENCY):
    """The unit has answered; the answer waits for review."""

    agency_id: UUID


class ReportReturned(ReportFacts, type="vn.hue.reflection.report.returned.v1", audience=Audience.AGENCY):
    """The operations centre has sent the answer back."""

    agency_id: UUID


class ReportResolved(ReportFacts, type="vn.hue.reflection.report.resolved.v1", audience=Audience.PUBLIC):
    """The answer is published; `outcome` says what came of it."""

    outcome: Outcome
    answered_at: datetime


class ReportRated(ReportFacts, type="vn.hue.reflection.report.rated.v1", audience=Audience.PUBLIC):
    """The reporter has rated the answer."""

    rating: Rating
    mood: Mood | None
    """Is the government changing for the better? None: not answered."""


class ReportClosed(ReportFacts, type="vn.hue.reflection.report.closed.v1", audience=Audience.PUBLIC):
    """The time for rating is over, or the reporter did not give the information that was needed."""

    outcome: Outcome


class ReportAsked(ReportFacts, type="vn.hue.reflection.report.asked.v1", audience=Audience.STAFF):
    """The reporter was asked for information; the clock stands still."""


class ReportInformed(ReportFacts, type="vn.hue.reflection.report.informed.v1", audience=Audience.STAFF):
    """The information is there, or no longer needed; the clock goes on."""


class ReportMerged(ReportFacts, type="vn.hue.reflection.report.merged.v1", audience=Audience.STAFF):
    """It tells of what another report tells of, and follows that one."""

    into_id: UUID


class ReportUnmerged(ReportFacts, type="vn.hue.reflection.report.unmerged.v1", audience=Audience.STAFF):
    """It was no duplicate after all."""

    from_id: UUID


class ReportTransferAsked(ReportFacts, type="vn.hue.reflection.report.transfer_requested.v1", audience=Audience.STAFF):
    """The unit says that it is not competent."""


class ReportTransferred(ReportFacts, type="vn.hue.reflection.report.transferred.v1", audience=Audience.PUBLIC):
    """Another unit is responsible."""

    from_unit_id: UUID
    restarts_clock: bool
    transfers: int


class ReportTransferRefused(ReportFacts, type="vn.hue.reflection.report.transfer_refused.v1", audience=Audience.STAFF):
    """The unit stays responsible."""


class ReportVerified(ReportFacts, type="vn.hue.reflection.report.verified.v1", audience=Audience.PUBLIC):
    """The unit is on the spot."""


class ReportStarted(ReportFacts, type="vn.hue.reflection.report.started.v1", audience=Audience.PUBLIC):
    """The unit is at work."""


class ReportPlanned(ReportFacts, type="vn.hue.reflection.report.planned.v1", audience=Audience.PUBLIC):
    """The work is planned for a day."""

    planned_for: date
    due_before: datetime


class ReportExtensionAsked(
    ReportFacts, type="vn.hue.reflection.report.extension_requested.v1", audience=Audience.STAFF
):
    """The unit asks for more time."""

    working_days: int


class ReportExtended(ReportFacts, type="vn.hue.reflection.report.extended.v1", audience=Audience.PUBLIC):
    """The unit has more time."""

    due_before: datetime


class ReportNotExtended(ReportFacts, type="vn.hue.reflection.report.extension_refused.v1", audience=Audience.STAFF):
    """The deadline stays."""


class ReportSanctioned(ReportFacts, type="vn.hue.reflection.report.sanctioned.v1", audience=Audience.STAFF):
    """A violation was punished; whom it met is not told."""

    article: str
    amount_vnd: int


class ReportReopened(ReportFacts, type="vn.hue.reflection.report.reopened.v1", audience=Audience.PUBLIC):
    """It is not settled; the unit has a new deadline."""

    cause: ReopenCause


class ReportAskedAgain(ReportFacts, type="vn.hue.reflection.report.asked_again.v1", audience=Audience.STAFF):
    """Four weeks after closing the reporter is asked: fixed, partly, not."""

    asked_at: datetime


class ReportFollowedUp(ReportFacts, type="vn.hue.reflection.report.followed_up.v1", audience=Audience.STAFF):
    """The reporter has answered that."""

    answer: Fixed


class ReportMessaged(ReportFacts, type="vn.hue.reflection.report.messaged.v1", audience=Audience.STAFF):
    """Reporter, unit or centre has written to the other side."""

    author: Author


class ReportDeadlineWarned(ReportFacts, type="vn.hue.reflection.report.deadline_warned.v1", audience=Audience.STAFF):
    """A part of the time until the deadline is over."""

    percent: int


class ReportOverdue(ReportFacts, type="vn.hue.reflection.report.overdue.v1", audience=Audience.STAFF):
    """The deadline has passed without an answer."""


class ReportDelayed(ReportFacts, type="vn.hue.reflection.report.delayed.v1", audience=Audience.STAFF):
    """Classifying, acknowledging, deciding on a transfer or reviewing takes longer than its rule allows."""

    step: TimerKind
    step_due_at: datetime


class ReportRescheduled(ReportFacts, type="vn.hue.reflection.report.rescheduled.v1", audience=Audience.PUBLIC):
    """A government notice has changed which days are worked, and with them the deadline."""

    due_before: datetime
    calendar_version: str


class ReportAttached(ReportFacts, type="vn.hue.reflection.report.attached.v1", audience=Audience.STAFF):
    """The reporter has sent more files."""


class ReportRedacted(ReportFacts, type="vn.hue.reflection.report.redacted.v1", audience=Audience.STAFF):
    """The operations centre has covered, hidden or released a file."""


class ReportCommented(ReportFacts, type="vn.hue.reflection.report.commented.v1", audience=Audience.PUBLIC):
    """A comment was published, or taken away."""


class ReportSupported(ReportFacts, type="vn.hue.reflection.report.supported.v1", audience=Audience.STAFF):
    """Somebody else has the same trouble."""


class ReportClaimed(ReportFacts, type="vn.hue.reflection.report.claimed.v1", audience=Audience.STAFF):
    """Somebody of the staff is at it now."""


class ReportReleased(ReportFacts, type="vn.hue.reflection.report.released.v1", audience=Audience.STAFF):
    """Nobody is at it any more."""


class ReportChanged(ReportFacts, type="vn.hue.reflection.report.pictured.v1", audience=Audience.STAFF):
    """The public copies of its photos are ready."""


PUBLISHED = (
    ReportClaimed,
    ReportReleased,
    ReportReceived,
    ReportRejected,
    ReportAppealed,
    ReportUpheld,
    ReportOverturned,
    ReportAccepted,
    ReportAssigned,
    ReportAnswered,
    ReportReturned,
    ReportResolved,
    ReportRated,
    ReportClosed,
    ReportChanged,
    ReportAsked,
    ReportInformed,
    ReportMerged,
    ReportUnmerged,
    ReportTransferAsked,
    ReportTransferred,
    ReportTransferRefused,
    ReportVerified,
    ReportStarted,
    ReportPlanned,
    ReportExtensionAsked,
    ReportExtended,
    ReportNotExtended,
    ReportSanctioned,
    ReportReopened,
    ReportAskedAgain,
    ReportFollowedUp,
    ReportMessaged,
    ReportDeadlineWarned,
    ReportOverdue,
    ReportDelayed,
    ReportRescheduled,
    ReportAttached,
    ReportRedacted,
    ReportCommented,
    ReportSupported,
)
