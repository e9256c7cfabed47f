"""Warnings to the citizens of a ward: one statement for everybody who asked to hear of it, and the count back.

A warning waits for no morning: it goes out at once, also in the hours that a person wants quiet.
"""

from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.identity.me_routes import PEOPLE, demand_person
from gateway.models import WardSubscription
from gateway.notices.events import WarningTold
from gateway.notices.states import DEFAULT_CHANNELS, Channel, Kind
from hueioc.areas.units import ward_by_code
from hueioc.auth.access import Caller
from hueioc.bus.received import Received
from hueioc.bus.streams import Consumer
from hueioc.clock import now
from hueioc.edge import EdgeRoute, Session, without_key
from hueioc.errors import invalid_field
from hueioc.outbox import publish

router = APIRouter(route_class=EdgeRoute, tags=["notices"])
MOST_WARDS = 40
_TELL = text("""
    with told as (
        insert into notices (id, person_id, event_id, kind, link, "values", created_at, updated_at)
        select uuidv7(), s.person_id, :alert_id, :kind, :link, cast(:values as jsonb), :moment, :moment
        from ward_subscriptions s join people p on p.id = s.person_id and p.erased_at is null
        where s.ward_code = :ward
        on conflict (event_id, person_id) do nothing
        returning id, person_id
    ), inbox as (
        insert into deliveries (id, notice_id, channel, outcome, due_at, tries, sent_at,
            receipt, created_at, updated_at)
        select uuidv7(), id, 'inbox', 'sent', :moment, 0, :moment, 'inbox', :moment, :moment from told
    ), beside as (
        insert into deliveries (id, notice_id, channel, outcome, due_at, tries, receipt, created_at, updated_at)
        select uuidv7(), told.id, channel, 'waiting', :moment, 0, '', :moment, :moment
        from told left join preferences w on w.person_id = told.person_id
        cross join unnest(cast(:channels as text[])) as channel
        where case when w.channels ? :kind then w.channels -> :kind ? channel
                   else channel = any(cast(:defaults as text[])) end
        returning id
    )
    select (select count(*) from told) as told, (select count(*) from beside) as queued
""")


class Dispatch(BaseModel):
    """What we read of `dispatch.requested`."""

    alert_id: UUID
    ward: str
    what: str
    headline_vi: str
    headline_en: str
    instruction_vi: str
    instruction_en: str


async def on_dispatch_requested(session: AsyncSession, message: Received) -> None:
    """Once for each person and alert, whatever wards of the alert the person asked for."""
    asked = message.read(Dispatch)
    values = asked.model_dump(exclude={"alert_id", "ward"})
    beside = [each.value for each in Channel if each is not Channel.INBOX]
    given = {
        "alert_id": asked.alert_id,
        "kind": Kind.WARNING.value,
        "link": f"/warnings/{asked.alert_id}",
        "values": orjson.dumps(values).decode(),
        "ward": asked.ward,
        "moment": now(),
        "channels": beside,
        "defaults": [each.value for each in DEFAULT_CHANNELS[Kind.WARNING]],
    }
    counted = (await session.execute(_TELL, given)).one()
    event = WarningTold(alert_id=asked.alert_id, ward=asked.ward, told=counted.told, queued=counted.queued)
    publish(session, event, subject_id=f"{asked.alert_id}.{asked.ward}", version=1)


CONSUMERS = (
    Consumer(
        name="gateway-warnings",
        stream="EVT_WARNING",
        subjects=("evt.warning.dispatch.requested",),
        handle=on_dispatch_requested,
        batch=1,  # a ward is a transaction of its own: it may hold many people
    ),
)


class WardsWrite(BaseModel):
    model_config = ConfigDict(extra="forbid")

    wards: Annotated[list[Annotated[str, Field(max_length=10)]], Field(max_length=MOST_WARDS)]


class Wards(BaseModel):
    """Codes of the wards whose warnings the person wants to hear of."""

    wards: list[str]


@router.get("/v1/me/warning-wards", dependencies=[PEOPLE])
async def show_wards(session: Session, caller: Caller) -> Wards:
    """Whose warnings come to the own inbox."""
    return await _wards(session, (await demand_person(session, caller)).id)


@router.put("/v1/me/warning-wards", dependencies=[PEOPLE])
@without_key
async def change_wards(session: Session, caller: Caller, data: WardsWrite) -> Wards:
    """The whole list anew; an empty one ends it."""
    person = await demand_person(session, caller)
    known = [ward_by_code(code) for code in data.wards]
    if None in known:
        raise invalid_field("/wards", "Không có phường/xã mang mã này", "No ward has this code")
    await session.execute(delete(WardSubscription).where(WardSubscription.person_id == person.id))
    rows = [{"person_id": person.id, "ward_code": code} for code in {ward.code for ward in known if ward}]
    if rows:
        await session.execute(insert(WardSubscription).values(rows))
    return await _wards(session, person.id)


async def _wards(session: AsyncSession, person_id: UUID) -> Wards:
    mine = select(WardSubscription.ward_code).where(WardSubscription.person_id == person_id)
    return Wards(wards=list(await session.scalars(mine.order_by(WardSubscription.ward_code))))
