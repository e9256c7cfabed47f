"""Taking reports in, many in one statement: the service's hottest write (architecture, write path b).

The same rules and the same rows as `submit`, which remains the way for everything that is not plain: a key or an id
that was used before, a locked account, a file that is not there, an erased person.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

import asyncpg
import orjson

from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.hot import new_keys
from hueioc.idempotency import Claim
from hueioc.ids import uuid7
from hueioc.outbox import Outgoing
from hueioc.personal.keys import KeyRing
from hueioc.personal.sealed import seal
from reflection.models import Category
from reflection.queries import intake as statement
from reflection.schemas import ReportCreate
from reflection.service.drafting import Draft, Intake, draft
from reflection.service.fresh import Messages, Rendering
from reflection.service.submit import person_of, personal_parts


@dataclass(frozen=True, slots=True)
class Submission:
    """A report that has passed every rule that needs no database."""

    use: Claim
    caller: Principal
    data: ReportCreate
    draft: Draft
    rendering: Rendering
    traceparent: str
    person: UUID
    person_token: bytes


class Taken(NamedTuple):
    """The document for the reporter, and the position of the transaction."""

    body: bytes
    position: int


class Desk(NamedTuple):
    """A category and how its new reports are rendered."""

    category: Category
    rendering: Rendering


def prepare(
    intake: Intake, desk: Desk, caller: Principal, data: ReportCreate, use: Claim, traceparent: str = ""
) -> Submission:
    """Raises what `draft` raises."""
    return Submission(
        use=use,
        caller=caller,
        data=data,
        draft=draft(intake, desk.category, data, at=now()),
        rendering=desk.rendering,
        traceparent=traceparent,
        person=person_of(caller),
        person_token=intake.vault.token("subject", caller.subject),
    )


class Group:
    """Writes one group of submissions; made per process for its key ring."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring

    async def write(self, connection: asyncpg.Connection, group: Sequence[Submission]) -> Sequence[Taken | None]:
        """One result per submission, in order; None: nothing was written, the ordinary way must decide."""
        people = sorted({each.person for each in group})
        before = await statement.before(connection, len(group), people)
        keys = {
            person: wrapped and self._ring.unwrap(person, kek, wrapped)
            for person, kek, wrapped in zip(before.people, before.keks, before.keys, strict=True)
        }
        if missing := [person for person in people if person not in keys]:
            keys |= await new_keys(connection, missing, self._ring)
        bodies: dict[int, bytes] = {}
        rows: list[Sequence[object]] = []
        files: list[statement.FileRow] = []
        for place, (each, number) in enumerate(zip(group, before.numbers, strict=True)):
            if key := keys[each.person]:
                messages = each.rendering.of(each.draft, number, each.traceparent)
                bodies[place] = messages.own
                rows.append(row_of(place, number, each, messages, key))
                files += file_rows(place, each)
        if not rows:
            return [None] * len(group)
        taken = await statement.take(connection, rows, files)
        return [Taken(bodies[place], taken.position) if place in taken.places else None for place in range(len(group))]


def row_of(place: int, number: int, each: Submission, messages: Messages, key: bytes) -> Sequence[object]:
    """The values of `statement.COLUMNS`, in their order."""
    made, use = each.draft, each.use
    exact = made.exact or (None, None, None)
    contact, original = personal_parts(each.data)
    return (
        place,
        use.scope,
        use.fingerprint,
        messages.own,
        made.id,
        number,
        made.at,
        made.category.code,
        made.category.valid_from,
        made.category.priority.value,
        made.description,
        made.public.address,
        made.public.lat,
        made.public.lon,
        *exact,
        made.cell,
        made.ward_code,
        made.ward_name,
        made.taken_at,
        json.dumps(made.attributes, ensure_ascii=False) if made.attributes else "[]",
        each.person,
        each.person_token,
        seal(key, contact, f"identities.contact.{made.id}".encode()),
        seal(key, original, f"identities.original.{made.id}".encode()),
        uuid7(),
        min((role.value for role in each.caller.roles), default=""),
        *_message(messages.event),
        *_message(messages.desk),
    )


def _message(message: Outgoing) -> Sequence[object]:
    return message.event_id, message.subject, orjson.dumps(message.headers).decode(), message.payload


def file_rows(place: int, each: Submission) -> list[statement.FileRow]:
    owner = each.caller.subject
    return [
        statement.FileRow(place, owner, file.id, position, file.sha256)
        for position, file in enumerate(each.draft.media)
    ]
