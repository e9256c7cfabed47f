"""HTML of a feed to plain text: the sanitiser. What comes out has no markup at all, so nothing of it can run.

Scripts, styles and frames go with their content, block elements become line breaks, entities become characters, twice
escaped text is opened once more. Time grows with the length of the text and no faster.
"""

import html
import re

from hueioc.vi import normal

LONGEST = 20_000
"""Characters of one field that are looked at; a feed's field is a title or a lead, not a book."""
_TAG = re.compile(
    r"""<(?:!--(?:(?!-->).)*+(?:-->)?|([a-zA-Z][a-zA-Z0-9]*+|[/!?][a-zA-Z0-9]*+)(?:[^<>"']|"[^"]*"|'[^']*')*+>?)""",
    re.DOTALL,
)
_OPENING = re.compile(r"<(?=[a-zA-Z/!?])")
_DROPPED = {"script", "style", "iframe", "object", "embed", "noscript", "template", "svg", "math", "textarea", "title"}
_BREAKS = {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table"}
_DROPPING = re.compile(rf"<(?:!--|{'|'.join(sorted(_DROPPED))})", re.IGNORECASE)
_BREAKING = re.compile(
    rf"""</?(?:{"|".join(sorted(_BREAKS, reverse=True))})(?![a-zA-Z0-9])(?:[^<>"']|"[^"]*"|'[^']*')*+>?""",
    re.IGNORECASE,
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ROUNDS = 3


def plain_text(text: str) -> str:
    """One line of text, NFC (`hueioc.vi.normal`)."""
    return " ".join(_lines(_stripped(text[:LONGEST])))


def paragraphs(text: str) -> str:
    """As `plain_text`, with a line for each block."""
    return "\n".join(_lines(_stripped(text[:LONGEST])))


def _lines(text: str) -> list[str]:
    """Lines with something in them, NFC, with single blanks, no controls and nothing that opens a tag."""
    return [line for each in text.split("\n") if (line := _line(each))]


def _line(text: str) -> str:
    if not text.isprintable():  # quick, and no control is printable
        text = _CONTROLS.sub("", text)
    text = normal(text)  # before the last look: an unseen mark may part a sign from its name
    return _OPENING.sub("‹", text) if "<" in text else text


def excerpt_of(text: str, most: int) -> str:
    """At most `most` characters, cut between words."""
    line = normal(text)
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    return cut[: cut.rfind(" ") if " " in cut else None].rstrip(" ,;:.-–") + "…"


def _stripped(text: str) -> str:
    for _ in range(_ROUNDS):
        if "<" in text:
            text = _without_tags(text) if _DROPPING.search(text) else _TAG.sub("", _BREAKING.sub("\n", text))
        if "&" not in text:
            break
        text = html.unescape(text)
    return text


def _without_tags(text: str) -> str:
    kept: list[str] = []
    last, inside = 0, ""
    for tag in _TAG.finditer(text):
        name = (tag[1] or "").lower()
        if inside:
            if name == "/" + inside:
                inside, last = "", tag.end()
            continue
        kept.append(text[last : tag.start()])
        last = tag.end()
        if name in _DROPPED and not tag[0].endswith("/>"):
            inside = name
        elif name.removeprefix("/") in _BREAKS:
            kept.append("\n")
    if not inside:
        kept.append(text[last:])
    return "".join(kept)


def literal_text(text: str, *, one_line: bool) -> str:
    """Text that was never HTML: its signs are meant as they stand, and still nothing in it opens a tag."""
    return (" " if one_line else "\n").join(_lines(text[:LONGEST]))
