"""Which unit gets what, where: changed from a day on, tried out before, and what is wrong with the rules in force."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.areas.units import wards
from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import FieldError, Text
from hueioc.ids import uuid7
from reflection.errors import UnknownUnit
from reflection.events.rule import RuleAct
from reflection.models import RoutingRule, RuleKind, Unit
from reflection.queries import desk, rules
from reflection.rules.dating import Span, demand_change, demand_new, demand_not_over, withdrawal
from reflection.rules.refusals import UnknownRule, misfit
from reflection.schemas.rules import RoutingChange, RoutingLine, RoutingLines
from reflection.service.rule_lines import changed, take, today
from reflection.views.rules import EVERYWHERE, routing_key, routing_lines

KIND = RuleKind.ROUTING
Rows = list[RoutingRule]


def ward_of(name: str) -> str | None:
    """The code of a ward, None for everywhere. Raises `RuleMisfit`."""
    if name != EVERYWHERE and name not in wards():
        raise misfit("/ward", "Không có phường, xã này", "There is no such ward")
    return None if name == EVERYWHERE else name


async def listed(session: AsyncSession, category: str) -> RoutingLines:
    """The lines of a category, everywhere first. Raises `UnknownRule`."""
    await _demand_category(session, category)
    rows, lines = await rules.routing_rows(session, category), await rules.lines_of(session, KIND, f"{category}/")
    return RoutingLines(items=routing_lines(rows, lines, today()))


async def change(
    session: AsyncSession, category: str, ward: str, caller: Principal, data: RoutingChange, version: int
) -> RoutingLine:
    """Other units from that day on, in one ward or everywhere; also the first ones."""
    where = ward_of(ward)
    await _demand_category(session, category)
    line = await take(session, KIND, routing_key(category, where), version)
    versions = await _of(session, category, where)
    demand_not_over(data.valid_from, today())
    await _demand_units(session, data)
    spans = _spans(versions)
    if any(each.ends is None or each.ends > data.valid_from for each in spans):
        for row in versions[demand_change(spans, today(), data.valid_from)]:
            row.valid_to = data.valid_from
        act = RuleAct.CHANGED
    else:
        demand_new(spans, today(), data.valid_from)
        act = RuleAct.ADDED
    session.add_all(_rows(category, where, data))
    await changed(session, line, caller, act, counts_from=data.valid_from, detail=_told(data))
    return await _found(session, category, where)


async def end(
    session: AsyncSession, category: str, ward: str, caller: Principal, on: date, version: int
) -> RoutingLine:
    """Nobody is named by this line from that day on."""
    where = ward_of(ward)
    line = await take(session, KIND, routing_key(category, where), version)
    versions = await _of(session, category, where)
    if not versions:
        raise UnknownRule
    demand_not_over(on, today(), "/valid_to")
    for row in versions[demand_change(_spans(versions), today(), on)]:
        row.valid_to = on
    await changed(session, line, caller, RuleAct.ENDED, counts_from=on, detail={})
    return await _found(session, category, where)


async def withdraw(
    session: AsyncSession, category: str, ward: str, caller: Principal, version: int
) -> RoutingLine | None:
    """Take back what does not count yet; None when nothing of the line is left."""
    where = ward_of(ward)
    line = await take(session, KIND, routing_key(category, where), version)
    versions = await _of(session, category, where)
    place, reopened = withdrawal(_spans(versions), today())
    for row in versions[reopened] if reopened is not None else ():
        row.valid_to = None
    units: list[str] = []
    for row in versions[place] if place is not None else ():
        units.append(str(row.unit_id))
        await session.delete(row)
    await changed(session, line, caller, RuleAct.WITHDRAWN, counts_from=now(), detail={"units": units})
    return await _shown(session, category, where)


async def _of(session: AsyncSession, category: str, ward: str | None) -> list[Rows]:
    """The rows of one line, those that begin on one day together, oldest first."""
    found: dict[date, Rows] = {}
    for row, _ in await rules.routing_rows(session, category):
        if row.ward_code == ward:
            found.setdefault(row.valid_from, []).append(row)
    return [found[day] for day in sorted(found)]


def _spans(versions: Sequence[Rows]) -> list[Span[date]]:
    return [Span(rows[0].valid_from, rows[0].valid_to) for rows in versions]


async def _shown(session: AsyncSession, category: str, ward: str | None) -> RoutingLine | None:
    return next((each for each in (await listed(session, category)).items if each.ward == ward), None)


async def _found(session: AsyncSession, category: str, ward: str | None) -> RoutingLine:
    line = await _shown(session, category, ward)
    if line is None:
        raise UnknownRule
    return line


async def _demand_category(session: AsyncSession, category: str) -> None:
    if not await rules.category_rows(session, category):
        raise UnknownRule


async def _demand_units(session: AsyncSession, data: RoutingChange) -> None:
    """Known to the registry, there on that day, each named once, and at least one."""
    named = _named(data)
    if not named:
        raise misfit("/lead", "Hãy chọn ít nhất một đơn vị", "Choose at least one unit")
    known = await desk.units_named(session, [unit_id for _, unit_id in named])
    seen: set[UUID] = set()
    for pointer, unit_id in named:
        if unit_id not in known:
            raise UnknownUnit(fields=(FieldError(pointer, Text("Không có đơn vị này", "No such unit")),))
        if unit_id in seen:
            raise misfit(pointer, "Đơn vị này đã được chọn", "This unit is named already")
        if is_gone(known[unit_id], data.valid_from):
            raise misfit(pointer, "Đơn vị này đã kết thúc vào ngày đó", "This unit is no more on that day")
        seen.add(unit_id)


def _named(data: RoutingChange) -> list[tuple[str, UUID]]:
    supporting = [(f"/supporting/{number}", unit_id) for number, unit_id in enumerate(data.supporting)]
    return [("/lead", data.lead), *supporting] if data.lead else supporting


def is_gone(unit: Unit, day: date) -> bool:
    return unit.valid_to is not None and unit.valid_to <= day


def _rows(category: str, ward: str | None, data: RoutingChange) -> Rows:
    return [
        RoutingRule(
            id=uuid7(),
            category_code=category,
            ward_code=ward,
            unit_id=unit_id,
            is_lead=pointer == "/lead",
            position=position,
            valid_from=data.valid_from,
            valid_to=None,
            source=data.source,
        )
        for position, (pointer, unit_id) in enumerate(_named(data))
    ]


def _told(data: RoutingChange) -> dict[str, str | list[str]]:
    supporting = [str(each) for each in data.supporting]
    return {"lead": str(data.lead or ""), "supporting": supporting, "source": data.source}
