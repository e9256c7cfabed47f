"""The statistics, for everybody and for staff."""

from urllib.parse import urlencode

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import now
from reflection import schemas
from reflection.queries.feed import PublicFilter, conditions
from reflection.queries.figures import By, figures
from reflection.rules.figures import DURATIONS, FIGURES, SHARES, wilson
from reflection.schemas.filters import Narrowing
from reflection.states import Outcome

PUBLIC_LIST = "/v1/reports"
STAFF_LIST = "/v1/ops/reports"
SMALL = 100
"""Below, the interval belongs beside the figure wherever it is shown."""
_PARAMETER = {By.UNIT: "unit_id", By.CATEGORY: "category", By.WARD: "ward", By.MONTH: "month"}


async def table(
    session: AsyncSession, by: By, asked: Narrowing, wanted: PublicFilter, reports: str
) -> schemas.FigureTable:
    """`reports` is the list into which the figures drill down."""
    rows = await figures(session, by, conditions(wanted))
    kept = asked.model_dump(mode="json", exclude_defaults=True, exclude={"counted_in", "met"})
    return schemas.FigureTable(
        by=by.value,
        formulas={name: schemas.Names(vi=text.vi, en=text.en) for name, text in FIGURES.items()},
        rows=[_row(row, by, kept, reports) for row in rows],
        at=now(),
    )


def _row(row: RowMapping, by: By, kept: dict[str, str], reports: str) -> schemas.FigureRow:
    own = kept if by is By.CITY else kept | {_PARAMETER[by]: row["key"]}

    def link(name: str, **more: str) -> str:
        return f"{reports}?{urlencode(own | {'counted_in': name} | more)}"

    return schemas.FigureRow(
        key=row["key"],
        name=schemas.Names(vi=row["vi"] or row["key"], en=row["en"] or row["key"]),
        total=row["reports"],
        shares={
            name: _share(row[f"n_{name}"], row[f"met_{name}"], link(name), link(name, met="true")) for name in SHARES
        },
        hours={
            name: schemas.Hours(
                n=row[f"n_{name}"],
                median=_rounded(row[f"median_{name}"]),
                p90=_rounded(row[f"p90_{name}"]),
                reports=link(name),
            )
            for name in DURATIONS
        },
        outcomes={each.value: row[f"o_{each.value}"] for each in Outcome},
    )


def _share(n: int, met: int, reports: str, met_reports: str) -> schemas.Share:
    interval = wilson(met, n)
    return schemas.Share(
        n=n,
        met=met,
        value=met / n if n else None,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        is_small=n < SMALL,
        reports=reports,
        met_reports=met_reports,
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), 2)


async def whole_city(session: AsyncSession, key: str) -> schemas.FigureTable:
    return await table(session, By.CITY, Narrowing(), PublicFilter(), PUBLIC_LIST)
