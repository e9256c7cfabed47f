"""RSS 0.9 to 2.0, RDF and Atom 0.3 and 1.0 to entries of plain text. Broken feeds are read as far as they go.

Nothing of a document is believed: its own entities are refused, no DTD is loaded, nothing is fetched, depth is bounded.
"""

import contextlib
import hashlib
import html
import html.entities
import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from hueioc.engines import on_first_use
from press.rules.addresses import canonical
from press.rules.dates import moment_of
from press.rules.decoding import decoded
from press.rules.plain import literal_text, paragraphs, plain_text

etree: Any = on_first_use("lxml.etree")

MOST_ENTRIES = 500
LONGEST_IDENTITY = 500
_CORE = {
    "",
    "http://www.w3.org/2005/Atom",
    "http://purl.org/atom/ns#",
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://channel.netscape.com/rdf/simple/0.9/",
    "http://backend.userland.com/rss2",
    "http://blogs.law.harvard.edu/tech/rss",
}
_OTHERS = {
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dc:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/rss/1.0/modules/syndication/": "sy:",
}
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOSE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)(?:([A-Za-z][A-Za-z0-9]{1,31});)?")
_DOCTYPE = re.compile(r"<!DOCTYPE[^<>\[]*+>")
_DATES = ("pubdate", "published", "dc:date", "issued", "dc:issued", "updated", "modified", "dc:modified", "dc:created")
_BODIES = ("content:encoded", "content", "description", "summary", "dc:description")
_LEADS = ("description", "summary", "dc:description", "content:encoded", "content")
_ROOTS = {"rss", "rdf", "feed", "channel"}
_PERIODS_S = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}


class NotAFeed(ValueError):
    """No feed of a kind we know, or one that defines entities of its own."""


class Entry(NamedTuple):
    """One item. `url` is canonical or empty; `lead` one line, `body` a line for each block."""

    identity: str
    url: str
    title: str
    lead: str
    body: str
    published: datetime | None


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says, and how often it wants to be asked."""

    title: str
    entries: list[Entry]
    interval_s: int
    """The longer of `ttl` and `sy:updatePeriod`; 0: it says nothing."""
    skip_hours: frozenset[int]
    """GMT."""
    skip_days: frozenset[str]
    """English names in lower case."""


def read_feed(raw: bytes, content_type: str = "", base: str = "") -> Feed:
    """The feed in `raw`. Raises `NotAFeed` and nothing else. `base` is where it came from."""
    root = _root(decoded(raw, content_type))
    kind = _key(root.tag)
    if kind not in _ROOTS:
        raise NotAFeed(f"the document begins with {kind[:40]!r}")
    channel = (
        root if kind in {"feed", "channel"} else next((each for each in root if _key(each.tag) == "channel"), root)
    )
    if channel is root and kind == "rss":
        raise NotAFeed("there is no channel in it")
    places = (channel,) if channel is root else (channel, root)
    base = canonical(root.get(_BASE) or channel.get(_BASE) or "", base) or base
    items = [each for place in places for each in place if _key(each.tag) in {"item", "entry"}][:MOST_ENTRIES]
    is_atom = kind == "feed"
    facts = {_key(each.tag): each for each in reversed(channel)}
    return Feed(
        title=plain_text(_markup(facts.get("title"))),
        entries=[_entry(item, base, is_atom=is_atom) for item in items],
        interval_s=_interval_s(facts),
        skip_hours=frozenset(
            int(text) % 24 for text in _words(facts.get("skiphours")) if re.fullmatch("[0-9]{1,2}", text)
        ),
        skip_days=frozenset(text.lower() for text in _words(facts.get("skipdays"))),
    )


def _root(text: str) -> Any:
    start = text.find("<")
    if start < 0:
        raise NotAFeed("there is no markup in it")
    if "<!ENTITY" in text:
        raise NotAFeed("it defines entities of its own")
    text = text[start:]
    is_typed = "<!DOCTYPE" in text
    if is_typed:
        text = _DOCTYPE.sub("", text, count=1)
        is_typed = "<!DOCTYPE" in text
    if not is_typed:
        with contextlib.suppress(etree.XMLSyntaxError):
            return _parsed(text, is_strict=True)
    try:
        root = _parsed(_LOOSE.sub(_mended, _ILLEGAL.sub("", text)), is_strict=False)
    except (etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise NotAFeed("it is no XML") from error
    if root is None:
        raise NotAFeed("it is no XML")
    return root


def _parsed(text: str, *, is_strict: bool) -> Any:
    """Most feeds are well-formed; the others are mended first, and read as far as they go."""
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=not is_strict,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    return etree.fromstring(text.encode("utf-8", "replace"), parser)


def _mended(found: re.Match[str]) -> str:
    """An entity of HTML becomes its characters; an ampersand that begins none stands for itself."""
    if found[1] and (character := html.entities.html5.get(found[1] + ";")):
        return "".join(f"&#{ord(each)};" for each in character)
    return "&amp;" + found[0][1:]


@lru_cache(maxsize=1_000)
def _key(tag: Any) -> str:
    """The name of an element, lower case, with a prefix of ours for known modules; empty for unknown ones."""
    if not isinstance(tag, str):
        return ""
    space, _, name = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
    name = name.lower()
    if space in _CORE or name == "rdf":
        return name.rpartition(":")[2]
    return _OTHERS[space] + name if space in _OTHERS else ""


def _entry(item: Any, base: str, *, is_atom: bool) -> Entry:
    found: dict[str, Any] = {}
    links: list[Any] = []
    for child in item:
        key = _key(child.tag)
        if key == "link" or (not key and child.get("href") and child.tag.endswith("}link")):
            links.append(child)
        elif key and key not in found:
            found[key] = child
    guid = found.get("guid") if not is_atom else found.get("id")
    identity = (guid.text or "").strip() if guid is not None else item.get(_RDF_ABOUT) or ""
    url = _url(links, base) or (canonical(identity) if guid is None or guid.get("ispermalink") != "false" else "")
    title = _text(found.get("title"), is_atom=is_atom, one_line=True)
    lead, body = _texts(found, is_atom=is_atom)
    published = next(
        (at for name in _DATES if name in found and (at := moment_of(found[name].text or "")) is not None), None
    )
    if not identity:
        identity = url or hashlib.sha256(f"{title}\n{published}".encode()).hexdigest()
    if len(identity) > LONGEST_IDENTITY:
        identity = hashlib.sha256(identity.encode()).hexdigest()
    return Entry(identity, url, title or lead[:120], lead, body, published)


def _texts(found: dict[str, Any], *, is_atom: bool) -> tuple[str, str]:
    """Lead and body; each element is read once."""
    read: dict[str, str] = {}

    def first(names: tuple[str, ...]) -> str:
        for name in names:
            if name in found:
                if name not in read:
                    read[name] = _text(found[name], is_atom=is_atom, one_line=False)
                if read[name]:
                    return read[name]
        return ""

    return first(_LEADS).replace("\n", " "), first(_BODIES)


def _url(links: list[Any], base: str) -> str:
    """The page of the article: of several links the alternate one, HTML before other types."""
    best, best_rank = "", 9
    for link in links:
        href = link.get("href")
        rank = 0 if href is None else {"alternate": 1}.get(link.get("rel") or "alternate", 9)
        rank += 0 if (link.get("type") or "text/html") == "text/html" else 1
        if rank < best_rank and rank < 9 and (url := canonical(html.unescape(href or link.text or "").strip(), base)):  # noqa: PLR2004
            best, best_rank = url, rank
    return best


def _text(element: Any, *, is_atom: bool, one_line: bool) -> str:
    if element is None:
        return ""
    if is_atom and not len(element) and (element.get("type") or "text") in {"text", "text/plain"}:
        return literal_text(element.text or "", one_line=one_line)
    return (plain_text if one_line else paragraphs)(_markup(element))


def _markup(element: Any) -> str:
    """What stands in an element; with elements in it (XHTML), as it is written."""
    if element is None:
        return ""
    if not len(element):
        return element.text or ""
    return etree.tostring(element, encoding="unicode", with_tail=False)


def _interval_s(facts: dict[str, Any]) -> int:
    ttl, times = _number(facts.get("ttl")), _number(facts.get("sy:updatefrequency"))
    named = facts.get("sy:updateperiod")
    period = _PERIODS_S.get((named.text or "").strip().lower(), 0) if named is not None else 0
    return min(max(ttl * 60, period // max(times, 1)), _PERIODS_S["yearly"])


def _number(element: Any) -> int:
    text = (element.text or "").strip() if element is not None else ""
    return int(text) if re.fullmatch(r"[0-9]{1,7}", text) else 0


def _words(element: Any) -> list[str]:
    return [(each.text or "").strip() for each in element][:31] if element is not None else []
