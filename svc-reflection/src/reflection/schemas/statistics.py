"""The statistics: every figure with its formula, its size and the reports behind it."""

from datetime import datetime

from pydantic import BaseModel

from reflection.schemas.parts import Names


class Share(BaseModel):
    """`value` is met / n; `low` and `high` are its 95 % score interval (Wilson). Null without a case.

    `reports` lists exactly the n reports it counts, `met_reports` those that are met.
    """

    n: int
    met: int
    value: float | None
    low: float | None
    high: float | None
    is_small: bool
    reports: str
    met_reports: str


class Hours(BaseModel):
    """Hours of the clock; `reports` lists exactly the n reports."""

    n: int
    median: float | None
    p90: float | None
    reports: str


class FigureRow(BaseModel):
    """The figures of one unit, category, ward or month, or of the whole city."""

    key: str
    name: Names
    total: int
    shares: dict[str, Share]
    hours: dict[str, Hours]
    outcomes: dict[str, int]


class FigureTable(BaseModel):
    """`formulas` says what each figure counts. Shares with fewer than 100 cases are marked as small."""

    by: str
    formulas: dict[str, Names]
    rows: list[FigureRow]
    at: datetime
