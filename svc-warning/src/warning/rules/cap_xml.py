"""CAP 1.2 as XML: written in the order of the schema; read strictly, without entities or a DTD."""

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, get_args

from hueioc.errors import Text
from warning.rules.cap import NAMESPACE, Area, Info, Message, Pair, Resource
from warning.rules.cap_check import Finding

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LARGEST_BYTES = 1 << 20
MOST_ELEMENTS = 20_000
NESTED: Mapping[str, type] = {
    "info": Info,
    "area": Area,
    "resource": Resource,
    "eventCode": Pair,
    "parameter": Pair,
    "geocode": Pair,
}
REQUIRED: Mapping[type, frozenset[str]] = {
    Message: frozenset({"identifier", "sender", "sent", "status", "msgType", "scope"}),
    Info: frozenset({"category", "event", "urgency", "severity", "certainty"}),
    Resource: frozenset({"resourceDesc", "mimeType"}),
    Area: frozenset({"areaDesc"}),
    Pair: frozenset({"valueName", "value"}),
}


class Unreadable(ValueError):
    """No CAP 1.2; `findings` say where and why."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(findings[0].words.en)
        self.findings = findings


def write(message: Message) -> bytes:
    """UTF-8 with declaration, CAP's namespace as the default one. Empty elements are left out."""
    from xml.etree import ElementTree as ET

    root = _element("alert", message)
    root.set("xmlns", NAMESPACE)
    ET.indent(root)
    return DECLARATION + ET.tostring(root, encoding="utf-8") + b"\n"


def read(raw: bytes) -> Message:
    """Raises `Unreadable`: not XML, with entities or a DTD, not CAP 1.2, or not in the order of its schema."""
    from xml.etree import ElementTree as ET

    from defusedxml.common import DefusedXmlException  # pyright: ignore[reportMissingTypeStubs]
    from defusedxml.ElementTree import fromstring  # pyright: ignore[reportMissingTypeStubs]

    if len(raw) > LARGEST_BYTES:
        raise Unreadable([Finding("", Text("Tệp quá lớn", "The file is too large"))])
    try:
        root: Element = fromstring(raw, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Unreadable([Finding("", Text("Không nhận DTD hay thực thể", "No DTD or entities are taken"))]) from error
    except (ET.ParseError, ValueError, LookupError) as error:
        raise Unreadable([Finding("", Text("Không phải XML đúng cú pháp", "Not well-formed XML"))]) from error
    if root.tag != f"{{{NAMESPACE}}}alert":
        raise Unreadable([Finding("", Text("Không phải alert của CAP 1.2", "Not an alert of CAP 1.2"))])
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise Unreadable([Finding("", Text("Quá nhiều phần tử", "Too many elements"))])
    findings: list[Finding] = []
    message = _read(root, Message, "", findings)
    if findings:
        raise Unreadable(findings)
    return message


def _element(name: str, value: Any) -> "Element":
    from xml.etree.ElementTree import Element

    element = Element(name)
    if isinstance(value, str):
        element.text = _plain(value)
        return element
    for each in fields(value):
        found = getattr(value, each.name)
        for one in found if isinstance(found, list) else [found] if found else []:
            element.append(_element(each.name, one))
    return element


def _plain(text: str) -> str:
    """Without characters that XML 1.0 cannot hold."""
    return _NOT_XML.sub("", text)


def _read(element: "Element", kind: type, at: str, findings: list[Finding]) -> Any:
    order = [each.name for each in fields(kind)]
    many = {each.name for each in fields(kind) if get_args(each.type)}
    made, reached = kind(), 0
    counts: dict[str, int] = {}
    for child in element:
        name = child.tag.removeprefix(f"{{{NAMESPACE}}}")
        if child.tag == SIGNATURE and kind is Message:
            continue
        if child.tag == name or name not in order:
            findings.append(Finding(f"{at}/{_short(name)}", Text("Phần tử lạ", "This element is not of CAP 1.2")))
            continue
        if order.index(name) < reached:
            findings.append(Finding(f"{at}/{name}", Text("Sai thứ tự của chuẩn", "Not in the order of the standard")))
        reached = max(reached, order.index(name))
        number = counts[name] = counts.get(name, -1) + 1
        if number and name not in many:
            findings.append(Finding(f"{at}/{name}", Text("Chỉ được có một", "There may be only one")))
        place = f"{at}/{name}/{number}" if name in many else f"{at}/{name}"
        value = _read(child, NESTED[name], place, findings) if name in NESTED else _text(child, place, findings)
        if name in many:
            getattr(made, name).append(value)
        else:
            setattr(made, name, value)
    findings += [
        Finding(f"{at}/{name}", Text("Thiếu phần tử bắt buộc", "A required element is missing"))
        for name in sorted(REQUIRED[kind] - {name for name in counts if getattr(made, name)})
    ]
    return made


def _text(element: "Element", at: str, findings: list[Finding]) -> str:
    if len(element):
        findings.append(Finding(at, Text("Chỉ chứa văn bản", "It holds text only")))
    return (element.text or "").strip()


def _short(name: str) -> str:
    return name[:40]
