"""The documents of a report that has just come, rendered for hundreds a second.

Nearly everything in them is the same for every new report of a category: it is rendered once by the ordinary views
and kept; of each report only what is its own is put in. A test compares the outcome with the ordinary views'.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from pydantic import BaseModel

from hueioc.cloudevents import encode_value
from hueioc.ids import uuid7
from hueioc.outbox import Kind, Outgoing, event_message
from reflection import views
from reflection.events import PLACE_DECIMALS, event_of
from reflection.models import Category, Medium, Report
from reflection.schemas.files import own_file, staff_file
from reflection.service.drafting import Draft, Spot
from reflection.service.submit import nothing_yet
from reflection.states import Action, Source, State

_SOME_ID = UUID(int=0)
_Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Messages:
    """What a new report sends out and answers with."""

    own: bytes
    event: Outgoing
    desk: Outgoing


class Rendering:
    """Renders new reports of one category."""

    def __init__(self, category: Category) -> None:
        sample = _sample(category)
        event = event_of(Action.SUBMIT, sample)
        self._own = _plain(views.own_report(sample))
        self._desk = _plain(views.staff_report(sample))
        self._event = _plain(event)
        message = event_message(event, subject_id="", version=1, at=sample.created_at)
        self._event_subject, self._event_headers = message.subject, message.headers
        self._desk_headers = views.STAFF_REPORT.headers("", version=1)
        self._own_file = _plain(own_file(sample.media[0], _SOME_ID))
        self._desk_file = _plain(staff_file(sample.media[0], _SOME_ID))

    def of(self, draft: Draft, number: int, traceparent: str) -> Messages:
        """`number` is the one in the report's code."""
        report_id, code = str(draft.id), f"PA-{number:06d}"
        at = iso(draft.at)
        its_own = {
            "id": report_id,
            "code": code,
            "description": draft.description,
            "attributes": draft.attributes,
            "reported_at": at,
            "updated_at": at,
        }
        exact = _place(draft, draft.exact or draft.public)
        own_files = [self._own_file | {"id": str(each.id)} for each in draft.media]
        desk_files = [self._desk_file | {"id": str(each.id)} for each in draft.media]
        own = self._own | its_own | {"place": exact, "files": own_files}
        desk = self._desk | its_own | {"place": exact, "files": desk_files, "state_since": at}
        event = self._event | {
            "report_id": report_id,
            "code": code,
            "lat": round(draft.public.lat, PLACE_DECIMALS),
            "lon": round(draft.public.lon, PLACE_DECIMALS),
            "ward": draft.ward_code,
            "at": at,
        }
        return Messages(orjson.dumps(own), self._told(event, report_id, at, traceparent), self._shown(desk, report_id))

    def _told(self, event: _Document, report_id: str, at: str, traceparent: str) -> Outgoing:
        event_id = uuid7()
        headers = self._event_headers | {"ce-id": str(event_id), "ce-subject": report_id, "ce-time": encode_value(at)}
        if traceparent:
            headers["ce-traceparent"] = traceparent
        return Outgoing(Kind.EVENT, self._event_subject, headers, orjson.dumps(event), event_id)

    def _shown(self, desk: _Document, report_id: str) -> Outgoing:
        view = views.STAFF_REPORT
        headers = self._desk_headers | {"Hue-Route": view.route.format(key=report_id)}
        return Outgoing(Kind.VIEW, view.subject(report_id), headers, orjson.dumps(desk))


def iso(moment: datetime) -> str:
    """As the documents write it: RFC 3339 in UTC with `Z`."""
    return moment.isoformat().replace("+00:00", "Z")


def _place(draft: Draft, spot: Spot) -> _Document:
    return {
        "lat": round(spot.lat, PLACE_DECIMALS),
        "lon": round(spot.lon, PLACE_DECIMALS),
        "address": spot.address,
        "ward": draft.ward_code,
        "ward_name": draft.ward_name,
    }


def _sample(category: Category) -> Report:
    """Any report of the category that has just come."""
    medium = Medium(id=_SOME_ID, is_answer=False, position=0, sha256="")
    moment = category.valid_from
    return Report(
        id=_SOME_ID,
        number=0,
        version=1,
        created_at=moment,
        updated_at=moment,
        source=Source.APP,
        priority=category.priority,
        category=category,
        category_code=category.code,
        category_from=category.valid_from,
        description="",
        address="",
        lat=0.0,
        lon=0.0,
        cell=0,
        ward_code="",
        ward_name="",
        assign_note="",
        moderation_note="",
        state=State.RECEIVED,
        state_since=moment,
        attributes=[],
        media=[medium],
        **nothing_yet(),
    )


def _plain(document: BaseModel) -> _Document:
    return orjson.loads(document.model_dump_json())
