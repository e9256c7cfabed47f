"""Cases: opened by a verdict that stands, replied to by the owner, closed by the centre."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from advertising import schemas, views
from advertising.errors import NotThatWay, UnknownCase
from advertising.events import CaseClosed, CaseOpened, CaseReplied
from advertising.models import Case, CaseLine, Offence, Screen, Snapshot
from advertising.queries import checks, screens
from advertising.states import CaseState
from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import VIETNAM, now
from hueioc.ids import uuid7
from hueioc.outbox import publish
from hueioc.paging import Cursor, Page, PageQuery, cut

BY_CHECK = "check"


async def open_case(session: AsyncSession, screen: Screen, seen: Snapshot) -> None:
    """None is opened while one of the same verdict is open."""
    assert seen.verdict  # noqa: S101 - only verdicts that stand come here
    if await checks.open_case(session, screen.id, seen.verdict):
        return
    day = seen.at.astimezone(VIETNAM).date()
    law = await screens.offence(session, seen.verdict, day)
    rules = await screens.rules(session, day)
    case = Case(
        id=uuid7(),
        screen_id=screen.id,
        snapshot_id=seen.id,
        verdict=seen.verdict,
        state=CaseState.OPEN,
        licence_expired=screen.licence_until < day,
        offence=_law(law) if law else None,
        reply_due=now().astimezone(VIETNAM).date() + timedelta(days=rules.get("reply-days", 5)),
    )
    session.add(case)
    await _line(session, case, BY_CHECK)
    event = CaseOpened(**_facts(case, screen), reply_due=case.reply_due)
    publish(session, event, subject_id=case.id, version=case.version)


async def reply(session: AsyncSession, case_id: UUID, caller: Principal, text: str) -> schemas.Case:
    """What the owner says, taken down by staff; a second reply follows the first."""
    case, screen = await _locked(session, case_id)
    if case.state is CaseState.CLOSED:
        raise NotThatWay
    case.reply, case.state = f"{case.reply}\n\n{text}".strip(), CaseState.REPLIED
    await _line(session, case, caller.subject)
    publish(session, CaseReplied(**_facts(case, screen)), subject_id=case.id, version=case.version)
    return await show(session, case.id)


async def close(session: AsyncSession, case_id: UUID, caller: Principal, data: schemas.CaseClose) -> schemas.Case:
    case, screen = await _locked(session, case_id)
    if case.state is CaseState.CLOSED:
        raise NotThatWay
    case.state, case.outcome, case.closing = CaseState.CLOSED, data.outcome, data.text
    await _line(session, case, caller.subject)
    await record(session, caller.subject, "case.closed", str(case.id), {"outcome": data.outcome.value})
    event = CaseClosed(**_facts(case, screen), outcome=data.outcome)
    publish(session, event, subject_id=case.id, version=case.version)
    return await show(session, case.id)


async def show(session: AsyncSession, case_id: UUID) -> schemas.Case:
    case = await checks.case(session, case_id)
    if case is None:
        raise UnknownCase
    screen = await screens.find(session, case.screen_id)
    seen = await checks.find(session, case.snapshot_id)
    assert screen and seen  # noqa: S101, PT018 - foreign keys keep them
    return views.case(case, screen, seen, await checks.lines(session, case.id))


async def list_cases(session: AsyncSession, page: PageQuery, state: CaseState | None) -> Page[schemas.CaseSummary]:
    rows, more = cut(list(await checks.cases(session, page, state)), page.limit)
    known = {screen.id: screen for screen in await screens.every(session)}
    return Page(
        items=[views.case_summary(row, known[row.screen_id]) for row in rows],
        next_cursor=Cursor(rows[-1].created_at, rows[-1].id).encode() if more else None,
    )


async def _locked(session: AsyncSession, case_id: UUID) -> tuple[Case, Screen]:
    case = await checks.case(session, case_id, for_update=True)
    screen = await screens.find(session, case.screen_id) if case else None
    if case is None or screen is None:
        raise UnknownCase
    return case, screen


async def _line(session: AsyncSession, case: Case, actor: str) -> None:
    case.updated_at = now()
    await session.flush()
    session.add(CaseLine(id=uuid7(), case_id=case.id, state=case.state, at=now(), actor=actor))
    await session.flush()


def _facts(case: Case, screen: Screen) -> dict[str, Any]:
    return {
        "case_id": case.id,
        "screen_id": screen.id,
        "code": screen.code,
        "verdict": case.verdict,
        "licence_expired": case.licence_expired,
        "at": now(),
    }


def _law(row: Offence) -> dict[str, Any]:
    """Kept as it was at the moment of the act: a later change of the table changes no case."""
    names = ("code", "article", "least_vnd", "most_vnd", "source", "verified_by")
    return {name: getattr(row, name) for name in names} | {"words": {"vi": row.words_vi, "en": row.words_en}}
