"""What comes in over REST."""

from datetime import datetime, timedelta
from typing import Annotated, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from hueioc.clock import now
from infosec.rules.ocsf import is_address
from infosec.states import IncidentKind, IncidentState, IndicatorKind, Level, Severity, Verdict

MOST_INDICATORS = 200_000
LONGEST_SEARCH = timedelta(days=400)


def _address(value: str) -> str:
    if not is_address(value):
        raise ValueError("không phải địa chỉ IP / not an IP address")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("không phải múi giờ IANA / not an IANA time zone") from error
    return value


Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Agency = Annotated[str, StringConstraints(strip_whitespace=True, max_length=64)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Address = Annotated[str, StringConstraints(strip_whitespace=True, max_length=64), AfterValidator(_address)]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SourceCreate(Input):
    """A system that sends logs; `address` is where its syslog comes from."""

    code: Code
    name: Name
    agency_id: Agency = ""
    address: Address | None = None
    zone: Annotated[str, StringConstraints(max_length=64), AfterValidator(_zone)] = "Asia/Ho_Chi_Minh"


class EventSearch(Input):
    """From `since` (kept) to `until` (left out) of arrival; without them the last 24 hours. A look is written down."""

    since: datetime = Field(default_factory=lambda: now() - timedelta(days=1))
    until: datetime = Field(default_factory=lambda: now() + timedelta(minutes=1))
    class_uid: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    source_id: UUID | None = None
    host: Annotated[str, Field(max_length=255)] | None = None
    user: Annotated[str, Field(max_length=255)] | None = None
    ip: Annotated[str, Field(max_length=64)] | None = None
    unreadable: bool | None = None
    q: Annotated[str, Field(max_length=200)] = ""
    reason: Words
    """Why the logs are looked at; kept with who looked."""

    @model_validator(mode="after")
    def span(self) -> Self:
        if self.since.tzinfo is None or self.until.tzinfo is None:
            raise ValueError("thời điểm phải có múi giờ / moments need a zone")
        if not timedelta() < self.until - self.since <= LONGEST_SEARCH:
            raise ValueError(
                "khoảng thời gian phải từ trên 0 đến 400 ngày / the span is more than 0 and at most 400 days"
            )
        return self


class VerdictIn(Input):
    verdict: Verdict
    words: Words


class RuleSwitch(Input):
    is_on: bool


class IndicatorSetWrite(Input):
    """A set is replaced as a whole; what is never an indicator is left out and told."""

    name: Name
    kind: IndicatorKind
    source: Name
    level: Level = Level.HIGH
    valid_until: datetime | None = None
    values: Annotated[list[Annotated[str, Field(max_length=300)]], Field(max_length=MOST_INDICATORS)]


class PageCreate(Input):
    url: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500, pattern=r"^https?://[^\s@]+$")]
    name_vi: Name
    name_en: Name
    agency_id: Agency = ""
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = None
    every_s: Annotated[int, Field(ge=30, le=86_400)] = 60


class ChangeAccepted(Input):
    """The page may look as it does now."""

    words: Words


class IncidentCreate(Input):
    title: Name
    kind: IncidentKind
    severity: Severity
    agency_id: Agency = ""
    detected_at: datetime | None = None
    alerts: Annotated[list[UUID], Field(max_length=100)] = []
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)] = ""


class IncidentMoveIn(Input):
    state: IncidentState
    words: Words


class NoteCreate(Input):
    words: Words


class Escalation(Input):
    severity: Severity
    words: Words


class ReportSent(Input):
    """A report or notice that was sent: to whom and how."""

    duty: Code
    words: Words


class ClosureCreate(Input):
    verdict: Verdict
    words: Words
