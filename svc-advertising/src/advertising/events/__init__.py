"""What the advertising service tells the others."""

from datetime import date, datetime
from uuid import UUID

from advertising.states import CaseOutcome, Verdict, Why
from hueioc.events import Audience, Event


class ScreenFacts(Event, type="vn.hue.advertising.screen.changed.v1", audience=Audience.PUBLIC):
    """What every event of a screen says. Not published itself."""

    screen_id: UUID
    code: str
    name_vi: str
    name_en: str
    lat: float
    lon: float
    ward: str | None
    at: datetime


class ScreenRegistered(ScreenFacts, type="vn.hue.advertising.screen.registered.v1", audience=Audience.PUBLIC):
    """A screen has joined the public register."""

    licence_until: date


class LicenceExpired(ScreenFacts, type="vn.hue.advertising.screen.licence_expired.v1", audience=Audience.PUBLIC):
    """The last day of a screen's licence has passed."""

    licence_until: date


class VerdictFacts(ScreenFacts, type="vn.hue.advertising.screen.judged.v1", audience=Audience.STAFF):
    """Another verdict stands after the vote. Not published itself."""

    snapshot_id: UUID
    why: Why
    before: Verdict | None


class ScreenMatched(VerdictFacts, type="vn.hue.advertising.screen.matched.v1", audience=Audience.STAFF):
    """What is on the screen is in order."""


class ScreenBlack(VerdictFacts, type="vn.hue.advertising.screen.black.v1", audience=Audience.STAFF):
    """Dark while something is scheduled."""


class ScreenOffHours(VerdictFacts, type="vn.hue.advertising.screen.off_hours.v1", audience=Audience.STAFF):
    """Lit outside its hours."""


class UnknownContent(VerdictFacts, type="vn.hue.advertising.screen.unknown_content.v1", audience=Audience.STAFF):
    """Nothing that was approved."""


class WrongSlot(VerdictFacts, type="vn.hue.advertising.screen.wrong_slot.v1", audience=Audience.STAFF):
    """Approved, but not scheduled there then."""


class Unverifiable(VerdictFacts, type="vn.hue.advertising.screen.unverifiable.v1", audience=Audience.STAFF):
    """The pictures say nothing about the screen."""


class CaseFacts(Event, type="vn.hue.advertising.case.changed.v1", audience=Audience.STAFF):
    """What every event of a case says. Not published itself."""

    case_id: UUID
    screen_id: UUID
    code: str
    verdict: Verdict
    licence_expired: bool
    at: datetime


class CaseOpened(CaseFacts, type="vn.hue.advertising.case.opened.v1", audience=Audience.STAFF):
    """A verdict wants an answer of the screen's owner."""

    reply_due: date


class CaseReplied(CaseFacts, type="vn.hue.advertising.case.replied.v1", audience=Audience.STAFF):
    """The owner has answered."""


class CaseClosed(CaseFacts, type="vn.hue.advertising.case.closed.v1", audience=Audience.STAFF):
    """It is decided what came of it."""

    outcome: CaseOutcome


OF_VERDICT: dict[Verdict, type[VerdictFacts]] = {
    Verdict.MATCH: ScreenMatched,
    Verdict.OFF: ScreenMatched,
    Verdict.BLACK: ScreenBlack,
    Verdict.OFF_HOURS: ScreenOffHours,
    Verdict.UNKNOWN_CONTENT: UnknownContent,
    Verdict.WRONG_SLOT: WrongSlot,
    Verdict.UNVERIFIABLE: Unverifiable,
}
PUBLISHED = (
    ScreenRegistered,
    LicenceExpired,
    ScreenMatched,
    ScreenBlack,
    ScreenOffHours,
    UnknownContent,
    WrongSlot,
    Unverifiable,
    CaseOpened,
    CaseReplied,
    CaseClosed,
)
