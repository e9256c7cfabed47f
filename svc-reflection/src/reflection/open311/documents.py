"""What Open311 says of services, requests and updates: rows become trees for `wire.encode`. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from hueioc.errors import Text
from reflection.models import Category, Question
from reflection.open311.queries import CLOSED_IN_PUBLIC
from reflection.states import PUBLIC, PUBLIC_IF_PUBLISHED, UNDER_REVIEW, Action, RejectReason, State

Tree = dict[str, Any]
Row = Mapping[Any, Any]
CHANGESET = "2026-12-01T00:00:00Z"
"""When the list of services or this interface last changed its shape."""
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
BULK_SPECIFICATION = "http://wiki.open311.org/GeoReport_Bulk"

STATUS_NOTES: dict[State, Text] = {
    State.RECEIVED: Text("Đã tiếp nhận, đang chờ kiểm duyệt", "Received; waits for moderation"),
    State.REJECTED: Text("Không tiếp nhận", "Not taken"),
    State.ACCEPTED: Text("Đã kiểm duyệt, đang chờ chuyển đơn vị xử lý", "Moderated; waits for a unit"),
    State.NEED_INFO: Text("Đang chờ người phản ánh bổ sung thông tin", "Waits for information from the reporter"),
    State.DUPLICATE: Text("Đã gộp vào một phản ánh khác", "Merged into another request"),
    State.ASSIGNED: Text("Đã chuyển đơn vị xử lý", "Passed to the unit that handles it"),
    State.VERIFYING: Text("Đơn vị đang xác minh tại chỗ", "The unit is on the spot"),
    State.IN_PROGRESS: Text("Đơn vị đang xử lý", "The unit is at work"),
    State.PLANNED: Text("Đã đưa vào kế hoạch", "Planned"),
    State.REOPENED: Text("Được xử lý lại", "Reopened"),
    State.RESOLVED: Text("Đã có kết quả xử lý", "There is a result"),
    State.CLOSED: Text("Đã có kết quả xử lý; đã đóng", "There is a result; closed"),
}
_RESPONSIBLE = Text("Cơ quan có thẩm quyền", "Responsible body")
_REASONS: dict[RejectReason, Text] = {
    RejectReason.UNCLEAR: Text("nội dung chưa rõ", "it is not clear"),
    RejectReason.ABUSIVE: Text("lời lẽ xúc phạm", "it is abusive"),
    RejectReason.OUT_OF_SCOPE: Text("ngoài phạm vi tiếp nhận", "it is out of scope"),
    RejectReason.OUTSIDE_HUE: Text("ngoài thành phố Huế", "it lies outside Hue"),
    RejectReason.COMPLAINT_OR_DENUNCIATION: Text(
        "khiếu nại, tố cáo được tiếp nhận ở nơi khác", "complaints and denunciations are received elsewhere"
    ),
    RejectReason.NO_INFORMATION: Text(
        "người phản ánh không bổ sung thông tin", "the reporter did not give the information"
    ),
}
_STEPS: dict[Action, State] = {
    Action.ACCEPT: State.ACCEPTED,
    Action.ASSIGN: State.ASSIGNED,
    Action.TRANSFER: State.ASSIGNED,
    Action.PLAN: State.PLANNED,
    Action.RESOLVE: State.RESOLVED,
    Action.REOPEN: State.REOPENED,
}
UPDATE_STATUS = {
    Action.ACCEPT: "open",
    Action.ASSIGN: "in_progress",
    Action.TRANSFER: "in_progress",
    Action.PLAN: "planned",
    Action.RESOLVE: "closed",
    Action.REOPEN: "reopen",
}
"""In the words of mySociety's extension; `fixed` would say more than an answer proves."""


@dataclass(frozen=True)
class Voice:
    """In which language, with which outside address."""

    language: str
    public_url: str

    def say(self, text: Text) -> str:
        return text.in_language(self.language)

    def choose(self, vi: str | None, en: str | None) -> str | None:
        return en if self.language == "en" else vi

    def photo(self, report_id: object, sha256: str) -> str:
        return f"{self.public_url}/v1/reports/{report_id}/media/{sha256}"


def written(moment: datetime | None) -> str | None:
    """UTC to the second, as the schemas of GeoReport want it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def discovery(voice: Voice, *, contact: str, key_service: str) -> Tree:
    root = f"{voice.public_url}/open311/v2"
    both = ["text/xml", "application/json"]
    return {
        "changeset": CHANGESET,
        "contact": contact,
        "key_service": key_service,
        "endpoints": [
            _endpoint(SPECIFICATION, root, both),
            _endpoint(BULK_SPECIFICATION, f"{root}/bulk", [*both, "text/csv"]),
        ],
    }


def _endpoint(specification: str, url: str, formats: list[str]) -> Tree:
    return {
        "specification": specification,
        "url": url,
        "changeset": CHANGESET,
        "type": "production",
        "formats": formats,
    }


def service(row: Category, *, has_questions: bool, voice: Voice) -> Tree:
    group = voice.choose(row.group_vi, row.group_en)
    name = voice.choose(row.name_vi, row.name_en)
    return {
        "service_code": row.code,
        "service_name": name,
        "description": f"{group}: {name}",
        "metadata": has_questions,
        "type": "realtime",
        "keywords": ",".join(word.replace(",", " ") for word in (row.name_vi, row.name_en)),
        "group": group,
    }


def definition(row: Category, questions: Sequence[Question], voice: Voice) -> Tree:
    return {
        "service_code": row.code,
        "attributes": [_attribute(order, each, voice) for order, each in enumerate(questions, 1)],
    }


def _attribute(order: int, row: Question, voice: Voice) -> Tree:
    values = [{"key": each["key"], "name": voice.choose(each["vi"], each["en"])} for each in row.choices]
    return {
        "variable": row.is_asked,
        "code": row.code,
        "datatype": row.kind.value,
        "required": row.is_required,
        "datatype_description": voice.choose(row.hint_vi, row.hint_en),
        "order": order,
        "description": voice.choose(row.text_vi, row.text_en),
        "values": values,
    }


def shown_state(row: Row) -> State:
    return State.ASSIGNED if row["state"] in UNDER_REVIEW else row["state"]


def is_public(row: Row) -> bool:
    return row["state"] in PUBLIC or (row["state"] in PUBLIC_IF_PUBLISHED and row["published_at"] is not None)


def status_of(state: State) -> str:
    return "closed" if state in CLOSED_IN_PUBLIC | {State.REJECTED} else "open"


def status_notes(row: Row, voice: Voice) -> str:
    """Why it stands where it does: the public answer once there is one."""
    state: State = row["state"]
    if state in CLOSED_IN_PUBLIC and row["answer"]:
        return _answered(row, voice)
    note = voice.say(STATUS_NOTES[shown_state(row)])
    if state is State.REJECTED and row["reject_reason"]:
        return f"{note}: {voice.say(_REASONS[row['reject_reason']])}"
    return note


def _answered(row: Row, voice: Voice) -> str:
    return f"{row['answer']}\n{voice.say(_RESPONSIBLE)}: {row['responsible']}" if row["responsible"] else row["answer"]


def request(row: Row, voice: Voice, *, is_extended: bool = False) -> Tree:
    """One service request. Of one that is not public nothing is said but where it stands."""
    is_told = is_public(row)
    tree = _standing(row, voice) | (_content(row, voice) if is_told else _NOTHING)
    if is_told and row.get("distance") is not None:
        tree["distance"] = round(row["distance"], 1)
    if is_told and is_extended:
        tree |= _extended(row, voice)
    return tree


def _standing(row: Row, voice: Voice) -> Tree:
    return {
        "service_request_id": str(row["id"]),
        "status": status_of(row["state"]),
        "status_notes": status_notes(row, voice),
        "service_name": voice.choose(row["service_vi"], row["service_en"]),
        "service_code": row["service_code"],
        "agency_responsible": voice.choose(row["unit_vi"], row["unit_en"]),
        "service_notice": None,
        "requested_datetime": written(row["created_at"]),
        "updated_datetime": written(row["updated_at"]),
        "expected_datetime": written(row["due_at"]),
    }


_NOTHING: Tree = dict.fromkeys(("description", "address", "address_id", "zipcode", "lat", "long", "media_url"))


def _content(row: Row, voice: Voice) -> Tree:
    photos: list[str] = row["photos"] or []
    return {
        "description": row["description"],
        "address": row["address"] or row["ward_name"],
        "address_id": None,
        "zipcode": None,
        "lat": round(row["lat"], 5),
        "long": round(row["lon"], 5),
        "media_url": voice.photo(row["id"], photos[0]) if photos else None,
    }


def _extended(row: Row, voice: Voice) -> Tree:
    is_closed = row["state"] in CLOSED_IN_PUBLIC
    photos: list[str] = [*(row["photos"] or []), *((row["answer_photos"] or []) if is_closed else [])]
    return {
        "extended_attributes": {
            "code": f"PA-{row['number']:06d}",
            "detailed_status": shown_state(row).value,
            "outcome": row["outcome"].value if row["outcome"] and row["state"] in CLOSED_IN_PUBLIC else None,
            "group": voice.choose(row["group_vi"], row["group_en"]),
            "ward_code": row["ward_code"],
            "ward_name": row["ward_name"],
            "location": "ward" if row["is_ward_only"] else "point",
            "title": row["title"],
            "service_object_id": row["service_object_id"],
            "service_object_type": row["service_object_type"],
            "media_urls": [voice.photo(row["id"], sha256) for sha256 in photos],
        },
        "attributes": row["attributes"] or [],
        "notes": [_note(row, each, voice) for each in row["steps"] or []],
    }


def _note(row: Row, step: Mapping[str, str], voice: Voice) -> Tree:
    action = Action(step["action"])
    return {
        "datetime": written(datetime.fromisoformat(step["at"])),
        "description": _told(row, action, voice),
        "type": _STEPS[action].value,
    }


def _told(row: Row, action: Action, voice: Voice) -> str:
    if action is Action.RESOLVE and row["state"] in CLOSED_IN_PUBLIC and row["answer"]:
        return _answered(row, voice)
    said = voice.say(STATUS_NOTES[_STEPS[action]])
    unit = voice.choose(row["unit_vi"], row["unit_en"])
    return f"{said}: {unit}" if action in {Action.ASSIGN, Action.TRANSFER} and unit else said


def update(row: Row, voice: Voice) -> Tree:
    action: Action = row["action"]
    photos: list[str] = row["answer_photos"] or []
    shows_photo = action is Action.RESOLVE and row["state"] in CLOSED_IN_PUBLIC and photos
    return {
        "update_id": str(row["id"]),
        "service_request_id": str(row["report_id"]),
        "status": UPDATE_STATUS[action],
        "updated_datetime": written(row["at"]),
        "description": _told(row, action, voice),
        "media_url": voice.photo(row["report_id"], photos[0]) if shows_photo else None,
        "external_status_code": _STEPS[action].value,
        "customer_reference": f"PA-{row['number']:06d}",
    }
