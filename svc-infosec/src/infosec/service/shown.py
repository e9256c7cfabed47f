"""Rows as staff see them, and the looks that are written down."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import VIETNAM, now
from hueioc.paging import Cursor, Page, PageQuery, cut
from infosec import models, schemas
from infosec.errors import UnknownAlert, UnknownIncident
from infosec.queries import alerts, events, incidents, pages, reference
from infosec.rules.page_text import days_left
from infosec.service.incidents import code_of
from infosec.states import URGENT, PageState

HOUR = timedelta(hours=1)
CERTIFICATE_DAYS = 30


def event(row: models.Event) -> schemas.Event:
    names = ("id", "received_at", "time", "channel", "source_id", "sender", "parse_error", "ocsf")
    return schemas.Event(**{n: getattr(row, n) for n in names}, raw_data=row.raw_data.decode("utf-8", "replace"))


def alert(row: models.Alert) -> schemas.Alert:
    names = (
        "id",
        "kind",
        "rule",
        "level",
        "state",
        "agency_id",
        "count",
        "opened_at",
        "first_at",
        "last_at",
        "verdict",
    )
    found = {name: getattr(row, name) for name in (*names, "incident_id", "version")}
    return schemas.Alert(**found, title=schemas.Words(vi=row.title_vi, en=row.title_en))


def page(row: models.Page) -> schemas.WatchedPage:
    names = set(schemas.WatchedPage.model_fields) - {"name", "certificate_days"}
    return schemas.WatchedPage(
        **{name: getattr(row, name) for name in names},
        name=schemas.Words(vi=row.name_vi, en=row.name_en),
        certificate_days=days_left(row.certificate_until, now()) if row.certificate_until else None,
    )


def incident(row: models.Incident, duties: Sequence[models.IncidentDuty]) -> schemas.Incident:
    names = set(schemas.Incident.model_fields) - {"code", "duties"}
    return schemas.Incident(
        **{name: getattr(row, name) for name in names}, code=code_of(row), duties=[duty(each) for each in duties]
    )


def duty(row: models.IncidentDuty) -> schemas.Duty:
    return schemas.Duty(
        code=row.code,
        name=schemas.Words(vi=row.name_vi, en=row.name_en),
        source=row.source,
        is_report=row.is_report,
        due_at=row.due_at,
        met_at=row.met_at,
        is_overdue=(row.met_at or now()) > row.due_at,
    )


async def search(
    session: AsyncSession, caller: Principal, asked: schemas.EventSearch, at: PageQuery
) -> Page[schemas.Event]:
    """Events name people's accounts and addresses: who looks, and why, is written down."""
    rows, has_more = cut(list(await events.search(session, asked, at)), at.limit)
    # the reason is staff's own text; the values looked for stay out of the audit
    given = sorted(name for name in ("host", "user", "ip", "q") if getattr(asked, name))
    detail = {"number": len(rows), "reason": asked.reason, "by": given}
    await record(session, caller.subject, "events.read", "events", detail)
    next_cursor = Cursor(rows[-1].received_at, rows[-1].id).encode() if has_more else None
    return Page(items=[event(row) for row in rows], next_cursor=next_cursor)


async def alert_page(session: AsyncSession, at: PageQuery, *filters: object) -> Page[schemas.Alert]:
    rows, has_more = cut(list(await alerts.page(session, at, *filters)), at.limit)  # pyright: ignore[reportArgumentType] - state, level, kind
    next_cursor = Cursor(rows[-1].opened_at, rows[-1].id).encode() if has_more else None
    return Page(items=[alert(row) for row in rows], next_cursor=next_cursor)


async def alert_detail(session: AsyncSession, alert_id: UUID, caller: Principal) -> schemas.AlertDetail:
    row = await alerts.find(session, alert_id)
    if row is None:
        raise UnknownAlert
    found = await events.by_ids(session, await alerts.linked(session, row.id))
    await record(session, caller.subject, "alert.read", str(row.id), {"events": len(found)})
    return schemas.AlertDetail(**alert(row).model_dump(), facts=row.facts, events=[event(each) for each in found])


async def incident_page(session: AsyncSession, at: PageQuery, *filters: object) -> Page[schemas.Incident]:
    rows, has_more = cut(list(await incidents.page(session, at, *filters)), at.limit)  # pyright: ignore[reportArgumentType] - state, severity
    duties = await incidents.duties(session, [row.id for row in rows])
    next_cursor = Cursor(rows[-1].opened_at, rows[-1].id).encode() if has_more else None
    return Page(items=[incident(row, duties.get(row.id, ())) for row in rows], next_cursor=next_cursor)


async def incident_detail(session: AsyncSession, incident_id: UUID) -> schemas.IncidentDetail:
    row = await incidents.find(session, incident_id)
    if row is None:
        raise UnknownIncident
    duties = (await incidents.duties(session, [row.id])).get(row.id, ())
    told = await reference.addressees(session, row.detected_at.astimezone(VIETNAM).date(), row.severity)
    return schemas.IncidentDetail(
        **incident(row, duties).model_dump(),
        addressees=[
            schemas.Addressee(code=each.code, name=schemas.Words(vi=each.name_vi, en=each.name_en), source=each.source)
            for each in told
        ],
        alerts=[alert(each) for each in await alerts.of_incident(session, row.id)],
        timeline=[
            schemas.Line(at=line.at, kind=line.kind, actor=line.actor, words=line.words)
            for line in await incidents.lines(session, row.id)
        ],
    )


async def summary(session: AsyncSession) -> schemas.SecuritySummary:
    moment = now()
    every, unread, dropped = await events.counted(session, moment - HOUR)
    levels, states = await alerts.counts(session), await pages.counts(session)
    open_incidents, overdue = await incidents.counts(session, moment)
    return schemas.SecuritySummary(
        events=every,
        unreadable=unread,
        dropped=dropped,
        alerts=sum(levels.values()),
        urgent_alerts=sum(number for level, number in levels.items() if level in URGENT),
        incidents=open_incidents,
        overdue_incidents=overdue,
        pages_down=states.get(PageState.DOWN, 0),
        pages_defaced=states.get(PageState.DEFACED, 0),
        certificates_expiring=await pages.expiring(session, moment + timedelta(days=CERTIFICATE_DAYS)),
        at=moment,
    )
