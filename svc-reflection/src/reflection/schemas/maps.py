"""What a map shows, and what open data says of itself."""

from uuid import UUID

from pydantic import BaseModel

from reflection.rules.open_data import COLUMNS, NOTES
from reflection.schemas.parts import Names
from reflection.states import State


class MapCluster(BaseModel):
    """Reports of one H3 cell; the place is the middle of them."""

    cell: str
    lat: float
    lon: float
    total: int
    open: int
    planned: int
    closed: int


class MapPoint(BaseModel):
    id: UUID
    state: State
    category: str
    group: str
    lat: float
    lon: float


class ReportMap(BaseModel):
    """Clusters from far, points from near; `is_cut`: there are more than are shown."""

    resolution: int | None
    clusters: list[MapCluster]
    points: list[MapPoint]
    is_cut: bool


class Column(BaseModel):
    """One column of the open data."""

    name: str
    type: str
    meaning: Names


class OpenData(BaseModel):
    """What there is, under which licence, what each column means."""

    title: Names
    licence: str
    attribution: Names
    notes: list[Names]
    files: dict[str, str]
    columns: list[Column]


def open_data_of(licence: str) -> OpenData:
    return OpenData(
        title=Names(vi="Phản ánh hiện trường thành phố Huế", en="Scene reflection of the city of Hue"),
        licence=licence,
        attribution=Names(vi="Trung tâm điều hành đô thị thông minh Huế (HueIOC)", en="Hue operations centre (HueIOC)"),
        notes=[Names(vi=each.vi, en=each.en) for each in NOTES],
        files={"csv": "/v1/open-data/reports.csv", "geojson": "/v1/open-data/reports.geojson"},
        columns=[
            Column(name=name, type=kind, meaning=Names(vi=told.vi, en=told.en))
            for name, (kind, told) in COLUMNS.items()
        ],
    )
