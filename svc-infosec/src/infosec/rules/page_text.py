"""What a page shows: visible text, title, hosts of scripts and frames; how like one look is to another. Pure."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from hueioc.engines import on_first_use
from hueioc.vi import fold

if TYPE_CHECKING:
    from selectolax import lexbor
else:
    lexbor = on_first_use("selectolax.lexbor")

SHINGLE = 3
"""Syllables."""
SKETCH = 256
"""Smallest hashes of shingles that stand for all of them; the estimate's error is about 0.03."""
LONGEST_TEXT = 400_000
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Seen:
    """One look at a page."""

    digest: str
    sketch: bytes
    hosts: tuple[str, ...]
    words: tuple[str, ...]
    title: str
    excerpt: str


def seen(body: bytes, own_host: str, listed: Sequence[str]) -> Seen:
    """`listed`: folded words that do not belong on an agency's page."""
    tree = lexbor.LexborHTMLParser(body)
    head = tree.css_first("title")
    title = " ".join((head.text() if head else "").split())[:300]
    hosts = sorted({host for node in tree.css("script[src], iframe[src]") if (host := _host(node, own_host))})
    tree.strip_tags(["script", "style", "noscript", "template"])
    text = " ".join((tree.body.text(separator=" ") if tree.body else "").split())[:LONGEST_TEXT].replace("\0", "")
    folded = " ".join(_WORD.findall(fold(f"{title} {text}")))
    found = tuple(word for word in listed if f" {word} " in f" {folded} ")
    digest = hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()
    return Seen(digest, sketch_of(folded.split()), tuple(hosts[:100]), found, title.replace("\0", ""), text[:500])


def _host(node: object, own_host: str) -> str:
    source = getattr(node, "attributes", {}).get("src") or ""
    try:
        host = (urlsplit(source).hostname or "")[:253]
    except ValueError:
        return ""
    return "" if host == own_host else host


def sketch_of(words: Sequence[str]) -> bytes:
    shingles = (
        {" ".join(words[n : n + SHINGLE]) for n in range(max(1, len(words) - SHINGLE + 1))} if words else set[str]()
    )
    hashes = sorted({hashlib.blake2b(each.encode(), digest_size=8).digest() for each in shingles})
    return b"".join(hashes[:SKETCH])


def likeness(one: bytes, other: bytes) -> float:
    """Jaccard's index of the shingles, 0 to 1, estimated from the smallest hashes of both together."""
    first, second = ({part[n : n + 8] for n in range(0, len(part), 8)} for part in (one, other))
    smallest = set(sorted(first | second)[:SKETCH])
    return len(smallest & first & second) / len(smallest) if smallest else 1.0


def suspicious(now_seen: Seen, before: Iterable[Seen], least: float) -> list[str]:
    """Why this look is not the page as it was, as codes with values; empty: it is. Nothing is known of a first look
    but the words."""
    looks = list(before)
    known = {word for look in looks for word in look.words}
    found = [f"word:{word}" for word in now_seen.words if word not in known]
    if looks:
        like = max(likeness(now_seen.sketch, look.sketch) for look in looks)
        if like < least:
            found.append(f"text:{round(100 * like)}%")
        strange = set(now_seen.hosts) - {host for look in looks for host in look.hosts}
        if strange and like < (1 + least) / 2:  # a new script alone is an everyday change
            found += [f"script:{host}" for host in sorted(strange)[:5]]
    return found


def days_left(until: datetime, moment: datetime) -> int:
    """Whole days; below 0 when it has expired."""
    return (until - moment).days


def threshold(days: int, told: Sequence[int]) -> int | None:
    """The smallest threshold that `days` has reached."""
    return min((each for each in told if days <= each), default=None)
