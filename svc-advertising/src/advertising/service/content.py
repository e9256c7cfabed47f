"""Creatives from draft to approval, and the schedules they are in."""

import asyncio
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from advertising import models, schemas, views
from advertising.errors import BadPicture, NoPicture, NotThatWay, SameHands, UnknownCreative
from advertising.models import Creative, Schedule
from advertising.queries import content
from advertising.rules.pictures import Refused, pixels_of
from advertising.rules.schedule import Plan, Slot, scheduled
from advertising.rules.views import reference_of
from advertising.service.screens import find as find_screen
from advertising.states import CREATIVE_MOVES, CreativeState
from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import invalid_field
from hueioc.files.store import FileStore
from hueioc.ids import uuid7
from hueioc.paging import Cursor, Page, PageQuery, cut


async def add(session: AsyncSession, caller: Principal, data: schemas.CreativeCreate) -> Creative:
    row = Creative(id=uuid7(), **data.model_dump(), state=CreativeState.DRAFT, entered_by=caller.subject)
    session.add(row)
    await session.flush()
    return row


async def find(session: AsyncSession, creative_id: UUID) -> Creative:
    if (row := await content.find(session, creative_id)) is None:
        raise UnknownCreative
    return row


async def set_picture(session: AsyncSession, files: FileStore, creative_id: UUID, raw: bytes) -> Creative:
    """The file of a draft; after the approval it cannot be another one."""
    row = await _locked(session, creative_id)
    if row.state is not CreativeState.DRAFT:
        raise NotThatWay
    try:
        reference = await asyncio.to_thread(lambda: reference_of(pixels_of(raw)))
    except Refused as problem:
        raise BadPicture from problem
    row.sha256, row.pdq = (await files.write(raw)).sha256, reference.hash
    row.updated_at = now()
    await session.flush()
    return row


async def decide(
    session: AsyncSession, creative_id: UUID, caller: Principal, data: schemas.CreativeDecision
) -> Creative:
    """Approve, refuse or withdraw. A second person approves what the first has entered."""
    row = await _locked(session, creative_id)
    if data.state not in CREATIVE_MOVES[row.state]:
        raise NotThatWay
    if data.state is CreativeState.APPROVED:
        _demand_approvable(row, caller, data)
        row.approval_ref, row.valid_from, row.valid_to = data.approval_ref, data.valid_from, data.valid_to
    elif not data.reason:
        raise invalid_field("/reason", "Hãy ghi lý do", "Say why")
    row.state, row.decided_by, row.reason = data.state, caller.subject, data.reason
    row.updated_at = now()
    await record(session, caller.subject, f"creative.{data.state.value}", str(row.id))
    await session.flush()
    return row


def _demand_approvable(row: Creative, caller: Principal, data: schemas.CreativeDecision) -> None:
    if row.sha256 is None:
        raise NoPicture
    if row.entered_by == caller.subject:
        raise SameHands
    if not data.approval_ref:
        raise invalid_field("/approval_ref", "Hãy ghi số văn bản chấp thuận", "Give the number of the approval")
    if data.valid_from is None:
        raise invalid_field("/valid_from", "Hãy ghi ngày bắt đầu hiệu lực", "Say from which day it holds")
    if data.valid_to and data.valid_to < data.valid_from:
        raise invalid_field("/valid_to", "Ngày kết thúc trước ngày bắt đầu", "It ends before it begins")


async def list_creatives(session: AsyncSession, page: PageQuery, state: CreativeState | None) -> Page[schemas.Creative]:
    rows, more = cut(list(await content.page(session, page, state)), page.limit)
    return Page(
        items=[views.creative(row) for row in rows],
        next_cursor=Cursor(rows[-1].created_at, rows[-1].id).encode() if more else None,
    )


async def add_schedule(session: AsyncSession, screen_id: UUID, data: schemas.ScheduleCreate) -> Schedule:
    screen = await find_screen(session, screen_id)
    known = await content.by_ids(session, {slot.creative_id for slot in data.slots})
    for place, slot in enumerate(data.slots):
        row = known.get(slot.creative_id)
        if row is None or row.state is not CreativeState.APPROVED:
            raise invalid_field(
                f"/slots/{place}/creative_id",
                "Nội dung này chưa được duyệt; hãy duyệt trước khi xếp lịch",
                "This creative is not approved; approve it before it is scheduled",
            )
    if data.begins.tzinfo or data.ends.tzinfo:
        raise invalid_field("/begins", "Giờ địa phương, không kèm múi giờ", "Local time, without a zone")
    if data.valid_to and data.valid_to <= data.valid_from:
        raise invalid_field("/valid_to", "Ngày kết thúc phải sau ngày bắt đầu", "It must end after it begins")
    fields = data.model_dump(exclude={"slots", "weekdays"})
    slots = [{"creative_id": str(slot.creative_id), "seconds": slot.seconds} for slot in data.slots]
    weekdays = sum(1 << (day - 1) for day in set(data.weekdays))
    row = Schedule(id=uuid7(), screen_id=screen.id, slots=slots, weekdays=weekdays, **fields)
    session.add(row)
    await session.flush()
    return row


async def end_schedule(session: AsyncSession, screen_id: UUID, schedule_id: UUID) -> None:
    row = await session.get(Schedule, schedule_id, with_for_update=True)
    if row is None or row.screen_id != screen_id:
        raise UnknownCreative
    await session.delete(row)


async def list_schedules(session: AsyncSession, screen_id: UUID) -> schemas.ScheduleList:
    await find_screen(session, screen_id)
    rows = await content.schedules(session, screen_id)
    known = await content.by_ids(session, {UUID(slot["creative_id"]) for row in rows for slot in row.slots})
    return schemas.ScheduleList(items=[_schedule(row, known) for row in rows])


def _schedule(row: Schedule, known: dict[UUID, models.Creative]) -> schemas.Schedule:
    names = ("id", "begins", "ends", "valid_from", "valid_to", "priority", "is_anchored")
    slots = [
        schemas.Slot(
            creative_id=slot["creative_id"], seconds=slot["seconds"], title=known[UUID(slot["creative_id"])].title
        )
        for slot in row.slots
    ]
    return schemas.Schedule(
        **{name: getattr(row, name) for name in names},
        slots=slots,
        weekdays=[day for day in range(1, 8) if row.weekdays >> (day - 1) & 1],
        is_now=bool(scheduled([plan_of(row)], now(), 0)),
    )


def plan_of(row: Schedule) -> Plan:
    return Plan(
        id=row.id,
        slots=tuple(Slot(UUID(slot["creative_id"]), slot["seconds"]) for slot in row.slots),
        begins=row.begins,
        ends=row.ends,
        weekdays=row.weekdays,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        priority=row.priority,
        is_anchored=row.is_anchored,
    )


async def _locked(session: AsyncSession, creative_id: UUID) -> Creative:
    if (row := await content.lock(session, creative_id)) is None:
        raise UnknownCreative
    return row
