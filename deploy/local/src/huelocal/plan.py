"""What the supervisor needs to know of a service. It gets it from the fork server as JSON and imports no service."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self

from hueioc.embedded.failure import ServerError

if TYPE_CHECKING:  # it would import FastAPI, and the supervisor should stay small
    from hueioc.service import Service

GATEWAY = "gateway"


@dataclass(frozen=True)
class ConsumerPlan:
    name: str
    stream: str


@dataclass(frozen=True)
class DoorPlan:
    setting: str
    port: int
    scheme: str


@dataclass(frozen=True, kw_only=True)
class ServicePlan:
    name: str
    port: int
    event_stream: str
    consumers: tuple[ConsumerPlan, ...] = ()
    doors: tuple[DoorPlan, ...] = ()
    folds_views: bool = False
    hears: tuple[str, ...] = ()
    has_seed: bool = False

    @classmethod
    def of(cls, service: "Service") -> Self:
        return cls(
            name=service.name,
            port=service.port,
            event_stream=service.event_stream,
            consumers=tuple(ConsumerPlan(c.name, c.stream) for c in service.consumers),
            doors=tuple(DoorPlan(d.setting, d.port, d.scheme) for d in service.doors),
            folds_views=service.folds_views,
            hears=service.hears,
            has_seed=service.seed is not None,
        )

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        consumers = tuple(ConsumerPlan(**consumer) for consumer in data.pop("consumers"))
        doors = tuple(DoorPlan(**door) for door in data.pop("doors", ()))
        hears = tuple(data.pop("hears", ()))
        return cls(**data, consumers=consumers, doors=doors, hears=hears)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def chosen(plans: Sequence[ServicePlan], only: Sequence[str]) -> list[ServicePlan]:
    """The gateway and the services named in `only`; all when none is. Raises ServerError for an unknown name."""
    names = [plan.name for plan in plans]
    if unknown := [name for name in only if name not in names]:
        msg = f"There is no service {', '.join(unknown)}. There are: {', '.join(names)}."
        raise ServerError(msg)
    return [plan for plan in plans if not only or plan.name in {GATEWAY, *only}]


class Workshop(Protocol):
    """What the fork server can do (see `huelocal.workshop`). All but `plans` run in a child of their own."""

    def plans(self) -> Sequence[ServicePlan]: ...
    def serve(self, name: str) -> None: ...
    def migrate(self, name: str, database_url: str) -> None: ...
    def provision(self, nats_url: str) -> None: ...
    def seed(self, name: str) -> None: ...
