"""Indicators of compromise: how a value is written, what never is one, and what of an event is one. Pure."""

import ipaddress
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from infosec.rules.ocsf import Event, Scalar, is_address
from infosec.states import IndicatorKind, Level

_HASH = re.compile(r"(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})\Z")
_DOMAIN = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\Z")
_HOSTS = re.compile(r"https?://([^/\s:@\"'<>]{4,253})", re.IGNORECASE)
_ADDRESSES = ("src_ip", "dst_ip", "dest_ip", "c-ip", "DestinationIp", "SourceIp", "src_endpoint.ip", "dst_endpoint.ip")
_NAMES = ("cs-host", "QueryName", "query.hostname", "dns.rrname", "http.hostname", "tls.sni", "DestinationHostname")
_FILES = (
    "md5",
    "sha1",
    "sha256",
    "Hashes",
    "fileinfo.sha256",
    "fileinfo.md5",
    "file.hashes.value",
    "process.file.hashes.value",
)


class Match(NamedTuple):
    code: str
    name: str
    kind: IndicatorKind
    level: Level
    value: str


class NotOne(ValueError):
    """The value is no indicator of its kind."""


def normal(kind: IndicatorKind, value: str) -> str:
    """As it is stored and compared. Raises `NotOne`."""
    text = value.strip().lower().replace("[.]", ".").replace("hxxp", "http").rstrip(".")
    if kind is IndicatorKind.IP:
        try:
            return str(ipaddress.ip_network(text, strict=False)) if "/" in text else str(ipaddress.ip_address(text))
        except ValueError as error:
            raise NotOne from error
    if kind is IndicatorKind.HASH:
        if _HASH.match(text):
            return text
        raise NotOne
    try:
        text = text.encode("idna").decode() if not text.isascii() else text
    except UnicodeError as error:
        raise NotOne from error
    if not _DOMAIN.match(text):
        raise NotOne
    return text


class Harmless:
    """What must not become an indicator: private networks, public resolvers, large domains, the empty file."""

    def __init__(self, values: Iterable[str]) -> None:
        self._plain: set[str] = set()
        self._networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = []
        for value in values:
            if "/" in value or is_address(value):
                self._networks.append(ipaddress.ip_network(value, strict=False))
            self._plain.add(value)

    def covers(self, kind: IndicatorKind, value: str) -> bool:
        if kind is not IndicatorKind.IP:
            return value in self._plain
        given = ipaddress.ip_network(value, strict=False)
        return any(given.version == each.version and given.overlaps(each) for each in self._networks)


class Index:
    """All indicators in force: addresses and hashes by equality, networks by length, domains with their parents."""

    def __init__(self, rows: Iterable[tuple[str, str, IndicatorKind, Level, str]] = ()) -> None:
        self._values: dict[tuple[IndicatorKind, str], Match] = {}
        self._lengths: dict[int, set[int]] = {4: set(), 6: set()}
        for value, code, kind, level, name in rows:
            self._values[kind, value] = Match(code, name, kind, level, value)
            if kind is IndicatorKind.IP and "/" in value:
                network = ipaddress.ip_network(value)
                self._lengths[network.version].add(network.prefixlen)

    def matches(self, event: Event) -> list[Match]:
        """Each indicator once."""
        if not self._values:
            return []
        found = {match for kind, value in observables(event) for match in self._of(kind, value)}
        return sorted(found)

    def _of(self, kind: IndicatorKind, value: str) -> Iterator[Match]:
        for text in self._written(kind, value):
            if match := self._values.get((kind, text)):
                yield match

    def _written(self, kind: IndicatorKind, value: str) -> Iterator[str]:
        """Every way in which a set may hold it."""
        yield value
        if kind is IndicatorKind.DOMAIN:
            labels = value.split(".")
            yield from (".".join(labels[n:]) for n in range(1, len(labels) - 1))
        elif kind is IndicatorKind.IP:
            address = ipaddress.ip_address(value)
            for length in self._lengths[address.version]:
                yield str(ipaddress.ip_network((address, length), strict=False))


def observables(event: Event) -> Iterator[tuple[IndicatorKind, str]]:
    fields = event.fields
    for name in _ADDRESSES:
        value = fields.get(name)
        if is_address(value):
            yield IndicatorKind.IP, str(ipaddress.ip_address(str(value)))
    for name in _NAMES:
        yield from _domain(fields.get(name))
    for name in ("c-uri", "cs-referer", "CommandLine", "message", "http.url"):
        for host in _HOSTS.findall(str(fields.get(name) or "")[:4000]):
            yield from ((IndicatorKind.IP, str(ipaddress.ip_address(host))),) if is_address(host) else _domain(host)
    for name in _FILES:
        value = str(fields.get(name) or "").lower()
        for part in re.split(r"[,=;\s]", value[:2000]):
            if _HASH.match(part):
                yield IndicatorKind.HASH, part


def _domain(value: Scalar) -> Iterator[tuple[IndicatorKind, str]]:
    if isinstance(value, str) and _DOMAIN.match(name := value.strip().lower().rstrip(".")):
        yield IndicatorKind.DOMAIN, name
