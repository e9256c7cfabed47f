"""How agencies keep their dates: counters by agency, procedure and month, with the dossiers behind each of them."""

import csv
import io
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import VIETNAM, now
from hueioc.paging import Cursor, PageQuery, cut, decode_cursor
from procedures import schemas
from procedures.queries import figures as counts
from procedures.queries.figures import Of, Span
from procedures.service.documents import summaries
from procedures.service.names import Names, names_of
from procedures.service.reckoning import rules_now
from procedures.states import Figure

_LAST_MONTH = 12


def span_of(month: str | None) -> tuple[str, Span]:
    """A month of Hue, `YYYY-MM`; the present one for None. A month to come has nothing in it."""
    moment = now()
    named = month or f"{moment.astimezone(VIETNAM):%Y-%m}"
    year, number = int(named[:4]), int(named[5:])
    begin = datetime(year, number, 1, tzinfo=VIETNAM)
    following = (year + 1, 1) if number == _LAST_MONTH else (year, number + 1)
    end = datetime(*following, 1, tzinfo=VIETNAM)
    return named, Span(begin, end, min(end, moment))


async def figures(session: AsyncSession, asked: schemas.FigureFilter) -> schemas.Figures:
    month, span = span_of(asked.month)
    rows = list(await counts.counted(session, span, Of(asked.agency, asked.procedure), asked.by))
    names = await names_of(session)
    satisfied = await _satisfied(session, span) if asked.by == "agency" else {}
    rows += _only_rated({agency for agency, *_ in rows}, satisfied, asked)
    shown = [_row(names, agency, procedure, found, satisfied) for agency, procedure, found in rows]
    total = {figure: sum(each.counts[figure] for each in shown) for figure in Figure}
    return schemas.Figures(month=month, as_of=now(), total=_row(names, "", "", total, {}), rows=shown)


async def figures_now(session: AsyncSession, key: str) -> schemas.Figures:
    """Of the present month by agency: for everybody."""
    return await figures(session, schemas.FigureFilter())


async def behind(session: AsyncSession, asked: schemas.DrillFilter) -> schemas.FigureDossiers:
    """The dossiers that make one figure."""
    _, span = span_of(asked.month)
    page = PageQuery(asked.limit, decode_cursor(asked.cursor) if asked.cursor else None)
    total, found = await counts.listed(session, span, Of(asked.agency, asked.procedure), asked.figure, page)
    rows, more = cut(list(found), asked.limit)
    return schemas.FigureDossiers(
        figure=asked.figure,
        total=total,
        items=await summaries(session, rows),
        next_cursor=Cursor(rows[-1].received_at, rows[-1].id).encode() if more else None,
    )


def as_csv(found: schemas.Figures) -> str:
    """RFC 4180, one line for each row and one for the total, headings in the words of the API."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["month", "agency", "agency_name", "procedure", "procedure_name", *Figure, "on_time_percent"])
    for row in (*found.rows, found.total):
        agency, procedure = row.agency, row.procedure
        writer.writerow(
            [
                found.month,
                agency.code if agency else "",
                _harmless(agency.name.vi if agency else ""),
                procedure.code if procedure else "",
                _harmless(procedure.name.vi if procedure else ""),
                *(row.counts[figure] for figure in Figure),
                "" if row.on_time_percent is None else row.on_time_percent,
            ]
        )
    return out.getvalue()


def _harmless(text: str) -> str:
    """A name that a spreadsheet would take for a formula stays a name."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t"} else text


def _only_rated(
    counted: Collection[str], satisfied: Mapping[str, schemas.Satisfied], asked: schemas.FigureFilter
) -> list[tuple[str, str, Mapping[Figure, int]]]:
    """Agencies that people have rated and that had no dossier."""
    wanted = [code for code in sorted(satisfied) if code not in counted and asked.agency in {None, "", code}]
    return [] if asked.procedure else [(code, "", dict.fromkeys(Figure, 0)) for code in wanted]


async def _satisfied(session: AsyncSession, span: Span) -> Mapping[str, schemas.Satisfied]:
    least = int((await rules_now(session))["satisfaction-least"])
    found = await counts.satisfaction(session, span)
    return {
        code: schemas.Satisfied(answers=answers, stars=round(stars, 2))
        for code, (answers, stars) in found.items()
        if answers >= least
    }


def _row(
    names: Names,
    agency: str,
    procedure: str,
    found: Mapping[Figure, int],
    satisfied: Mapping[str, schemas.Satisfied],
) -> schemas.FigureRow:
    return schemas.FigureRow(
        agency=names.agency(agency) if agency else None,
        procedure=names.procedure_of(procedure) if procedure else None,
        counts=dict(found),
        on_time_percent=percent((found[Figure.EARLY], found[Figure.ON_TIME]), found[Figure.RELEASED]),
        satisfaction=satisfied.get(agency),
    )


def percent(good: Iterable[int], of: int) -> float | None:
    return round(100 * sum(good) / of, 2) if of else None
