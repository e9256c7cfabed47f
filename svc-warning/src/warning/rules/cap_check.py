"""The rules of CAP 1.2 beyond its schema, and the good practice of Google's profile as warnings. Pure.

`check` finds everything at once; pointers are JSON pointers into the message.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from hueioc.errors import Text
from warning.rules.cap import Area, Info, Message, Resource, moment_of, split_references
from warning.rules.geometry import circle_fault, circle_of, pairs_of, polygon_fault
from warning.states import Category, Certainty, MsgType, ResponseType, Scope, Severity, Status, Urgency

LONGEST_HEADLINE = 140
_FORBIDDEN = re.compile(r"[\s,<&]")
_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>|&(?:[a-zA-Z]+|#\d+|#x[0-9a-fA-F]+);")
_MIME = re.compile(r"[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}\Z")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*\Z")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+\Z")
_SHA1 = re.compile(r"[0-9A-Fa-f]{40}\Z")
_QUOTED = re.compile(r'(?:"[^"]*"|[^\s"]+)(?:\s+(?:"[^"]*"|[^\s"]+))*\Z')
_DRILL = re.compile(r"test|exercise|drill|thử nghiệm|diễn tập", re.IGNORECASE)
NEEDS_REFERENCES = frozenset({MsgType.UPDATE, MsgType.CANCEL, MsgType.ACK, MsgType.ERROR})
SAME_IN_ALL = ("category", "eventCode", "responseType", "urgency", "severity", "certainty", "effective", "onset")
"""What each language of one message says alike; `expires` and areas are compared too."""


@dataclass(frozen=True)
class Finding:
    """`is_error` False: a good practice that is not kept; the message may still go out."""

    pointer: str
    words: Text
    is_error: bool = True


def check(message: Message) -> list[Finding]:
    """Everything that is wrong, then everything that could be better."""
    found = [*_envelope(message), *_references(message), *_languages(message)]
    for number, info in enumerate(message.info):
        found += _info(f"/info/{number}", info, message)
    return sorted(found, key=lambda each: not each.is_error)


def errors(message: Message) -> list[Finding]:
    return [each for each in check(message) if each.is_error]


def _envelope(message: Message) -> Iterator[Finding]:
    for name in ("identifier", "sender"):
        value = getattr(message, name)
        if not value or _FORBIDDEN.search(value):
            yield _error(
                f"/{name}", "Không được trống, không có khoảng trắng, dấu phẩy, < và &", "No blanks, commas, < or &"
            )
    if moment_of(message.sent) is None:
        yield _wrong_time("/sent")
    yield from _listed("/status", message.status, Status)
    yield from _listed("/msgType", message.msgType, MsgType)
    yield from _listed("/scope", message.scope, Scope)
    if message.scope == Scope.RESTRICTED and not message.restriction:
        yield _error("/restriction", "Phạm vi Restricted cần nêu hạn chế", "A Restricted message needs a restriction")
    if message.scope == Scope.PRIVATE and not message.addresses:
        yield _error("/addresses", "Phạm vi Private cần danh sách người nhận", "A Private message needs addresses")
    for name in ("addresses", "incidents"):
        if (value := getattr(message, name)) and not _QUOTED.match(value.strip()):
            yield _error(
                f"/{name}",
                "Cách nhau bằng khoảng trắng; tên có khoảng trắng đặt trong ngoặc kép",
                "Separated by blanks; names with blanks stand in double quotes",
            )
    if message.msgType == MsgType.ERROR and not message.note:
        yield _error("/note", "Thông điệp Error cần nêu lý do", "An Error message explains itself in a note")
    if message.status in {Status.TEST, Status.EXERCISE} and not _says_drill(message):
        yield _advice("/info", "Bản thử hoặc diễn tập nên ghi rõ trong nội dung", "The text of a drill should say so")


def _says_drill(message: Message) -> bool:
    texts = [message.note, *(f"{each.headline} {each.description}" for each in message.info)]
    return any(_DRILL.search(each) for each in texts)


def _references(message: Message) -> Iterator[Finding]:
    if message.msgType in NEEDS_REFERENCES and not message.references:
        yield _error("/references", "Loại thông điệp này cần tham chiếu", "This type of message needs references")
    triples = split_references(message.references)
    if triples is None:
        yield _error(
            "/references", "Mỗi tham chiếu phải là sender,identifier,sent", "Each must read sender,identifier,sent"
        )
        return
    sent = moment_of(message.sent)
    for _, identifier, reference_sent in triples:
        moment = moment_of(reference_sent)
        if moment is None:
            yield _wrong_time("/references")
        elif identifier == message.identifier:
            yield _error("/references", "Không được tham chiếu chính mình", "A message may not refer to itself")
        elif sent and moment > sent:
            yield _error("/references", "Tham chiếu tới bản gửi sau", "A message may not refer to a later one")


def _languages(message: Message) -> Iterator[Finding]:
    seen = [each.language or "en-US" for each in message.info]
    if len(set(seen)) < len(seen):
        yield _error("/info", "Mỗi ngôn ngữ chỉ có một khối info", "One info for each language")
    for number, (first, other) in enumerate(pairwise(message.info), 1):
        for name in (*SAME_IN_ALL, "expires"):
            if getattr(first, name) != getattr(other, name):
                yield _error(
                    f"/info/{number}/{name}", "Phải giống nhau ở mọi ngôn ngữ", "Must be alike in each language"
                )
        if [_place(each) for each in first.area] != [_place(each) for each in other.area]:
            yield _error(f"/info/{number}/area", "Vùng phải giống nhau ở mọi ngôn ngữ", "Areas must be alike")
        for name in ("headline", "description"):
            if getattr(first, name) and getattr(first, name) == getattr(other, name):
                yield _advice(f"/info/{number}/{name}", "Hai ngôn ngữ có cùng văn bản", "Same text in two languages")


def _place(area: Area) -> tuple[object, ...]:
    return (area.polygon, area.circle, area.geocode, area.altitude, area.ceiling)


def _info(at: str, info: Info, message: Message) -> Iterator[Finding]:
    if info.language and not _LANGUAGE.match(info.language):
        yield _error(f"{at}/language", "Mã ngôn ngữ không đúng", "Not a language code (RFC 3066)")
    if not info.category:
        yield _error(f"{at}/category", "Cần ít nhất một nhóm", "At least one category is needed")
    yield from _codes(at, info)
    if not info.event.strip():
        yield _error(f"{at}/event", "Cần tên hiểm họa", "The event needs a name")
    yield from _times(at, info, message)
    yield from _texts(at, info)
    for number, resource in enumerate(info.resource):
        yield from _resource(f"{at}/resource/{number}", resource)
    for number, area in enumerate(info.area):
        yield from _area(f"{at}/area/{number}", area)
    if not any(area.polygon or area.circle or area.geocode for area in info.area):
        yield _advice(f"{at}/area", "Nên có vùng với tọa độ hoặc mã", "An area with a polygon, circle or geocode")


def _codes(at: str, info: Info) -> Iterator[Finding]:
    for name, kind in (("category", Category), ("responseType", ResponseType)):
        for value in getattr(info, name):
            yield from _listed(f"{at}/{name}", value, kind)
    for name, kind in (("urgency", Urgency), ("severity", Severity), ("certainty", Certainty)):
        yield from _listed(f"{at}/{name}", getattr(info, name), kind)
        if getattr(info, name) == "Unknown":
            yield _advice(f"{at}/{name}", "Nên tránh Unknown", "Unknown should be avoided")


def _times(at: str, info: Info, message: Message) -> Iterator[Finding]:
    for name in ("effective", "onset", "expires"):
        if getattr(info, name) and moment_of(getattr(info, name)) is None:
            yield _wrong_time(f"{at}/{name}")
    begin, end = moment_of(info.effective or message.sent), moment_of(info.expires)
    if begin and end and end < begin:
        yield _error(f"{at}/expires", "Hết hạn trước khi có hiệu lực", "It expires before it takes effect")
    if not info.expires:
        yield _advice(f"{at}/expires", "Nên có thời điểm hết hạn", "It should say when it expires")


def _texts(at: str, info: Info) -> Iterator[Finding]:
    for name in ("event", "headline", "description", "instruction", "audience", "contact", "senderName"):
        if _MARKUP.search(getattr(info, name)):
            yield _error(f"{at}/{name}", "Không dùng thẻ hay ký hiệu HTML", "No HTML tags or entities")
    if info.web and not _URI.match(info.web):
        yield _error(f"{at}/web", "Không phải địa chỉ đầy đủ", "Not a full address")
    if len(info.headline) > LONGEST_HEADLINE:
        yield _advice(f"{at}/headline", "Tiêu đề nên có tối đa 140 ký tự", "A headline has at most 140 characters")
    texts = [each for each in (info.headline, info.description, info.instruction) if each]
    if len(set(texts)) < len(texts):
        yield _advice(f"{at}/description", "Các đoạn văn bản trùng nhau", "Headline, description, instruction differ")
    for name in ("headline", "description", "instruction", "senderName", "contact", "web", "responseType"):
        if not getattr(info, name):
            yield _advice(f"{at}/{name}", "Nên có mục này", "This should be given")


def _resource(at: str, resource: Resource) -> Iterator[Finding]:
    if not resource.resourceDesc:
        yield _error(f"{at}/resourceDesc", "Cần mô tả tài nguyên", "A resource needs a description")
    if not _MIME.match(resource.mimeType):
        yield _error(f"{at}/mimeType", "Không phải kiểu MIME", "Not a MIME type (RFC 2046)")
    if resource.size and not resource.size.isdecimal():
        yield _error(f"{at}/size", "Kích thước là số byte", "A size is a number of bytes")
    if resource.uri and not _URI.match(resource.uri) and not resource.derefUri:
        yield _error(f"{at}/uri", "Địa chỉ tương đối cần kèm derefUri", "A relative address needs derefUri")
    if resource.digest and not _SHA1.match(resource.digest):
        yield _error(f"{at}/digest", "Không phải SHA-1 dạng hex", "Not a SHA-1 in hex")


def _area(at: str, area: Area) -> Iterator[Finding]:
    if not area.areaDesc.strip():
        yield _error(f"{at}/areaDesc", "Cần tên vùng", "An area needs a description")
    for number, text in enumerate(area.polygon):
        pairs = pairs_of(text)
        words = Text("Tọa độ phải là lat,lon", "Pairs read lat,lon") if pairs is None else polygon_fault(pairs)
        if words:
            yield Finding(f"{at}/polygon/{number}", words)
    for number, text in enumerate(area.circle):
        circle = circle_of(text)
        if circle is None:
            yield _error(f"{at}/circle/{number}", "Hình tròn phải là lat,lon bán_kính", "A circle reads lat,lon radius")
        elif words := circle_fault(circle):
            yield Finding(f"{at}/circle/{number}", words, is_error=False)
    altitude, ceiling = _number(area.altitude), _number(area.ceiling)
    if (area.altitude and altitude is None) or (area.ceiling and ceiling is None):
        yield _error(f"{at}/altitude", "Độ cao là một số (feet)", "An altitude is a number (feet)")
    elif ceiling is not None and (altitude is None or ceiling < altitude):
        yield _error(f"{at}/ceiling", "Trần cần altitude và không thấp hơn nó", "A ceiling needs an altitude below it")


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _listed(at: str, value: str, kind: type[StrEnum]) -> Iterator[Finding]:
    values = [each.value for each in kind]
    if value == "Very Likely" and kind is Certainty:
        yield _error(at, "“Very Likely” đã bỏ: dùng Likely", "Very Likely is of CAP 1.0: use Likely")
    elif value not in values:
        names = ", ".join(values)
        yield _error(at, f"Phải là một trong: {names}", f"Must be one of: {names}")


def _wrong_time(at: str) -> Finding:
    return _error(
        at, "Phải có dạng yyyy-mm-ddThh:mm:ss±hh:mm, không dùng Z", "Must read yyyy-mm-ddThh:mm:ss±hh:mm, never Z"
    )


def _error(at: str, vi: str, en: str) -> Finding:
    return Finding(at, Text(vi, en))


def _advice(at: str, vi: str, en: str) -> Finding:
    return Finding(at, Text(vi, en), is_error=False)
