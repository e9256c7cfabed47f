"""Which unit handles a report: what the rules suggest, and what happened at the same place before."""

import math

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import VIETNAM, now
from reflection.models import Report
from reflection.queries import desk
from reflection.rules.terms import Term, Terms

METRES_PER_DEGREE = 111_195.0


async def suggest(session: AsyncSession, report: Report) -> None:
    """Write the suggestion, with the rule that gave it, for the desk to show."""
    today = now().astimezone(VIETNAM).date()
    rows = await desk.routes_for(session, report.category_code, report.ward_code, today)
    found: dict[str, dict[str, str]] = {}
    for rule, unit in rows:
        part = "lead" if rule.is_lead and not any(each["part"] == "lead" for each in found.values()) else "support"
        where = rule.ward_code or "*"
        found.setdefault(
            str(unit.id),
            {
                "unit_id": str(unit.id),
                "vi": unit.name_vi,
                "en": unit.name_en,
                "part": part,
                "rule": f"{rule.category_code}/{where}@{rule.valid_from.isoformat()}",
            },
        )
    report.suggestion = list(found.values())


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
