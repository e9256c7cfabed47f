"""Gathers what documents are made of, and renders the lists that the gateway answers from memory."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.areas.units import wards
from hueioc.clock import now
from hueioc.outbox import COLLECTED, Outgoing
from hueioc.outbox_store import OutboxRow
from hueioc.paging import Cursor, Page, PageQuery, cut
from hueioc.views import publish_view
from warning import models, schemas, views
from warning.errors import UnknownAlert, UnknownWard
from warning.queries import alerts
from warning.rules.cap_check import check
from warning.service.active import in_ward
from warning.service.composing import compose, facts_now, references_of
from warning.service.voice import Voice
from warning.states import State, Status
from warning.views.alerts import is_public

CHUNK = 100


async def show(session: AsyncSession, alert: models.Alert) -> None:
    """The public document at its version; a test or exercise has none."""
    if is_public(alert):
        document = (await documents(session, [alert]))[0]
        publish_view(session, views.ALERT, alert.id, document, version=alert.version)


async def documents(session: AsyncSession, rows: Sequence[models.Alert]) -> list[schemas.PublicAlert]:
    facts = await facts_now(session)
    return [views.public(row, facts, await references_of(session, row, row.sent or now())) for row in rows]


async def active_list(session: AsyncSession, key: str) -> schemas.ActiveAlerts:
    return schemas.ActiveAlerts(items=await documents(session, await alerts.active(session, now())))


async def ward_list(session: AsyncSession, key: str) -> schemas.ActiveAlerts:
    return schemas.ActiveAlerts(items=await documents(session, await in_ward(session, demand_ward(key))))


async def ward_keys(session: AsyncSession) -> Sequence[str]:
    return sorted(wards())


def dirty_wards(row: OutboxRow) -> Sequence[str]:
    """An update or cancellation may leave wards that its own event does not name, so all are rendered again."""
    return sorted(wards())


def demand_ward(code: str) -> str:
    if code not in wards():
        raise UnknownWard
    return code


async def show_public(session: AsyncSession, alert_id: UUID) -> schemas.PublicAlert:
    """Raises `UnknownAlert` for whatever the public may not see."""
    row = await find_public(session, alert_id)
    return (await documents(session, [row]))[0]


async def find_public(session: AsyncSession, alert_id: UUID) -> models.Alert:
    row = await alerts.find(session, alert_id)
    if row is None or not is_public(row):
        raise UnknownAlert
    return row


async def detail(session: AsyncSession, row: models.Alert, voice: Voice) -> schemas.AlertDetail:
    facts = await facts_now(session)
    findings = check(await compose(session, row, voice, facts)) if row.sent is None else []
    tellings, history = await alerts.tellings(session, row.id), await alerts.history(session, row.id)
    return views.detail(row, facts, findings, tellings, history, is_active=_is_active(row))


async def listed(
    session: AsyncSession, paging: PageQuery, states: Sequence[State], hazard: str, ward: str
) -> Page[schemas.Alert]:
    facts = await facts_now(session)
    rows, more = cut(list(await alerts.page(session, paging, states, hazard, ward)), paging.limit)
    return Page(
        items=[views.summary(row, facts, is_active=_is_active(row)) for row in rows],
        next_cursor=Cursor(rows[-1].created_at, rows[-1].id).encode() if more else None,
    )


async def reference_data(session: AsyncSession) -> schemas.Reference:
    facts = await facts_now(session)
    return schemas.Reference(
        hazards=[
            schemas.HazardShown(
                code=row.code, event_code=row.event_code, category=row.category, name=schemas.Words(**row.words)
            )
            for row in facts.hazards.values()
        ],
        levels=[views.level_of(row) for row in facts.levels.values()],
    )


def _is_active(row: models.Alert) -> bool:
    return row.status is Status.ACTUAL and row.expires > now()


async def rebuild(session: AsyncSession, after: UUID | None) -> tuple[Sequence[Outgoing], UUID | None]:
    """The documents of the next alerts after `after`, and where to go on; None at the end."""
    ids = await alerts.ids_after(session, after, CHUNK)
    for alert_id in ids:
        if row := await alerts.find(session, alert_id):
            await show(session, row)
    return session.info.pop(COLLECTED, []), ids[-1] if len(ids) == CHUNK else None
