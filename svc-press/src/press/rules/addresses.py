"""Addresses: the one form of an article's URL."""

import re
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

LONGEST = 2_000
_PORTS = {"http": 80, "https": 443}
_TRACKING = re.compile(r"(?:utm_.*|fbclid|gclid|zarsrc|cmpid)\Z", re.IGNORECASE)
_TRACKED = re.compile(r"[?&](?:utm_|fbclid|gclid|zarsrc|cmpid)", re.IGNORECASE)
_UNWANTED = re.compile(r"[\x00-\x20\x7f-\xa0\ufeff]")
_SAFE = "/%:@!$&'()*+,;=~-._?[]|"
_PLAIN = re.compile(
    r"(https?://[a-z0-9.-]+[a-z0-9](?::(?!80/|443/)[0-9]{1,5})?/[A-Za-z0-9/_.~,;:@!$'()*+=|\[\]%&-]*)"
    r"(\?[A-Za-z0-9/_.~,;:@!$'()*+=|\[\]%&?-]*)?\Z"
)
"""An address that is in its one form already, but for words that follow readers."""


class Target(NamedTuple):
    """Where a request goes."""

    scheme: str
    host: str
    port: int
    path: str
    """With the query, percent-encoded."""

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if _PORTS[self.scheme] == self.port else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}"


def target_of(url: str, base: str = "") -> Target | None:
    """None for what is no plain http(s) address: another scheme, a user name, no host, a wrong port."""
    url = _UNWANTED.sub("", url)
    if not url or len(url) > LONGEST:
        return None
    try:
        parts = urlsplit(urljoin(base, url) if base else url)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        host = host if ":" in host else host.encode("idna").decode("ascii").lower()
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in _PORTS or not host or "@" in parts.netloc or port == 0:
        return None
    path = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    return Target(parts.scheme, host, port or _PORTS[parts.scheme], path)


def canonical(url: str, base: str = "") -> str:
    """Lower host, no tracking words, no fragment, no default port; empty for what is no http(s) address."""
    if (plain := _PLAIN.match(url)) is None:
        target = target_of(url, base)
        if target is None:
            return ""
        plain = _PLAIN.match(target.url.partition("#")[0])
        if plain is None:  # an odd host, such as an address of IPv6: no page has two forms of it
            return target.url
    if not plain[2] or (plain[2].strip("?&") and not _TRACKED.search(plain[2])):
        return plain[0]
    kept = [part for part in plain[2][1:].split("&") if not _TRACKING.match(part.partition("=")[0])]
    return f"{plain[1]}?{'&'.join(kept)}" if any(kept) else plain[1]
