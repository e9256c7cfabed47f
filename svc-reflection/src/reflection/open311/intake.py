"""`POST requests`: a form becomes a report, by the use case that takes in everybody's reports."""

import hashlib
import json
import re
from typing import NamedTuple

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import FieldError, Text
from hueioc.files import uploads
from hueioc.files.sniff import HEAD_BYTES, KINDS, sniff
from hueioc.files.store import FileStore
from hueioc.ids import uuid7
from hueioc.personal.known import Known
from hueioc.personal.redact import redact
from reflection.errors import UnknownCategory
from reflection.models import Category, Open311Request
from reflection.open311 import queries
from reflection.open311.answers import Wrong, wrong
from reflection.open311.attributes import answers_of
from reflection.open311.form import Form
from reflection.open311.keys import Partner
from reflection.open311.places import middle_of_named_ward
from reflection.open311.wanted import half_an_object
from reflection.schemas import LONGEST_TEXT, MOST_MEDIA, ReportCreate
from reflection.service.drafting import Intake, known_of
from reflection.service.submit import Arrival, person_of, submit
from reflection.states import Source

MOST_URLS = 20
_DEGREES = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{1,20})?\Z")
LONGEST: dict[str, int] = {
    "description": LONGEST_TEXT,
    "address_string": 300,
    "address_id": 200,
    "first_name": 50,
    "last_name": 49,
    "phone": 30,
    "email": 254,
    "device_id": 200,
    "account_id": 200,
    "media_url": 2_000,
    "title": 200,
    "service_object_id": 200,
    "service_object_type": 200,
}


class Ports(NamedTuple):
    """What taking in a form needs besides the session."""

    intake: Intake
    files: FileStore


class Sent(NamedTuple):
    """The answer to a POST."""

    service_request_id: str
    service_notice: str
    account_id: str


class Spot(NamedTuple):
    """Degrees; `is_ward_only` when the address gave no more than the ward."""

    lat: float
    lon: float
    is_ward_only: bool


def fingerprint(form: Form) -> bytes:
    """What makes two POSTs the same one: every field but the key, in whatever order, and the files."""
    fields = sorted(field for field in form.fields if field[0] not in {"api_key", "jurisdiction_id"})
    files = sorted(hashlib.sha256(each).hexdigest() for each in form.files)
    return hashlib.sha256(json.dumps([fields, files]).encode()).digest()


def contact_of(form: Form) -> dict[str, str]:
    name = " ".join(part for part in (form.get("first_name"), form.get("last_name")) if part)
    return {"name": name, "phone": form.get("phone"), "email": form.get("email")}


def person_named(form: Form) -> str:
    """What tells one person of a partner from another: the first of these that is given."""
    for name in ("account_id", "email", "phone", "device_id"):
        if value := form.get(name):
            return f"{name}:{value.casefold()}"
    return ""


async def take_in(session: AsyncSession, ports: Ports, partner: Partner, form: Form) -> Sent:
    """Raises `UnknownCategory`, `Wrong`, or what `submit` raises."""
    code = form.get("service_code")
    found = await queries.definition(session, code, now()) if code else None
    if code and found is None:
        raise UnknownCategory
    errors = [] if code else [wrong("service_code", "là bắt buộc", "is required")]
    errors += too_long(form)
    thing = _object(form, errors)
    spot = _spot(form, errors)
    attributes = answers_of(found[1] if found else [], form, errors)
    if errors or spot is None or found is None:
        raise Wrong(fields=tuple(errors))
    caller = partner.on_behalf_of(ports.intake.vault, person_named(form))
    media, notice = await keep_files(session, ports.files, caller, form.files)
    data = _report(form, found[0], spot, media)
    known = known_of(data)
    title = redact(form.get("title"), known)
    said = [_masked(each, known) for each in attributes] + extra_lines(title, thing)
    report = await submit(session, ports.intake, caller, data, Arrival(Source.OPEN311, attributes=said))
    more = await ports.intake.vault.seal(session, person_of(caller), _more(form), f"open311_requests.more.{report.id}")
    session.add(
        Open311Request(
            report_id=report.id,
            key_id=partner.key_id,
            is_ward_only=spot.is_ward_only,
            attributes=said,
            sealed_more=more,
            created_at=now(),
            title=title,
            service_object_id=thing and thing[0],
            service_object_type=thing and thing[1],
        )
    )
    return Sent(str(report.id), notice, form.get("account_id"))


def too_long(form: Form) -> list[FieldError]:
    return [
        wrong(name, f"tối đa {longest} ký tự", f"at most {longest} characters")
        for name, longest in LONGEST.items()
        if any(len(value) > longest for value in (*form.all((name,)), form.get(name)))
    ]


def _object(form: Form, errors: list[FieldError]) -> tuple[str, str] | None:
    """Id and type of what it is about: both or neither. They are shown, so nothing personal may stand in them."""
    names = ("service_object_id", "service_object_type")
    found = form.get(names[0]), form.get(names[1])
    errors += half_an_object(*found)
    errors += [
        wrong(name, "là mã của một đối tượng, không phải dữ liệu cá nhân", "is the code of an object, nothing personal")
        for name, value in zip(names, found, strict=True)
        if redact(value) != value
    ]
    return found if all(found) else None


def _masked(line: dict[str, str], known: Known) -> dict[str, str]:
    """What the sender has said of the own person is masked in answers too."""
    return line | {part: redact(line[part], known) for part in ("name", "value")}


def extra_lines(title: str, thing: tuple[str, str] | None) -> list[dict[str, str]]:
    """The same for people, who read them with the answers to the questions."""
    lines = [("title", "Tiêu đề", title, title)] if title else []
    if thing:
        lines.append(("service_object", "Đối tượng", " ".join(reversed(thing)), thing[0]))
    return [dict(zip(("code", "label", "name", "value"), line, strict=True)) for line in lines]


def _spot(form: Form, errors: list[FieldError]) -> Spot | None:
    lat, lon = form.get("lat"), form.get("long", "lon")
    if _are_swapped(lat, lon):
        errors.append(wrong("lat", "vĩ độ và kinh độ bị đổi chỗ cho nhau", "lat and long are in the wrong order"))
        return None
    if lat or lon:
        degrees = [_degrees(name, value, errors) for name, value in (("lat", lat), ("long", lon))]
        return Spot(degrees[0], degrees[1], is_ward_only=False) if None not in degrees else None  # type: ignore[arg-type]
    address = form.get("address_string")
    if address and (middle := middle_of_named_ward(address)):
        return Spot(*middle, is_ward_only=True)
    if address or form.get("address_id"):
        errors.append(
            wrong(
                "address_string",
                "không nêu phường, xã nào của Huế; hãy gửi lat và long hoặc ghi tên phường, xã",
                "names no ward of Hue; send lat and long, or write the name of the ward",
            )
        )
    else:
        errors.append(
            wrong("lat", "cần lat và long, hoặc address_string", "lat and long, or address_string, are required")
        )
    return None


def _are_swapped(lat: str, lon: str) -> bool:
    """No latitude is beyond 90 degrees, but every longitude of Vietnam is."""
    if not (_DEGREES.match(lat) and _DEGREES.match(lon)):
        return False
    return 90 < abs(float(lat.replace(",", "."))) <= 180 and abs(float(lon.replace(",", "."))) <= 90  # noqa: PLR2004 - degrees


def _degrees(name: str, value: str, errors: list[FieldError]) -> float | None:
    largest = 90 if name == "lat" else 180
    if not value:
        errors.append(wrong(name, "lat và long đi cùng nhau", "lat and long belong together"))
    elif not _DEGREES.match(value) or abs(float(value.replace(",", "."))) > largest:
        errors.append(
            wrong(name, f"phải là số độ từ -{largest} đến {largest}", f"must be degrees from -{largest} to {largest}")
        )
    else:
        return float(value.replace(",", "."))
    return None


async def keep_files(
    session: AsyncSession, files: FileStore, caller: Principal, given: list[bytes]
) -> tuple[list[str], str]:
    """The photos, uploaded in the caller's name, and what to tell of those that are left out: the report stays."""
    photos = [each for each in given if KINDS.get(sniff(each[:HEAD_BYTES]) or "") == "image"]
    kept: list[str] = []
    for content in photos[:MOST_MEDIA]:
        stored = await files.write(content)
        begun = await uploads.create(session, caller.subject, length=stored.size)
        await uploads.complete(session, begun, sha256=stored.sha256, media_type=stored.media_type)
        kept.append(stored.sha256)
    left_out = len(given) - len(kept)
    if not left_out:
        return kept, ""
    return kept, (
        f"{left_out} tệp không được nhận: mỗi phản ánh có tối đa {MOST_MEDIA} ảnh JPEG, PNG, WebP, GIF hoặc HEIC"
        f" / {left_out} files were left out: a report has at most {MOST_MEDIA} photos"
    )


def _report(form: Form, category: Category, spot: Spot, media: list[str]) -> ReportCreate:
    """A report without words is named by its title, or by its category."""
    given = {
        "id": uuid7(),
        "category": category.code,
        "description": form.get("description") or form.get("title") or category.name_vi,
        "place": {"lat": spot.lat, "lon": spot.lon, "address": form.get("address_string")},
        "media": media,
        "contact": contact_of(form),
    }
    try:
        return ReportCreate.model_validate(given)
    except ValidationError as error:
        bad = Text("giá trị không hợp lệ", "the value is not valid")
        fields = tuple(FieldError(".".join(map(str, each["loc"])), bad) for each in error.errors())
        raise Wrong(fields=fields) from error


def _more(form: Form) -> bytes:
    """What is personal or unchecked and belongs to no column: sealed, not fetched, not published."""
    names = ("device_id", "account_id", "address_id", "title")
    more: dict[str, object] = {name: form.get(name) for name in names if form.get(name)}
    more["media_urls"] = form.all(("media_url", "media_url[]", "media"))[:MOST_URLS]
    more["attributes"] = [field for field in form.fields if field[0].startswith("attribute")]
    return json.dumps(more).encode()
