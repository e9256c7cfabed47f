"""The table of ready answers of one worker, and how fresh each service's part is."""

import time
from collections.abc import Callable, Iterator

from gateway.readmodel.entry import Document, Entry

STALE_AFTER_S = 10.0
"""A service says every second that its views are up to date; silence for this long is called stale."""


class Freshness:
    """When a service last said that its views are up to date (Unix seconds)."""

    __slots__ = ("at", "position")

    def __init__(self, at: float, position: int) -> None:
        self.at = at
        self.position = position


class Table:
    """URL path to `Entry`. Folding drops a document that is not newer than the one it has."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._entries: dict[bytes, Entry] = {}
        self._routes: dict[str, bytes] = {}
        self._seen: set[str] = set()
        self.freshness: dict[str, Freshness] = {}
        self.changes = 0
        """Counts folds that changed something; the snapshot writer looks at it."""
        self.removals = 0

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, url: bytes) -> Entry | None:
        return self._entries.get(url)

    def documents(self) -> Iterator[Document]:
        return (entry.document for entry in self._entries.values())

    def fold(self, document: Document) -> bool:
        """Take a document in; False when it is not newer than what is there."""
        self._seen.add(document.subject)
        url = document.route.encode()
        known = self._entries.get(url)
        if known and not _is_newer(document, known.document):
            return False
        if self._routes.get(document.subject, url) != url:
            self._drop(document.subject)
        self._entries[url] = Entry(document)
        self._routes[document.subject] = url
        self._advance(document)
        self.changes += 1
        return True

    def remove(self, subject: str, version: int) -> bool:
        """Take a document away unless a newer one has come meanwhile."""
        url = self._routes.get(subject)
        if url is None or self._entries[url].document.version >= version:
            return False
        self._drop(subject)
        return True

    def begin_sweep(self) -> None:
        """From now on, note which subjects the stream holds."""
        self._seen.clear()

    def end_sweep(self) -> None:
        """Drop what the stream no longer holds."""
        for subject in [subject for subject in self._routes if subject not in self._seen]:
            self._drop(subject)

    def heard(self, service: str, position: int, at: float | None = None) -> None:
        """The service has said that everything up to `position` is published."""
        self.freshness[service] = Freshness(self._clock() if at is None else at, position)

    def age_s(self, service: str) -> float:
        """Seconds since the service last confirmed its views."""
        known = self.freshness.get(service)
        return max(0.0, self._clock() - known.at) if known else float("inf")

    def sources(self, entry: Entry) -> bytes:
        """The lines `Age` and `Hue-Sources` for one answer."""
        document = entry.document
        known = self.freshness.get(document.service)
        age = int(max(0.0, self._clock() - (known.at if known else document.stored_at)))
        stale = b";stale" if age > STALE_AFTER_S else b""
        return b"age: %d\r\nhue-sources: %b;seq=%d;age=%d%b\r\n" % (
            age,
            document.service.encode(),
            document.position,
            age,
            stale,
        )

    def _advance(self, document: Document) -> None:
        known = self.freshness.get(document.service)
        if known is None or known.position < document.position:
            at = document.stored_at if known is None else max(known.at, document.stored_at)
            self.freshness[document.service] = Freshness(at, document.position)

    def _drop(self, subject: str) -> None:
        self._entries.pop(self._routes.pop(subject), None)
        self.changes += 1
        self.removals += 1


def _is_newer(document: Document, known: Document) -> bool:
    """Of another epoch (the service began anew), or of a higher version, or of a higher revision of this one."""
    if document.epoch != known.epoch:
        return True
    return (document.version, document.revision) > (known.version, known.revision)
