"""How long each step may take, changed from a day on.

What has begun keeps the term it began under: the printed due date was a promise. Only a government notice that changes
which days are worked counts open deadlines anew (`service.rescheduling`).
"""

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.auth.principal import Principal
from hueioc.clock import now
from reflection.events.rule import RuleAct
from reflection.models import ProcessRule, RuleKind
from reflection.queries import rules
from reflection.queries.running import running
from reflection.rules.dating import demand_change, demand_tomorrow, withdrawal
from reflection.rules.refusals import UnknownRule, misfit
from reflection.rules.terms import UNITS_OF, Term, most
from reflection.schemas.rules import TermChange, TermLine, TermLines
from reflection.service.rule_lines import changed, spans_of, take, today
from reflection.views.rules import term_lines

KIND = RuleKind.TERM


async def listed(session: AsyncSession, term: Term | None = None) -> TermLines:
    """Every term with its rows, and how many open reports run under each now."""
    rows, lines = await rules.term_rows(session, term), await rules.lines_of(session, KIND)
    return TermLines(items=term_lines(rows, lines, today(), await running(session, now())))


async def shown(session: AsyncSession, term: Term) -> TermLine:
    """Raises `UnknownRule`: no row says how long it takes."""
    found = (await listed(session, term)).items
    if not found:
        raise UnknownRule
    return found[0]


async def change(session: AsyncSession, term: Term, caller: Principal, data: TermChange, version: int) -> TermLine:
    """Another length from that day on; open reports keep theirs."""
    line, rows = await take(session, KIND, term.value, version), await rules.term_rows(session, term)
    if not rows:
        raise UnknownRule
    demand_tomorrow(data.valid_from, today())
    _demand_fit(term, data)
    old = rows[demand_change(spans_of(rows), today(), data.valid_from)]
    old.valid_to = data.valid_from
    row = ProcessRule(
        code=term,
        valid_from=data.valid_from,
        valid_to=None,
        value=data.value,
        unit=data.unit,
        source=data.source,
    )
    session.add(row)
    detail = {"value": data.value, "unit": data.unit.value, "was": f"{old.value} {old.unit.value}"}
    await changed(
        session, line, caller, RuleAct.CHANGED, counts_from=data.valid_from, detail=detail | {"source": data.source}
    )
    return await shown(session, term)


async def withdraw(session: AsyncSession, term: Term, caller: Principal, version: int) -> TermLine:
    """The change that does not count yet will not come."""
    line, rows = await take(session, KIND, term.value, version), await rules.term_rows(session, term)
    place, reopened = withdrawal(spans_of(rows), today())
    if reopened is not None:
        rows[reopened].valid_to = None
    detail: dict[str, str | int] = {}
    if place is not None:
        detail = {"value": rows[place].value, "unit": rows[place].unit.value}
        await session.delete(rows[place])
    await changed(session, line, caller, RuleAct.WITHDRAWN, counts_from=now(), detail=detail)
    return await shown(session, term)


def _demand_fit(term: Term, data: TermChange) -> None:
    if data.unit not in UNITS_OF[term]:
        raise misfit("/unit", "Thời hạn này không tính bằng đơn vị đó", "This term is not given in that unit")
    highest = most(term, data.unit)
    if data.value > highest:
        raise misfit("/value", f"Tối đa {highest}", f"At most {highest}")
