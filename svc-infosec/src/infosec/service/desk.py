"""What staff do with alerts, pages, log sources and indicator sets."""

import secrets
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import VIETNAM, now
from hueioc.ids import uuid7
from hueioc.outbox import publish
from hueioc.runtime import Runtime
from infosec import events as told
from infosec import models, schemas
from infosec.errors import (
    AlertClosed,
    KeyRefused,
    NothingToAccept,
    PageExists,
    SourceExists,
    UnknownAlert,
    UnknownPage,
    UnknownSource,
)
from infosec.queries import alerts, events, pages, reference, rules
from infosec.rules.indicators import Harmless, NotOne, normal
from infosec.service import shown
from infosec.service.fetching import Rules, look
from infosec.service.incidents import note_page
from infosec.service.watching import facts, keep_look
from infosec.settings import settings_of
from infosec.states import AlertState, PageState, Suspicion

KEY_KIND = "infosec-source-key"
MARK = "hue_src_"
NOT_ONE = schemas.Words(vi="Không đúng dạng của loại chỉ dấu này", en="Not an indicator of this kind")
HARMLESS = schemas.Words(
    vi="Giá trị vô hại hoặc quá rộng, sẽ gây báo động giả", en="Harmless or too wide: it would raise false alerts"
)
MOST_REFUSED = 200


async def change_alert(
    session: AsyncSession, alert_id: UUID, caller: Principal, data: schemas.VerdictIn | None
) -> schemas.Alert:
    """Taken without `data`, closed with it."""
    row = await alerts.find(session, alert_id, locked=True)
    if row is None:
        raise UnknownAlert
    if row.state is AlertState.CLOSED:
        raise AlertClosed
    row.state, row.updated_at = (AlertState.CLOSED if data else AlertState.TAKEN), now()
    row.taken_by = row.taken_by or caller.subject
    detail: dict[str, str] = {}
    if data:
        row.verdict, row.closed_at = data.verdict, now()
        detail = {"verdict": data.verdict.value, "words": data.words}
    await record(session, caller.subject, f"alert.{row.state.value}", str(row.id), detail)
    await session.flush()
    return shown.alert(row)


async def add_source(
    session: AsyncSession, runtime: Runtime, caller: Principal, data: schemas.SourceCreate
) -> schemas.SourceMade:
    """A log source and its key: shown now, kept only as a keyed hash."""
    if await events.source_exists(session, data.code, data.address):
        raise SourceExists
    key = MARK + secrets.token_urlsafe(32)
    row = models.Source(id=uuid7(), key_hash=runtime.vault.token(KEY_KIND, key), **data.model_dump())
    session.add(row)
    await record(session, caller.subject, "source.added", row.code)
    await session.flush()
    return schemas.SourceMade(id=row.id, code=row.code, key=key)


async def revoke_source(session: AsyncSession, source_id: UUID, caller: Principal) -> None:
    row = await session.get(models.Source, source_id, with_for_update=True)
    if row is None:
        raise UnknownSource
    row.revoked_at, row.address = row.revoked_at or now(), None
    await record(session, caller.subject, "source.revoked", row.code)


async def source_of(session: AsyncSession, runtime: Runtime, key: str) -> models.Source:
    """Raises `KeyRefused`."""
    row = await events.source_of_key(session, runtime.vault.token(KEY_KIND, key)) if key else None
    if row is None or row.revoked_at is not None:
        raise KeyRefused
    return row


async def sources(session: AsyncSession) -> schemas.SourceList:
    names = ("id", "code", "name", "agency_id", "address", "zone", "heard_at")
    rows = await events.sources(session)
    return schemas.SourceList(
        items=[
            schemas.Source(**{n: getattr(row, n) for n in names}, is_revoked=row.revoked_at is not None) for row in rows
        ]
    )


async def add_page(session: AsyncSession, caller: Principal, data: schemas.PageCreate) -> schemas.WatchedPage:
    row = await pages.by_url(session, data.url)
    if row is not None and row.is_watched:
        raise PageExists
    row = row or models.Page(id=uuid7(), evidence=[])
    for name, value in data.model_dump().items():
        setattr(row, name, value)
    row.state, row.state_since, row.suspicion, row.next_at = PageState.AWAITED, now(), Suspicion.NONE, now()
    row.is_watched, row.title = True, ""
    session.add(row)
    await record(session, caller.subject, "page.watched", str(row.id))
    await session.flush()
    return shown.page(row)


async def stop_watching(session: AsyncSession, page_id: UUID, caller: Principal) -> None:
    row = await _page(session, page_id)
    row.is_watched, row.updated_at = False, now()
    await record(session, caller.subject, "page.unwatched", str(row.id))


async def accept_change(
    session: AsyncSession, runtime: Runtime, page_id: UUID, caller: Principal, words: str
) -> schemas.WatchedPage:
    """Somebody answers for it that the page may look as it does: looked at once more and kept."""
    row = await _page(session, page_id)
    if row.state is not PageState.DEFACED:
        raise NothingToAccept
    settings = settings_of(runtime.settings)
    found = await look(row.url, Rules(frozenset(settings.inside_hosts), settings.page_authorities))
    if found.failure is not None:
        raise NothingToAccept
    await keep_look(session, row, found)
    row.state, row.state_since, row.suspicion, row.evidence = PageState.UP, now(), Suspicion.NONE, []
    row.updated_at = row.changed_at = now()
    await record(session, caller.subject, "page.change_accepted", str(row.id), {"words": words})
    await note_page(session, row, words)
    await session.flush()
    publish(session, told.SiteRestored(**facts(row)), subject_id=row.id, version=row.version)
    return shown.page(row)


async def _page(session: AsyncSession, page_id: UUID) -> models.Page:
    row = await pages.lock(session, page_id)
    if row is None:
        raise UnknownPage
    return row


async def write_set(
    session: AsyncSession, code: str, caller: Principal, data: schemas.IndicatorSetWrite
) -> schemas.IndicatorAnswer:
    """The whole set anew; values that are none, or harmless, are left out and told."""
    harmless = Harmless(await reference.listed(session, "harmless", now().astimezone(VIETNAM).date()))
    values: dict[str, None] = {}
    refused: list[schemas.RefusedIndicator] = []
    for number, given in enumerate(data.values, 1):
        try:
            value = normal(data.kind, given)
        except NotOne:
            refused.append(schemas.RefusedIndicator(row=number, value=given[:100], reason=NOT_ONE))
            continue
        if harmless.covers(data.kind, value):
            refused.append(schemas.RefusedIndicator(row=number, value=given[:100], reason=HARMLESS))
        else:
            values[value] = None
    row = await rules.set_by_code(session, code) or models.IndicatorSet(id=uuid7(), code=code)
    for name in ("name", "kind", "source", "level", "valid_until"):
        setattr(row, name, getattr(data, name))
    row.size, row.updated_at = len(values), now()
    session.add(row)
    await session.flush()
    await rules.replace(session, row.id, list(values))
    await record(session, caller.subject, "indicators.replaced", code, {"size": len(values)})
    return schemas.IndicatorAnswer(set=indicator_set(row), refused=refused[:MOST_REFUSED])


def indicator_set(row: models.IndicatorSet) -> schemas.IndicatorSet:
    return schemas.IndicatorSet(**{name: getattr(row, name) for name in schemas.IndicatorSet.model_fields})
