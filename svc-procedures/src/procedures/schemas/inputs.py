"""What comes in over REST."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from procedures.states import ApologyState, Channel, ClockState, Figure, Status

MOST_ROWS = 200
"""Of one message of a synchronisation: its transaction may last five seconds."""
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Letter = Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=4_000)]
Code = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9.\-]{1,60}$")]
Month = Annotated[str, StringConstraints(pattern=r"^(20[1-9]\d)-(0[1-9]|1[0-2])$")]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, min_length=8, max_length=30)]
Limit = Annotated[int, Field(ge=1, le=100)]
CursorText = Annotated[str, Field(max_length=200)]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class OwnerGiven(Input):
    """Whose dossier it is; sealed at once."""

    name: Name
    phone: Phone
    email: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    citizen_id: Annotated[str, StringConstraints(strip_whitespace=True, max_length=20)] = ""
    summary: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)] = ""


class DossierCreate(Input):
    """A dossier that a citizen sends; it is given its code."""

    agency: Code
    procedure: Code
    owner: OwnerGiven


class CounterDossierCreate(DossierCreate):
    """A dossier that an officer takes in at the counter, or that came by post: accepted at once."""

    channel: Literal[Channel.COUNTER, Channel.POST] = Channel.COUNTER


class Move(Input):
    """The next status; `note` says which papers are missing, or why."""

    status: Status
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)] = ""


class SyncMessage(BaseModel):
    """`{service, data[]}` as portals send it; the session, unit and mode of their envelope are not needed here."""

    model_config = ConfigDict(extra="forbid")

    service: Literal["DongBoHoSoMC", "CapNhatTienDoHoSoMC"]
    data: Annotated[list[Any], Field(min_length=1, max_length=MOST_ROWS)]
    session: Annotated[str, Field(max_length=500)] = ""
    madonvi: Annotated[str, Field(max_length=60)] = ""
    is_updating: Annotated[bool, Field(alias="isUpdating")] = False


class Lookup(Input):
    """The code on the receipt, and the last four or more digits of the telephone number that was given."""

    code: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    digits: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=30)]


class ApologyApprove(Input):
    """The letter as it goes out; what is left out stays as it was drafted."""

    text_vi: Letter | None = None
    text_en: Letter | None = None
    new_due_at: datetime | None = None


class DossierFilter(Input):
    """Which dossiers: `q` is the beginning of a code."""

    agency: Code | None = None
    procedure: Code | None = None
    status: Status | None = None
    clock: ClockState | None = None
    q: Annotated[str, Field(max_length=60)] = ""
    limit: Limit = 20
    cursor: CursorText = ""


class FigureFilter(Input):
    """Of a month (the present one when none is named), an agency, a procedure."""

    month: Month | None = None
    agency: Code | None = None
    procedure: Code | None = None
    by: Literal["agency", "procedure", "agency_procedure"] = "agency"


class DrillFilter(Input):
    """The dossiers behind one figure."""

    figure: Figure
    month: Month | None = None
    agency: Code | None = None
    procedure: Code | None = None
    limit: Limit = 20
    cursor: CursorText = ""


class ApologyFilter(Input):
    state: ApologyState | None = None
    limit: Limit = 20
    cursor: CursorText = ""


class Reason(Input):
    """Why personal data is looked at; stays in the audit."""

    reason: Name
