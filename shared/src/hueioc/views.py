"""Views: ready-made public documents that the gateway answers from memory.

An entity's document is written to the outbox in the transaction that changes the entity (`publish_view`).
Lists, counters and statistics are rendered after commit by the service's leader (`hueioc.lists`).
"""

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.events import Audience, UndeclaredAudienceError, refuse_personal_fields
from hueioc.outbox import Kind, Outgoing, collect
from hueioc.outbox_store import OutboxRow

Item = TypeVar("Item", bound=BaseModel)
MOST_KEYS = 20_000
"""All views of all services together (architecture, Bounds)."""
MOST_BYTES = 64 << 20
LARGEST_DOCUMENT = 768 << 10
"""A message of NATS has at most 1 MiB."""
ROOM_FOR_THE_REST = 4 << 10
"""What a list says beside its items."""
DELETE = "DEL"
EVICT = "EVICT"
"""The document is still right, but no longer held: ask the service."""
COUNTED = "Hue-Counted"
REVISION = "Hue-Revision"
"""Tells documents of one version apart: what changes in them without the entity changing (a counter); it rises."""
TOMBSTONE_TTL = "15m"
"""A deletion stays this long in the stream; a gateway that was away longer compares its snapshot with the stream."""
_KEY = re.compile(r"[A-Za-z0-9_=-]{1,128}\Z")


def that_fit(items: Iterable[Item], most_bytes: int = LARGEST_DOCUMENT - ROOM_FOR_THE_REST) -> list[Item]:
    """The first of `items` that have at most so many bytes together: for lists whose lines have no certain size."""
    found: list[Item] = []
    for item in items:
        most_bytes -= len(item.model_dump_json().encode()) + 1
        if most_bytes < 0:
            break
        found.append(item)
    return found


class ViewError(ValueError):
    """A document or key that must not be published."""


@dataclass(frozen=True, kw_only=True)
class View:
    """Documents of one kind. `route` is the gateway's URL with `{key}` (and `{agency}` for one agency)."""

    service: str
    name: str
    route: str
    schema: type[BaseModel]
    audience: Audience
    most_keys: int = 2_000
    is_counted: bool = False
    """The gateway counts how often each document is read and tells the service (`hueioc.reads`)."""

    def __post_init__(self) -> None:
        if not isinstance(self.audience, Audience):  # pyright: ignore[reportUnnecessaryIsInstance] - data may come untyped
            raise UndeclaredAudienceError(f"view {self.name} declares no audience")
        if (self.audience is Audience.AGENCY) != ("{agency}" in self.route):
            raise UndeclaredAudienceError(f"view {self.name}: the key of an agency's view contains the agency")
        refuse_personal_fields(self.schema)

    def subject(self, key: str) -> str:
        if not _KEY.match(key):
            raise ViewError(f"a view key has 1 to 128 of A-Z a-z 0-9 _ = -, not {key!r}")
        return f"view.{self.service}.{self.name}.{key}"

    def headers(self, key: str, *, version: int, agency: str = "") -> dict[str, str]:
        audience = f"agency:{agency}" if self.audience is Audience.AGENCY else self.audience.value
        found = {
            "Hue-Route": self.route.format(key=key, agency=agency),
            "Hue-Audience": audience,
            "Hue-Version": str(version),
        }
        return found | {COUNTED: "1"} if self.is_counted else found

    def message(self, key: str, document: BaseModel, *, version: int, agency: str = "") -> Outgoing:
        if type(document) is not self.schema:
            raise ViewError(f"view {self.name} publishes {self.schema.__name__}, not {type(document).__name__}")
        payload = document.model_dump_json().encode()
        if len(payload) > LARGEST_DOCUMENT:
            raise ViewError(f"view {self.name}/{key} has {len(payload)} bytes; at most {LARGEST_DOCUMENT}")
        return Outgoing(
            Kind.VIEW, self._subject(key, agency), self.headers(key, version=version, agency=agency), payload
        )

    def tombstone(self, key: str, *, version: int, agency: str = "") -> Outgoing:
        headers = self.headers(key, version=version, agency=agency) | {"Hue-Op": DELETE, "Nats-TTL": TOMBSTONE_TTL}
        return Outgoing(Kind.VIEW, self._subject(key, agency), headers, b"")

    def _subject(self, key: str, agency: str) -> str:
        return self.subject(f"{key}={agency}" if agency else key)


def publish_view(
    session: AsyncSession, view: View, key: object, document: BaseModel, *, version: int, agency: str = ""
) -> None:
    """Publish the document of the entity `key` at `version` when this transaction commits."""
    collect(session, view.message(str(key), document, version=version, agency=agency))


def revise_view(
    session: AsyncSession, view: View, key: object, document: BaseModel, *, version: int, revision: int
) -> None:
    """Publish a document that says something new of an entity that has not changed. Hold the entity's row lock."""
    collect(session, revised(view.message(str(key), document, version=version), revision))


def revised(message: Outgoing, revision: int) -> Outgoing:
    """The same message, newer than others of its version with a smaller revision."""
    return replace(message, headers=message.headers | {REVISION: str(revision)})


def withdraw_view(session: AsyncSession, view: View, key: object, *, version: int, agency: str = "") -> None:
    """Take the document away everywhere when this transaction commits (unpublished, erased, revoked, old)."""
    collect(session, view.tombstone(str(key), version=version, agency=agency))


Keys = Callable[[AsyncSession], Awaitable[Sequence[str]]]
Render = Callable[[AsyncSession, str], Awaitable[BaseModel]]


Rebuild = Callable[[AsyncSession, UUID | None], Awaitable[tuple[Sequence[Outgoing], UUID | None]]]
"""One chunk of documents after an id, and where to go on (None: at the end)."""


async def only_key(session: AsyncSession) -> Sequence[str]:
    """The keys of a list that exists once."""
    return ("all",)


def every_key(row: OutboxRow) -> Sequence[str]:
    """What a change makes dirty in a list that exists once."""
    return ("all",)


@dataclass(frozen=True, kw_only=True)
class ListView:
    """A list, counter or statistic: rendered from committed state when an event of `dirty_on` was published."""

    view: View
    dirty_on: tuple[str, ...]
    """Subjects, or beginnings of subjects ending in a dot."""
    render: Render
    keys: Keys = only_key
    dirty_keys: Callable[[OutboxRow], Sequence[str]] = every_key
    refresh_s: float = 0
    """Also render this often, for documents that change with time alone; 0: never."""

    def touched_by(self, row: OutboxRow) -> Sequence[str]:
        if row.kind == Kind.EVENT and row.subject.startswith(self.dirty_on):
            return self.dirty_keys(row)
        return ()
