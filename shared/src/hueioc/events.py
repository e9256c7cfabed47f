"""Events as classes: the type, who may see it, and no personal data, checked when the class is defined."""

from enum import StrEnum
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from hueioc.personal.marks import personal_fields

TYPE_ROOT = "vn.hue."
_TYPE_PARTS = 4


class Audience(StrEnum):
    """Who may read an event or a view. What depends on a person is never stored and has no audience."""

    PUBLIC = "public"
    STAFF = "staff"
    AGENCY = "agency"
    """One agency only: the class has a field `agency_id`, and the header reads `agency:<id>`."""
    SERVICE = "service"
    """No person at all: from service to service on the bus, never in the live stream."""


class UndeclaredAudienceError(TypeError):
    """A class without an audience cannot be published."""


class PersonalFieldError(TypeError):
    """A class with a field of personal data cannot be published."""


def refuse_personal_fields(model: type[BaseModel]) -> None:
    if found := personal_fields(model):
        msg = f"{model.__name__} carries personal data in {', '.join(found)}; publish an id or a redacted copy instead"
        raise PersonalFieldError(msg)


class Event(BaseModel):
    """What has happened. A subclass names its CloudEvents type and audience:

    `class ReportAssigned(Event, type="vn.hue.reflection.report.assigned.v1", audience=Audience.PUBLIC)`
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: ClassVar[str]
    subject: ClassVar[str]
    """The NATS subject, `evt.<service>.<entity>.<verb-past>`."""
    audience: ClassVar[Audience]
    service: ClassVar[str]

    def __init_subclass__(cls, **_: Any) -> None:
        """Takes the class arguments; pydantic hands them on below, when the fields are known."""
        super().__init_subclass__()

    @classmethod
    def __pydantic_init_subclass__(cls, *, type: str = "", audience: Audience | None = None, **kwargs: Any) -> None:  # noqa: A002 - CloudEvents' word
        super().__pydantic_init_subclass__(**kwargs)
        if audience is None:
            msg = f"{cls.__name__} declares no audience; say audience=Audience.PUBLIC, STAFF or AGENCY"
            raise UndeclaredAudienceError(msg)
        if audience is Audience.AGENCY and "agency_id" not in cls.model_fields:
            msg = f"{cls.__name__} is for one agency and needs a field agency_id"
            raise UndeclaredAudienceError(msg)
        parts = type.removeprefix(TYPE_ROOT).split(".")
        if not type.startswith(TYPE_ROOT) or len(parts) != _TYPE_PARTS:
            msg = f"{cls.__name__}: the type must read vn.hue.<service>.<entity>.<verb-past>.v<n>, not {type!r}"
            raise TypeError(msg)
        refuse_personal_fields(cls)
        cls.type, cls.audience, cls.service = type, audience, parts[0]
        cls.subject = "evt." + ".".join(parts[:3])

    def audience_header(self) -> str:
        if self.audience is Audience.AGENCY:
            return f"agency:{self.agency_id}"  # type: ignore[attr-defined]
        return self.audience.value
