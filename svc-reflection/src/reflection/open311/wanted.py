"""What a list of requests is narrowed to, read from the address. What does not fit is refused by name."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from starlette.datastructures import QueryParams

from hueioc.clock import now
from hueioc.errors import FieldError
from reflection.open311.answers import Wrong, wrong
from reflection.rules.texts import clean

MOST_DAYS = timedelta(days=90)
MOST_REQUESTS = 1_000
MOST_IN_BULK = 10_000
DEFAULT_PAGE_SIZE = 100
LAST_PAGE = 10_000
LONGEST_VALUE = 1_000
LONGEST_LIST = 40_000
DEFAULT_RADIUS_M = 1_000.0
LARGEST_RADIUS_M = 100_000.0
STATUSES = frozenset({"open", "closed"})
ORDERS = ("requested_datetime", "updated_datetime", "expected_datetime", "distance")
_CODE = re.compile(r"PA-(\d{1,15})\Z", re.IGNORECASE)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d(?::\d\d)?)(?:\.\d{1,9})?([Zz]|[+ -]\d\d:?\d\d)\Z")
_NUMBER = re.compile(r"[+-]?\d{1,10}(?:\.\d{1,20})?\Z")
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(9998, 1, 1, tzinfo=UTC)


class Box(NamedTuple):
    """Degrees."""

    south: float
    west: float
    north: float
    east: float


class Circle(NamedTuple):
    """Degrees and metres."""

    lat: float
    lon: float
    radius_m: float


class Page(NamedTuple):
    """`number` counts from 1."""

    number: int
    size: int


@dataclass
class Wanted:
    """None means all. `ids` and `numbers` override everything else."""

    ids: list[UUID] = field(default_factory=list[UUID])
    numbers: list[int] = field(default_factory=list[int])
    is_by_id: bool = False
    services: list[str] = field(default_factory=list[str])
    statuses: frozenset[str] = STATUSES
    start: datetime | None = None
    end: datetime | None = None
    updated_after: datetime | None = None
    updated_before: datetime | None = None
    circle: Circle | None = None
    box: Box | None = None
    text: str = ""
    agencies: list[str] = field(default_factory=list[str])
    has_photo: bool | None = None
    object: tuple[str, str] | None = None
    """Id and type of what the report is about (CitySDK)."""
    order: str = "requested_datetime"
    is_ascending: bool = False
    page: Page | None = None
    is_extended: bool = False
    limit: int = MOST_REQUESTS


class Asked:
    """The parameters of one request. An empty one counts as absent; what is wrong is collected."""

    def __init__(self, given: QueryParams) -> None:
        self._given = given
        self.errors: list[FieldError] = []

    def text(self, *names: str, longest: int = LONGEST_VALUE) -> str:
        """The first of these names that is given."""
        for name in names:
            value = clean(self._given.get(name, ""))
            if len(value) > longest:
                self.refuse(name, f"tối đa {longest} ký tự", f"at most {longest} characters")
                return ""
            if value:
                return value
        return ""

    def list(self, *names: str) -> list[str]:
        """A comma list; the same name may also be repeated."""
        joined = ",".join(value for name in names for value in self._given.getlist(name))
        if len(joined) > LONGEST_LIST:
            self.refuse(names[0], "danh sách quá dài", "the list is too long")
            return []
        return [value for each in joined.split(",") if (value := clean(each))]

    def refuse(self, name: str, vi: str, en: str) -> None:
        self.errors.append(wrong(name, vi, en))

    def moment(self, name: str) -> datetime | None:
        value = self.text(name)
        if not value:
            return None
        found = moment_of(value)
        if found is None:
            self.refuse(
                name,
                "phải là thời điểm W3C có múi giờ, ví dụ 2026-11-01T00:00:00Z",
                "must be a W3C date and time with its zone, such as 2026-11-01T00:00:00Z",
            )
        return found

    def number(self, low: float, high: float, *names: str) -> float | None:
        value = self.text(*names)
        if not value:
            return None
        if not _NUMBER.match(value) or not low <= float(value) <= high:
            self.refuse(names[0], f"phải là số từ {low:g} đến {high:g}", f"must be a number from {low:g} to {high:g}")
            return None
        return float(value)

    def whole(self, high: int, *names: str) -> int | None:
        value = self.text(*names)
        if not value:
            return None
        if not re.fullmatch(r"[0-9]{1,6}", value) or not 1 <= int(value) <= high:
            self.refuse(names[0], f"phải là số nguyên từ 1 đến {high}", f"must be a whole number from 1 to {high}")
            return None
        return int(value)

    def flag(self, name: str) -> bool | None:
        value = self.text(name).lower()
        if value in {"true", "1", "yes", "false", "0", "no"}:
            return value in {"true", "1", "yes"}
        if value:
            self.refuse(name, "phải là true hoặc false", "must be true or false")
        return None


def moment_of(value: str) -> datetime | None:
    """With its zone; a `+` that was not encoded arrives as a blank."""
    match = _MOMENT.match(value)
    if not match:
        return None
    zone = "+00:00" if match[3] in "Zz" else match[3].replace(" ", "+")
    try:
        found = datetime.fromisoformat(f"{match[1]}T{match[2]}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if EARLIEST <= found <= LATEST else None


def wanted_of(given: QueryParams, *, limit: int = MOST_REQUESTS) -> Wanted:
    """Raises `Wrong` with one error for each parameter that does not fit."""
    asked = Asked(given)
    wanted = Wanted(limit=limit, is_extended=asked.flag("extensions") or False)
    if named := asked.list("service_request_id"):
        wanted.is_by_id = True
        wanted.ids, wanted.numbers = ids_of(named)
    else:
        _read_standard(asked, wanted)
        _read_place(asked, wanted)
        _read_rest(asked, wanted)
    if asked.errors:
        raise Wrong(fields=tuple(asked.errors))
    return wanted


def ids_of(named: list[str]) -> tuple[list[UUID], list[int]]:
    """UUIDs, and the numbers of codes such as PA-000123; what is neither names nothing."""
    ids: list[UUID] = []
    numbers: list[int] = []
    for each in named[:MOST_REQUESTS]:
        if match := _CODE.match(each):
            numbers.append(int(match[1]))
            continue
        try:
            ids.append(UUID(each))
        except ValueError:
            continue
    return ids, numbers


def _read_standard(asked: Asked, wanted: Wanted) -> None:
    wanted.services = asked.list("service_code")
    if statuses := {each.lower() for each in asked.list("status")}:
        if not statuses <= STATUSES:
            asked.refuse("status", "phải là open hoặc closed", "must be open or closed")
        wanted.statuses = frozenset(statuses)
    wanted.updated_after, wanted.updated_before = asked.moment("updated_after"), asked.moment("updated_before")
    is_sync = wanted.updated_after is not None or wanted.updated_before is not None
    wanted.start, wanted.end = span_of(asked, is_open=is_sync)


def span_of(asked: Asked, *, is_open: bool = False) -> tuple[datetime | None, datetime | None]:
    """`start_date` to `end_date`, at most 90 days; the last 90 when neither is given (all, when `is_open`)."""
    start, end = asked.moment("start_date"), asked.moment("end_date")
    if asked.errors or (is_open and start is None and end is None):
        return start, end
    if start is None:
        start = (end or now()) - MOST_DAYS
        return start, end
    if end is None:
        return start, start + MOST_DAYS
    if end < start:
        asked.refuse("end_date", "trước start_date", "lies before start_date")
    elif end - start > MOST_DAYS:
        asked.refuse("end_date", "khoảng thời gian tối đa 90 ngày", "the span may be at most 90 days")
    return start, end


def _read_place(asked: Asked, wanted: Wanted) -> None:
    lat, lon = asked.number(-90, 90, "lat"), asked.number(-180, 180, "long", "lon")
    radius = asked.number(1, LARGEST_RADIUS_M, "radius")
    if lat is not None and lon is not None:
        wanted.circle = Circle(lat, lon, radius or DEFAULT_RADIUS_M)
    elif not asked.errors and (lat is not None or lon is not None or radius is not None):
        asked.refuse("lat", "lat, long và radius đi cùng nhau", "lat, long and radius belong together")
    corners = asked.list("bbox")
    names = ("long_sw", "lat_sw", "long_ne", "lat_ne")
    if not corners and any(asked.text(name) for name in names):
        corners = [asked.text(name) for name in names]
    if corners:
        wanted.box = _box(asked, corners)


def _box(asked: Asked, corners: list[str]) -> Box | None:
    if len(corners) == len(Box._fields) and all(_NUMBER.match(each) for each in corners):
        west, south, east, north = (float(each) for each in corners)
        is_on_earth = -180 <= west <= east <= 180 and -90 <= south <= north <= 90  # noqa: PLR2004 - degrees
        if is_on_earth:
            return Box(south, west, north, east)
    asked.refuse(
        "bbox",
        "gồm bốn số độ: kinh độ tây, vĩ độ nam, kinh độ đông, vĩ độ bắc",
        "has four numbers in degrees: west longitude, south latitude, east longitude, north latitude",
    )
    return None


def half_an_object(object_id: str, object_type: str) -> list[FieldError]:
    """An error that names the missing one, when only one of the two is given."""
    if bool(object_id) == bool(object_type):
        return []
    missing, given = ("service_object_type", "service_object_id")[:: 1 if object_id else -1]
    return [wrong(missing, f"là bắt buộc khi có {given}", f"is required with {given}")]


def _read_rest(asked: Asked, wanted: Wanted) -> None:
    wanted.text = asked.text("q", "search", longest=200)
    wanted.agencies = asked.list("agency_responsible")
    wanted.has_photo = asked.flag("has_photo")
    named = asked.text("service_object_id"), asked.text("service_object_type")
    asked.errors += half_an_object(*named)
    wanted.object = named if all(named) else None
    if order := asked.text("order_by"):
        wanted.order, wanted.is_ascending = order.lstrip("-"), not order.startswith("-")
        needs_circle = wanted.order == "distance" and wanted.circle is None
        if wanted.order not in ORDERS or order.startswith("--") or needs_circle:
            names = ", ".join(ORDERS)
            asked.refuse(
                "order_by",
                f"phải là một trong {names} (distance cần lat và long); dấu - để đảo ngược",
                f"must be one of {names} (distance needs lat and long); a leading - reverses",
            )
    number = asked.whole(LAST_PAGE, "page")
    size = asked.whole(wanted.limit, "page_size", "per_page", "count")
    if number or size:
        wanted.page = Page(number or 1, size or DEFAULT_PAGE_SIZE)
