"""One tree, two forms: the XML of GeoReport v2 and its JSON ("Spark" convention: without the outermost element).

A list is an element whose children all have one name; what is empty is null in JSON and an empty element in XML.
"""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

import orjson

ITEMS = {
    "attributes": "attribute",
    "endpoints": "endpoint",
    "errors": "error",
    "formats": "format",
    "groups": "group",
    "media_urls": "media_url",
    "notes": "note",
    "service_request_updates": "request_update",
    "service_requests": "request",
    "services": "service",
    "values": "value",
}
"""What the children of a list are called."""
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
_ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class Form(StrEnum):
    """What an address ends with."""

    XML = "xml"
    JSON = "json"


CONTENT_TYPES = {Form.XML: "text/xml; charset=utf-8", Form.JSON: "application/json; charset=utf-8"}


def encode(form: Form, root: str, tree: Any) -> bytes:
    """`tree` below an element `root`; texts lose what XML 1.0 cannot carry, in both forms."""
    settled = _settled(tree)
    if form is Form.JSON:
        return orjson.dumps(settled)
    pieces = [_DECLARATION]
    _write(pieces, root, settled)
    return "".join(pieces).encode()


def _settled(value: Any) -> Any:
    if isinstance(value, str):
        return _ILLEGAL.sub("", value.replace("\r\n", "\n").replace("\r", "\n")) or None
    if isinstance(value, Mapping):
        return {name: _settled(each) for name, each in value.items()}
    if isinstance(value, Sequence):
        return [_settled(each) for each in value]
    return value


def _write(pieces: list[str], name: str, value: Any) -> None:
    pieces.append(f"<{name}>")
    if isinstance(value, dict):
        for child, each in value.items():
            _write(pieces, child, each)
    elif isinstance(value, list):
        for each in value:
            _write(pieces, ITEMS[name], each)
    elif isinstance(value, bool):
        pieces.append("true" if value else "false")
    elif value is not None:
        pieces.append(str(value).translate(_ESCAPES))
    pieces.append(f"</{name}>\n")
