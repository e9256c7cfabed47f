"""Cards from draft to end: who may do which step, with its history, its event and its bit in the status list."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cards import events, models, schemas, views
from cards.errors import HasCard, NotThatWay, SameHands, UnknownCard
from cards.models import Card, CardChange, Official
from cards.queries import cards, officials, reference
from cards.queries.cards import Wanted
from cards.rules.short_ids import new_short_id
from cards.service import issuing, status_lists
from cards.service.officials import agency_of, find, must_serve, own_agency
from cards.service.today import today
from cards.states import MOVES, Action, State
from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.db import Database
from hueioc.errors import Forbidden, invalid_field
from hueioc.ids import uuid7
from hueioc.outbox import publish
from hueioc.paging import Cursor, Page, PageQuery, cut
from hueioc.settings import ServiceSettings

CLOCK = Principal("clock")
AT_ONCE = 100
EVENTS: dict[Action, type[events.CardFacts]] = {
    Action.ISSUE: events.CardIssued,
    Action.SUSPEND: events.CardSuspended,
    Action.REINSTATE: events.CardReinstated,
    Action.REVOKE: events.CardRevoked,
    Action.REPLACE: events.CardReplaced,
    Action.EXPIRE: events.CardExpired,
}


async def draft(session: AsyncSession, caller: Principal, data: schemas.CardCreate) -> Card:
    holder = await find(session, caller, data.official_id)
    await _demand_period(session, data)
    await _demand_place(session, data, holder)
    kinds = {row.code for row in await reference.in_force(session, models.Kind, data.valid_from)}
    if data.kind not in kinds:
        raise invalid_field("/kind", "Không có loại thẻ này", "There is no such kind of card")
    card = Card(id=uuid7(), short_id=new_short_id(), agency_id=holder.agency_id, state=State.DRAFT, **_asked(data))
    session.add(card)
    await session.flush()
    await session.refresh(card, ["number"])
    _line(session, card, caller, schemas.CardMove(action=Action.REQUEST, document_no=data.document_no), None)
    return card


async def move(
    session: AsyncSession, settings: ServiceSettings, caller: Principal, card_id: UUID, data: schemas.CardMove
) -> Card:
    card = await cards.lock(session, card_id)
    if card is None:
        raise UnknownCard
    must_serve(caller, card.agency_id)
    step = MOVES[data.action]
    if not caller.roles & step.roles:
        raise Forbidden
    if card.state not in step.sources:
        raise NotThatWay(extra={"state": card.state.value})
    if data.action is Action.APPROVE and card.requested_by == caller.subject:
        raise SameHands
    reasons = await reference.reasons(session, today(), data.action)
    if step.reasoned and data.reason not in reasons:
        raise invalid_field("/reason", "Chọn một lý do trong danh mục", "Choose a reason of the list")
    if data.action is Action.REQUEST:
        card.requested_by = caller.subject
    if data.action is Action.ISSUE:
        await _issue(session, settings, caller, card)
    card.reason = data.reason or "" if step.reasoned else ""
    await _settle(session, settings, card, caller, data)
    return card


async def _issue(session: AsyncSession, settings: ServiceSettings, caller: Principal, card: Card) -> None:
    holder = await officials.lock(session, card.official_id)
    assert holder  # noqa: S101 - a foreign key keeps it
    if card.valid_to < today():
        raise invalid_field("/valid_to", "Thời hạn của thẻ đã qua", "The card's last day has passed")
    before = await issuing.issue(session, settings, card, holder, await agency_of(session, holder.agency_id))
    if before is not None:
        before.reason = card.replace_reason
        told = schemas.CardMove(action=Action.REPLACE, reason=card.replace_reason or None, document_no=card.document_no)
        await _settle(session, settings, before, caller, told, new=card)


async def _settle(
    session: AsyncSession,
    settings: ServiceSettings,
    card: Card,
    caller: Principal,
    data: schemas.CardMove,
    new: Card | None = None,
) -> None:
    """The new state with everything that follows from it, in this transaction."""
    source, card.state = card.state, MOVES[data.action].target
    card.document_no = data.document_no or card.document_no
    card.updated_at = now()
    await session.flush()
    _line(session, card, caller, data, source)
    if card.issued_at and data.action is not Action.EXPIRE:
        await status_lists.show(session, settings, card)
    detail = {"state": card.state.value, "reason": card.reason, "document": data.document_no}
    await record(session, caller.subject, f"card.{data.action.value}", str(card.id), detail)
    if event := _event(card, data.action, new):
        publish(session, event, subject_id=card.id, version=card.version)


def _event(card: Card, action: Action, new: Card | None) -> events.CardFacts | None:
    """None for steps that only the office sees."""
    if action not in EVENTS:
        return None
    more: dict[str, Any] = {}
    if action is Action.ISSUE:
        more = {"valid_from": card.valid_from, "valid_to": card.valid_to, "replaces_id": card.replaces_id}
    elif action in {Action.SUSPEND, Action.REVOKE, Action.REPLACE}:
        more = {"reason": card.reason} | ({"new_card_id": new.id} if new else {})
    return EVENTS[action](**facts_of(card), **more)


def facts_of(card: Card) -> dict[str, Any]:
    names = ("number", "official_id", "agency_id", "kind")
    return {name: getattr(card, name) for name in names} | {"card_id": card.id, "at": now()}


async def expire(database: Database, settings: ServiceSettings) -> bool:
    """Say once of each card that its last day has passed. True: there may be more."""
    async with database.transaction() as session:
        found = await cards.run_out(session, today(), AT_ONCE)
        for card in found:
            await _settle(session, settings, card, CLOCK, schemas.CardMove(action=Action.EXPIRE))
    return len(found) == AT_ONCE


async def list_cards(
    session: AsyncSession, caller: Principal, page: PageQuery, wanted: Wanted
) -> Page[schemas.CardSummary]:
    limited = wanted._replace(agency_id=own_agency(caller) or wanted.agency_id)
    rows, more = cut(list(await cards.page(session, page, limited)), page.limit)
    holders = await officials.by_ids(session, {row.official_id for row in rows})
    known = await reference.agencies(session, {row.agency_id for row in rows})
    return Page(
        items=[views.summary(row, holders[row.official_id], known[row.agency_id]) for row in rows],
        next_cursor=Cursor(rows[-1].created_at, rows[-1].id).encode() if more else None,
    )


async def one(session: AsyncSession, caller: Principal, card_id: UUID) -> Card:
    card = await cards.find(session, card_id)
    if card is None:
        raise UnknownCard
    must_serve(caller, card.agency_id)
    return card


async def show(session: AsyncSession, settings: ServiceSettings, caller: Principal, card: Card) -> schemas.Card:
    holder = await officials.find(session, card.official_id)
    assert holder  # noqa: S101 - a foreign key keeps it
    names = ("document_no", "replaces_id", "issued_at", "kid", "status_list", "status_index", "front", "back")
    shown = views.summary(card, holder, await agency_of(session, card.agency_id))
    return schemas.Card(
        **shown.model_dump(),
        **{name: getattr(card, name) for name in names},
        url=issuing.url_of(settings, card.short_id),
        actions=views.actions(card, caller),
        history=[views.change(row) for row in await cards.history(session, card.id)],
    )


async def _demand_period(session: AsyncSession, data: schemas.CardCreate) -> None:
    longest = (await reference.rules(session, data.valid_from)).get("card-years", 5)
    if not data.valid_from <= data.valid_to <= _years_after(data.valid_from, longest):
        raise invalid_field(
            "/valid_to",
            f"Ngày hết hạn phải sau ngày bắt đầu và trong vòng {longest} năm",
            f"The last day comes after the first and within {longest} years of it",
        )


async def _demand_place(session: AsyncSession, data: schemas.CardCreate, holder: Official) -> None:
    """One card and one request at a time; a second card only in place of the first."""
    before = await cards.live_of(session, holder.id)
    if await cards.coming_of(session, holder.id) or (before and before.id != data.replaces_id):
        raise HasCard
    if data.replaces_id is None:
        return
    if before is None:
        raise invalid_field("/replaces_id", "Cán bộ không còn thẻ này", "The official has no such card any more")
    if data.replace_reason not in await reference.reasons(session, today(), Action.REPLACE):
        raise invalid_field("/replace_reason", "Chọn một lý do trong danh mục", "Choose a reason of the list")


def _asked(data: schemas.CardCreate) -> dict[str, Any]:
    names = ("official_id", "kind", "valid_from", "valid_to", "document_no", "replaces_id")
    return {name: getattr(data, name) for name in names} | {"replace_reason": data.replace_reason or ""}


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)


def _line(session: AsyncSession, card: Card, caller: Principal, data: schemas.CardMove, source: State | None) -> None:
    session.add(
        CardChange(
            id=uuid7(),
            created_at=now(),
            card_id=card.id,
            action=data.action if source else None,
            source=source,
            target=card.state,
            reason=data.reason or "",
            document_no=data.document_no,
            note=data.note,
            actor=caller.subject,
            actor_role=next(iter(sorted(role.value for role in caller.roles)), ""),
        )
    )
