"""Violation cases: the next one for a reviewer, two blind decisions, a third when they differ, the hand-over."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from camera import models, schemas, views
from camera.errors import (
    ClaimedByAnother,
    NotSealed,
    NotToBeReviewed,
    ReasonNeeded,
    ReviewedAlready,
    SupervisorDecides,
    UnknownViolation,
)
from camera.events import ViolationTransferred
from camera.queries import cameras, cases
from camera.rules.review import LEASE, Given, outcome
from camera.service.announce import CASE_TOLD, case_facts, tell_case
from camera.service.custody import add_entry
from camera.states import CaseState, CustodyAction, Decision
from camera.views.cases import CaseFacts
from hueioc import audit
from hueioc.auth.principal import Principal, Role
from hueioc.clock import VIETNAM, now
from hueioc.ids import uuid7
from hueioc.paging import Cursor, Page, PageQuery, cut

WAITING = (CaseState.QUEUED, CaseState.ADJUDICATION)


async def find(session: AsyncSession, violation_id: UUID) -> models.Violation:
    case = await cases.find(session, violation_id)
    if case is None:
        raise UnknownViolation
    return case


async def lock(session: AsyncSession, violation_id: UUID) -> models.Violation:
    case = await cases.lock(session, violation_id)
    if case is None:
        raise UnknownViolation
    return case


async def documents(
    session: AsyncSession, rows: Sequence[models.Violation], caller: Principal
) -> list[schemas.Violation]:
    ids = [row.id for row in rows]
    reviews, files = await cases.reviews(session, ids), await cases.files(session, ids)
    shown: list[schemas.Violation] = []
    for row in rows:
        camera = await cameras.find(session, row.camera_id)
        assert camera is not None  # noqa: S101 - a foreign key
        facts = CaseFacts(
            violation=row,
            camera=camera,
            reviews=[each for each in reviews if each.violation_id == row.id],
            files=[each for each in files if each.violation_id == row.id],
            offences=await cases.offences(session, row.rule, row.occurred_at.astimezone(VIETNAM).date()),
        )
        shown.append(views.violation(facts, caller, now()))
    return shown


async def document(session: AsyncSession, row: models.Violation, caller: Principal) -> schemas.Violation:
    return (await documents(session, [row], caller))[0]


async def list_cases(
    session: AsyncSession, caller: Principal, page: PageQuery, state: CaseState | None, camera_id: UUID | None
) -> Page[schemas.Violation]:
    """Who may not know that two reviewers differ finds such cases among those that wait."""
    states = [state] if state else []
    if state in WAITING and not caller.has_role(Role.SUPERVISOR):
        states = list(WAITING) if state is CaseState.QUEUED else [CaseState.QUEUED]
    rows, more = cut(list(await cases.page(session, page, states, camera_id)), page.limit)
    return Page(
        items=await documents(session, rows, caller),
        next_cursor=Cursor(rows[-1].occurred_at, rows[-1].id).encode() if more else None,
    )


def reviewable(caller: Principal) -> list[CaseState]:
    return [*WAITING] if caller.has_role(Role.SUPERVISOR) else [CaseState.QUEUED]


async def claim_next(session: AsyncSession, caller: Principal) -> models.Violation | None:
    """The next case that the caller has not judged, for ten minutes theirs alone."""
    case = await cases.next_for(session, caller.subject, reviewable(caller))
    if case is not None:
        case.claimed_by, case.claimed_until = caller.subject, now() + LEASE
        await session.flush()
    return case


async def review(
    session: AsyncSession, caller: Principal, violation_id: UUID, data: schemas.ReviewCreate
) -> models.Violation:
    """One decision. The first changes nothing that anybody could see."""
    if (data.decision is Decision.REJECT) != (data.reason is not None):
        raise ReasonNeeded
    case = await lock(session, violation_id)
    given = await cases.reviews(session, [case.id])
    if any(each.reviewer == caller.subject for each in given):
        raise ReviewedAlready
    if case.state not in WAITING:
        raise NotToBeReviewed
    if case.state is CaseState.ADJUDICATION and not caller.has_role(Role.SUPERVISOR):
        raise SupervisorDecides
    is_held = case.claimed_until is not None and case.claimed_until > now()
    if is_held and case.claimed_by != caller.subject:
        raise ClaimedByAnother
    made = models.Review(
        id=uuid7(), violation_id=case.id, reviewer=caller.subject, decision=data.decision, reason=data.reason, at=now()
    )
    session.add(made)
    case.claimed_by = case.claimed_until = None
    await audit.record(session, caller.subject, "violation.reviewed", str(case.id), {"decision": data.decision.value})
    state = outcome([Given(each.reviewer, each.decision) for each in (*given, made)])
    if state is not case.state:
        case.state = state
    await session.flush()
    if event := CASE_TOLD.get(state):
        camera = await cameras.find(session, case.camera_id)
        assert camera is not None  # noqa: S101 - a foreign key
        await tell_case(session, case, event(**case_facts(case, camera)))
    return case


async def transfer(
    session: AsyncSession, caller: Principal, violation_id: UUID, data: schemas.TransferCreate
) -> models.Violation:
    """The police have taken the package under their number."""
    case = await lock(session, violation_id)
    package = await cases.package(session, case.id)
    if case.state is not CaseState.SEALED or package is None:
        raise NotSealed
    case.state, case.transfer_reference = CaseState.TRANSFERRED, data.reference
    await add_entry(
        session, case.id, caller.subject, CustodyAction.TRANSFERRED, reason=data.reference, sha256=package.sha256
    )
    await audit.record(session, caller.subject, "violation.transferred", str(case.id))
    camera = await cameras.find(session, case.camera_id)
    assert camera is not None  # noqa: S101 - a foreign key
    await tell_case(session, case, ViolationTransferred(**case_facts(case, camera)))
    return case
