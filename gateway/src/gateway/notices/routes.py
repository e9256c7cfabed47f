"""The inbox, the preference centre, and browsers that take web push."""

from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Query, Request, status
from sqlalchemy import delete, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.identity.me_routes import PEOPLE, demand_person, subject_id
from gateway.identity.ports import ports_of
from gateway.models import Delivery, Notice, Person, Preference, PushSubscription
from gateway.notices import schemas
from gateway.notices.channels import is_push_host
from gateway.notices.notify import channels_of
from gateway.notices.states import QUIET_FROM, QUIET_TO, Channel, Digest, Kind
from gateway.notices.templates import render
from hueioc import audit
from hueioc.auth.access import Caller, anyone
from hueioc.clock import now
from hueioc.edge import EdgeRoute, Session, without_key
from hueioc.errors import NotFound, invalid_field
from hueioc.ids import uuid7
from hueioc.paging import Cursor, Paging, cut
from hueioc.problems import language_of
from hueioc.runtime import runtime_of

router = APIRouter(route_class=EdgeRoute, tags=["notices"])
MOST_BROWSERS = 10


@router.get("/v1/me/notices", dependencies=[PEOPLE])
async def list_notices(
    session: Session, caller: Caller, request: Request, paging: Paging, *, unread: Annotated[bool, Query()] = False
) -> schemas.NoticePage:
    """Newest first, in the language of `Accept-Language`; `unread` leaves out what was read."""
    person_id = subject_id(caller)
    statement = select(Notice).where(Notice.person_id == person_id)
    if unread:
        statement = statement.where(Notice.read_at.is_(None))
    if paging.after:
        statement = statement.where(tuple_(Notice.created_at, Notice.id) < tuple_(*paging.after))
    statement = statement.order_by(Notice.created_at.desc(), Notice.id.desc()).limit(paging.limit + 1)
    rows, more = cut(list((await session.scalars(statement)).all()), paging.limit)
    open_ones = select(func.count()).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    return schemas.NoticePage(
        items=await _shown(session, rows, language_of(request)),
        next_cursor=Cursor(rows[-1].created_at, rows[-1].id).encode() if more else None,
        unread=await session.scalar(open_ones) or 0,
    )


@router.post("/v1/me/notices/read", status_code=status.HTTP_204_NO_CONTENT, dependencies=[PEOPLE])
@without_key
async def read_all(session: Session, caller: Caller) -> None:
    """Everything that is there now was read."""
    mine = update(Notice).where(Notice.person_id == subject_id(caller), Notice.read_at.is_(None))
    await session.execute(mine.values(read_at=now()))


@router.post("/v1/me/notices/{notice_id}/read", status_code=status.HTTP_204_NO_CONTENT, dependencies=[PEOPLE])
@without_key
async def read_one(session: Session, caller: Caller, notice_id: UUID) -> None:
    """This one was read; reading it again changes nothing."""
    row = await session.get(Notice, notice_id, with_for_update=True)
    if row is None or row.person_id != subject_id(caller):
        raise NotFound
    row.read_at = row.read_at or now()


@router.get("/v1/me/preferences", dependencies=[PEOPLE])
async def show_preferences(session: Session, caller: Caller) -> schemas.Preferences:
    """What the person wants, or the defaults."""
    person = await demand_person(session, caller)
    return await _preferences(session, person, await session.get(Preference, person.id))


@router.put("/v1/me/preferences", dependencies=[PEOPLE])
@without_key
async def change_preferences(session: Session, caller: Caller, data: schemas.PreferencesWrite) -> schemas.Preferences:
    """The whole of it anew."""
    person = await demand_person(session, caller)
    if (data.quiet_from is None) != (data.quiet_to is None):
        raise invalid_field("/quiet_to", "Cần cả hai giờ, hoặc bỏ cả hai", "Give both times or neither")
    for kind, channels in data.channels.items():
        if Channel.INBOX in channels:
            raise invalid_field(f"/channels/{kind.value}", "Hộp thư luôn nhận", "The inbox always gets everything")
    values = data.model_dump(mode="python") | {
        "channels": {
            kind.value: [*dict.fromkeys(each.value for each in named)] for kind, named in data.channels.items()
        }
    }
    row = insert(Preference).values(person_id=person.id, updated_at=now(), **values)
    await session.execute(row.on_conflict_do_update(index_elements=[Preference.person_id], set_=values))
    person.language = data.language
    return await _preferences(session, person, await session.get(Preference, person.id, populate_existing=True))


@router.get("/v1/push-key", dependencies=[anyone])
async def show_push_key(request: Request) -> schemas.PushKey:
    """The key that a browser subscribes to web push with (RFC 8292)."""
    return schemas.PushKey(public_key=ports_of(request).channels.push_key)


@router.post("/v1/me/push-subscriptions", status_code=status.HTTP_201_CREATED, dependencies=[PEOPLE])
@without_key
async def subscribe(
    session: Session, caller: Caller, data: schemas.PushSubscribe, request: Request
) -> schemas.Subscribed:
    """This browser takes web push; the same endpoint again replaces its keys and its owner."""
    runtime, settings = runtime_of(request), ports_of(request).settings
    person = await demand_person(session, caller)
    if not is_push_host(data.endpoint, settings.push_hosts, settings.env):
        raise invalid_field("/endpoint", "Không phải dịch vụ web push được biết", "Not a web push service we know")
    token = runtime.vault.token("push", data.endpoint)
    await session.execute(delete(PushSubscription).where(PushSubscription.endpoint_token == token))
    mine = (
        select(PushSubscription.id).where(PushSubscription.person_id == person.id).order_by(PushSubscription.id.desc())
    )
    old = (await session.scalars(mine.offset(MOST_BROWSERS - 1))).all()
    await session.execute(delete(PushSubscription).where(PushSubscription.id.in_(old)))
    row_id = uuid7()
    sealed = await runtime.vault.seal(session, person.id, orjson.dumps(data.model_dump()), f"push.{row_id}")
    session.add(PushSubscription(id=row_id, person_id=person.id, endpoint_token=token, sealed=sealed))
    await audit.record(session, caller.subject, "push.subscribed", str(row_id))
    return schemas.Subscribed(id=row_id)


@router.delete(
    "/v1/me/push-subscriptions/{subscription_id}", status_code=status.HTTP_204_NO_CONTENT, dependencies=[PEOPLE]
)
@without_key
async def unsubscribe(session: Session, caller: Caller, subscription_id: UUID) -> None:
    row = await session.get(PushSubscription, subscription_id)
    if row is None or row.person_id != subject_id(caller):
        raise NotFound
    await session.delete(row)


async def _shown(session: AsyncSession, rows: list[Notice], language: str) -> list[schemas.NoticeShown]:
    found = await session.scalars(select(Delivery).where(Delivery.notice_id.in_([row.id for row in rows])))
    receipts: dict[UUID, list[schemas.Receipt]] = {}
    for each in found:
        receipt = schemas.Receipt(channel=each.channel, outcome=each.outcome, sent_at=each.sent_at)
        receipts.setdefault(each.notice_id, []).append(receipt)
    shown: list[schemas.NoticeShown] = []
    for row in rows:
        words = render(row.kind.value, language, row.values)
        fields: dict[str, Any] = {name: getattr(row, name) for name in ("id", "kind", "link", "created_at", "read_at")}
        mine = sorted(receipts.get(row.id, []), key=lambda each: each.channel)
        shown.append(schemas.NoticeShown(**fields, title=words.title, body=words.body, receipts=mine))
    return shown


async def _preferences(session: AsyncSession, person: Person, wanted: Preference | None) -> schemas.Preferences:
    browsers = select(func.count()).where(PushSubscription.person_id == person.id)
    return schemas.Preferences(
        channels={kind: list(channels_of(wanted, kind)) for kind in Kind},
        quiet_from=wanted.quiet_from if wanted else QUIET_FROM,
        quiet_to=wanted.quiet_to if wanted else QUIET_TO,
        digest=wanted.digest if wanted else Digest.NONE,
        language=wanted.language if wanted else person.language,
        has_email=person.sealed_email is not None,
        has_phone=person.sealed_phone is not None,
        browsers=await session.scalar(browsers) or 0,
    )
