"""Who would get a report, by the rules of a day; and what is wrong with the rules in force."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.areas.units import wards
from reflection.models import Category, RoutingRule, Unit
from reflection.queries import desk, reports, rules
from reflection.rules.dating import Span
from reflection.schemas.parts import Names
from reflection.schemas.rules import Routed, RoutingTrial, RoutingWarning, RoutingWarnings
from reflection.service.routing import named
from reflection.service.rule_lines import today
from reflection.service.rule_routing import is_gone, ward_of
from reflection.views.rules import routed_unit

Row = tuple[RoutingRule, Unit]


async def trial(session: AsyncSession, category: str, ward: str, on: date | None) -> RoutingTrial:
    """What the desk would be shown for a report of that category in that ward on that day."""
    day, where = on or today(), ward_of(ward)
    found = named(await desk.routes_for(session, category, where, day), day)
    return RoutingTrial(
        category=category,
        ward=where,
        on=day,
        units=[Routed(**routed_unit(each.unit).model_dump(), is_lead=each.is_lead, rule=each.rule) for each in found],
        warnings=[each for each in await _warned(session, day, category) if each.ward in {None, where}],
    )


async def warnings(session: AsyncSession) -> RoutingWarnings:
    return RoutingWarnings(items=await _warned(session, today()))


async def _warned(session: AsyncSession, day: date, only: str | None = None) -> list[RoutingWarning]:
    rows = [
        row for row in await rules.routing_rows(session, only) if Span(row[0].valid_from, row[0].valid_to).holds(day)
    ]
    found: list[RoutingWarning] = []
    for category in await reports.all_categories(session):
        if only in {None, category.code}:
            found += _of_category(category, [row for row in rows if row[0].category_code == category.code], day)
    return found


def _of_category(category: Category, rows: list[Row], day: date) -> Iterable[RoutingWarning]:
    warned = partial(
        RoutingWarning, category=category.code, category_name=Names(vi=category.name_vi, en=category.name_en)
    )
    for rule, unit in rows:
        if is_gone(unit, day):
            yield warned(kind="unit_ended", ward=rule.ward_code, unit=routed_unit(unit), wards=[])
    if category.stopper_vi:
        return  # nothing of it is taken in
    there = [(rule, unit) for rule, unit in rows if not is_gone(unit, day)]
    if not there:
        yield warned(kind="no_rule", ward=None, unit=None, wards=[])
        return
    led = {rule.ward_code for rule, _ in there if rule.is_lead}
    if None not in led and (missing := [code for code in wards() if code not in led]):
        yield warned(kind="no_lead", ward=None, unit=None, wards=missing)
