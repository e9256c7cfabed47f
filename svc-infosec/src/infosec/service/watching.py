"""Watches agencies' pages: up, certificate, text. What one look suspects, a second from a fresh connection confirms."""

import asyncio
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import VIETNAM, now
from hueioc.ids import uuid7
from hueioc.outbox import publish
from hueioc.runtime import Runtime
from infosec import events, models
from infosec.queries import pages, reference
from infosec.rules import page_text
from infosec.rules.page_text import Seen
from infosec.service import incidents
from infosec.service.detection import Finding, raise_all
from infosec.service.fetching import Look, Rules, look
from infosec.settings import settings_of
from infosec.states import AlertKind, Level, PageState, Suspicion

AT_ONCE = 10
MOST_SNAPSHOTS = 20
SUSPECTED = {Suspicion.DOWN: PageState.DOWN, Suspicion.DEFACED: PageState.DEFACED, Suspicion.UP: PageState.UP}
WORDS = {
    PageState.DOWN: ("Trang không truy cập được", "The page is down", Level.HIGH),
    PageState.DEFACED: ("Trang bị thay đổi nội dung trái phép", "The page is defaced", Level.CRITICAL),
}


async def watch(runtime: Runtime) -> None:
    """Looks at every page whose time has come; the network is waited for outside of any transaction."""
    settings = settings_of(runtime.settings)
    rules = Rules(frozenset(settings.inside_hosts), settings.page_authorities)
    async with runtime.database.transaction() as session:
        found = [(row.id, row.url) for row in await pages.due(session, now(), AT_ONCE)]
    looks = await asyncio.gather(*(look(url, rules) for _, url in found))
    for (page_id, _), each in zip(found, looks, strict=True):
        async with runtime.database.transaction() as session:
            await judge(session, page_id, each)
        runtime.relay.wake()


async def judge(session: AsyncSession, page_id: UUID, found: Look) -> None:
    """What a look means, in the transaction that keeps it."""
    row = await pages.lock(session, page_id)
    if row is None:
        return
    day = now().astimezone(VIETNAM).date()
    values, words = await reference.rules(session, day), await reference.listed(session, "defacement", day)
    host = urlsplit(row.url).hostname or ""
    body = await asyncio.to_thread(page_text.seen, found.body, host, words) if found.failure is None else None
    before = [_seen(each) for each in await pages.snapshots(session, row.id, MOST_SNAPSHOTS)]
    evidence = page_text.suspicious(body, before, values["page-similar-least"]) if body else []
    meant = Suspicion.DEFACED if evidence else Suspicion.UP if body else Suspicion.DOWN
    is_settled = SUSPECTED[meant] is row.state
    is_confirmed = not is_settled and (
        row.suspicion is meant or (row.state is PageState.AWAITED and meant is Suspicion.UP)
    )
    row.looked_at, row.status_code, row.took_ms, row.failure = now(), found.status, found.took_ms, found.failure
    row.suspicion = Suspicion.NONE if is_settled or is_confirmed else meant
    row.next_at = now() + timedelta(
        seconds=values["page-confirm-s"] if row.suspicion is not Suspicion.NONE else row.every_s
    )
    row.updated_at = now()
    if is_confirmed:
        row.evidence = evidence
        await _move(session, row, SUSPECTED[meant], values)
    if body and meant is Suspicion.UP:
        await _keep(session, row, body, before)
    await _certificate(session, row, found, values)
    await session.flush()


async def keep_look(session: AsyncSession, row: models.Page, found: Look) -> None:
    """What a look shows is from now on how the page may look, whatever words are on it."""
    words = await reference.listed(session, "defacement", now().astimezone(VIETNAM).date())
    body = await asyncio.to_thread(page_text.seen, found.body, urlsplit(row.url).hostname or "", words)
    row.title = body.title
    await keep_snapshot(session, row, body)


def _seen(row: models.Snapshot) -> Seen:
    return Seen(row.digest, row.sketch, tuple(row.hosts), tuple(row.words), row.title, row.excerpt)


async def _move(session: AsyncSession, row: models.Page, state: PageState, values: dict[str, float]) -> None:
    before, row.state, row.state_since = row.state, state, now()
    await session.flush()
    if state is PageState.UP:
        if before is not PageState.AWAITED:
            publish(session, events.SiteRestored(**facts(row)), subject_id=row.id, version=row.version)
            await incidents.note_page(session, row, "site.restored")
        return
    vi, en, level = WORDS[state]
    about = {"url": row.url} | ({"evidence": row.evidence} if row.evidence else {})
    finding = Finding(
        AlertKind.PAGE, f"page:{state.value}", f"{vi}: {row.name_vi}", f"{en}: {row.name_en}", level, about
    )
    raised = await raise_all(session, [finding], timedelta(seconds=values["alert-window-s"]))
    if state is PageState.DOWN:
        event = events.SiteDown(**facts(row), failure=row.failure)
        publish(session, event, subject_id=row.id, version=row.version)
        return
    incident = await incidents.open_for_page(session, row, raised)
    event = events.SiteDefaced(**facts(row), evidence=row.evidence, incident_id=incident.id)
    publish(session, event, subject_id=row.id, version=row.version)


def facts(row: models.Page) -> dict[str, Any]:
    names = ("url", "name_vi", "name_en")
    return {"page_id": row.id, "agency": row.agency_id, "at": now()} | {name: getattr(row, name) for name in names}


async def _keep(session: AsyncSession, row: models.Page, body: Seen, before: list[Seen]) -> None:
    """A look that is as it should be is what later ones are compared with."""
    row.title = body.title
    if before and before[0].digest == body.digest:
        return
    if before:
        row.changed_at = now()
    await keep_snapshot(session, row, body)


async def keep_snapshot(session: AsyncSession, row: models.Page, body: Seen) -> None:
    parts = {"hosts": list(body.hosts), "words": list(body.words), "title": body.title, "excerpt": body.excerpt}
    session.add(models.Snapshot(id=uuid7(), page_id=row.id, at=now(), digest=body.digest, sketch=body.sketch, **parts))
    await session.flush()
    await pages.trim(session, row.id, MOST_SNAPSHOTS)


async def _certificate(session: AsyncSession, row: models.Page, found: Look, values: dict[str, float]) -> None:
    if found.certificate is None:
        return
    begin, until = found.certificate
    if row.certificate_until != until:
        row.certificate_from, row.certificate_until, row.certificate_told_days = begin, until, None
    days = page_text.days_left(until, now())
    told = [int(value) for code, value in values.items() if code.startswith("certificate-days-")]
    lifetime = (until - begin).days
    reached = page_text.threshold(days, [each for each in told if each < lifetime / 3] or [min(told)])
    if reached is None or (row.certificate_told_days is not None and row.certificate_told_days <= reached):
        return
    row.certificate_told_days = reached
    await session.flush()
    event = events.SiteCertificateExpiring(**facts(row), days_left=days, expires_at=until)
    publish(session, event, subject_id=row.id, version=row.version)
