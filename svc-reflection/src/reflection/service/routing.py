"""Which unit handles a report: what the rules suggest, and what happened at the same place before."""

import math
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import VIETNAM, now
from reflection.models import Report, RoutingRule, Unit
from reflection.queries import desk
from reflection.rules.terms import Term, Terms

METRES_PER_DEGREE = 111_195.0


class Named(NamedTuple):
    """A unit that the rules name, and which rule does."""

    unit: Unit
    is_lead: bool
    rule: str


def named(rows: Sequence[tuple[RoutingRule, Unit]], day: date) -> list[Named]:
    """The units of these rules, the more special rule first; each once, one of them in the lead.

    A unit that the registry has ended is not named: nobody there would answer.
    """
    found: dict[UUID, Named] = {}
    for rule, unit in rows:
        if unit.valid_to is not None and unit.valid_to <= day:
            continue
        is_lead = rule.is_lead and not any(each.is_lead for each in found.values())
        version = f"{rule.category_code}/{rule.ward_code or '*'}@{rule.valid_from.isoformat()}"
        found.setdefault(unit.id, Named(unit, is_lead, version))
    return list(found.values())


async def suggest(session: AsyncSession, report: Report) -> None:
    """Write the suggestion, with the rule that gave it, for the desk to show."""
    today = now().astimezone(VIETNAM).date()
    rows = await desk.routes_for(session, report.category_code, report.ward_code, today)
    report.suggestion = [
        {
            "unit_id": str(each.unit.id),
            "vi": each.unit.name_vi,
            "en": each.unit.name_en,
            "part": "lead" if each.is_lead else "support",
            "rule": each.rule,
        }
        for each in named(rows, today)
    ]


async def find_recurrence(session: AsyncSession, report: Report, terms: Terms) -> None:
    """The last settled report of the same category so near and so short ago that it is the same thing again."""
    rule = terms.rule(Term.RECURRENCE_RADIUS)
    since = now() - (terms.due(Term.RECURRENCE_WITHIN, now()).at - now())
    for earlier in await desk.ended_near(session, report, since, desk.cells_around(report.cell)):
        if metres_between(report, earlier) <= rule.value:
            report.recurrence_of_id = earlier.id
            return


def metres_between(one: Report, other: Report) -> float:
    """As the crow flies over some hundred metres."""
    lat, lon = _exact(one)
    lat2, lon2 = _exact(other)
    east = (lon2 - lon) * math.cos(math.radians((lat + lat2) / 2))
    return math.hypot(lat2 - lat, east) * METRES_PER_DEGREE


def _exact(report: Report) -> tuple[float, float]:
    if report.exact_lat is None or report.exact_lon is None:
        return report.lat, report.lon
    return report.exact_lat, report.exact_lon
