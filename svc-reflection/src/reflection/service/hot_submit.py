"""Taking reports in, many in one transaction: the service's hottest write (architecture, write path b).

The same rules and the same rows as `submit`, which remains the way for the rare cases: an id that is already there
under another key. What can be refused without the database is refused before a report joins a group.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import Problem
from hueioc.hot import Answer, keys_of_people, store_answers, stored_answers, write_outbox
from hueioc.idempotency import Claim
from hueioc.outbox import Outgoing, event_message
from hueioc.personal.keys import Erased, KeyRing
from hueioc.personal.sealed import seal
from reflection import views
from reflection.events import event_of
from reflection.models import Category, Report
from reflection.schemas import ReportCreate
from reflection.service.submit import (
    Intake,
    account_locked,
    drafted,
    first_line,
    missing_media,
    person_of,
    personal_parts,
)
from reflection.states import Action

_NUMBERS = """
    select nextval(pg_get_serial_sequence('reports', 'number')) from generate_series(1, $1)
"""
_EXISTING = "select id from reports where id = any($1::uuid[])"
_UPLOADED = """
    select owner, sha256 from uploads where state = 'complete'
    and (owner, sha256) in (select o, s from unnest($1::text[], $2::text[]) as t(o, s))
"""
_REPORTS = """
    insert into reports (id, number, version, created_at, updated_at, state, priority, source, category_code,
        description, address, lat, lon, cell, ward_code, ward_name, taken_at, assign_note, moderation_note,
        state_since, category_from, exact_lat, exact_lon, exact_address, attributes)
    overriding system value
    values ($1, $2, 1, $3, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, '', '', $3,
        $16, $17, $18, $19, $20)
"""
_LOCKED = """
    select distinct on (person_token) person_token, id, reason, locked_until from account_locks
    where person_token = any($1::bytea[]) and lifted_at is null and locked_until > $2
    order by person_token, locked_until desc
"""
_IDENTITIES = """
    insert into identities (report_id, person_id, person_token, sealed_contact, sealed_original)
    values ($1, $2, $3, $4, $5)
"""
_MEDIA = """
    insert into media (id, report_id, is_answer, position, sha256, created_at, updated_at)
    values ($1, $2, false, $3, $4, $5, $5)
"""
_HISTORY = """
    insert into history (id, report_id, action, target, actor, actor_role, note, rule_version, version, at)
    values ($1, $2, $3, $4, $5, $6, '', $7, 1, $8)
"""


@dataclass(frozen=True)
class Submission:
    """A report that has passed every rule that needs no database."""

    use: Claim
    caller: Principal
    data: ReportCreate
    report: Report
    person: UUID
    person_token: bytes


@dataclass(frozen=True)
class Taken:
    """The answer and the position of its transaction (0 for a repeated one); None: take the ordinary way."""

    answer: Answer | None
    position: int


def prepare(intake: Intake, category: Category, caller: Principal, data: ReportCreate, use: Claim) -> Submission:
    """Raises what `submit` raises for a wrong place or moment."""
    report = drafted(intake, category, data, at=now())
    report.history.append(first_line(report.id, caller))
    return Submission(
        use=use,
        caller=caller,
        data=data,
        report=report,
        person=person_of(caller),
        person_token=intake.vault.token("subject", caller.subject),
    )


class Group:
    """Writes one group of submissions; made per process for its key ring."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring

    async def write(self, connection: asyncpg.Connection, group: Sequence[Submission]) -> Sequence["Taken | Problem"]:
        """One result per submission, in order; a refused one is a problem and nothing of it is kept."""
        stored = await stored_answers(connection, [each.use for each in group])
        fresh: dict[bytes, Submission] = {}
        for each in group:
            if each.use.scope not in stored:
                fresh.setdefault(each.use.scope, each)
        known = await self._existing(connection, list(fresh.values()))
        refused = await self._refused(connection, fresh)
        keys = await keys_of_people(connection, {each.person for each in fresh.values()}, self._ring)
        for scope, each in fresh.items():
            if keys[each.person] is None:
                refused[scope] = Erased()
        taking = {scope: each for scope, each in fresh.items() if scope not in refused and each.report.id not in known}
        answers, position = await self._take(connection, list(taking.values()), keys) if taking else ({}, 0)
        return [self._result(each, stored, refused, answers, position) for each in group]

    def _result(
        self,
        each: Submission,
        stored: Mapping[bytes, "Answer | Problem"],
        refused: Mapping[bytes, Problem],
        answers: Mapping[bytes, Answer],
        position: int,
    ) -> "Taken | Problem":
        scope = each.use.scope
        if found := stored.get(scope) or refused.get(scope):
            return found if isinstance(found, Problem) else Taken(found, 0)
        return Taken(answers.get(scope), position)

    async def _existing(self, connection: asyncpg.Connection, group: Sequence[Submission]) -> set[UUID]:
        rows = await connection.fetch(_EXISTING, [each.report.id for each in group])
        return {row["id"] for row in rows}

    async def _refused(self, connection: asyncpg.Connection, fresh: Mapping[bytes, Submission]) -> dict[bytes, Problem]:
        """Submissions of locked accounts, and those that name a file which their caller has not uploaded."""
        refused = await self._locked(connection, fresh)
        named = [(each.caller.subject, sha256) for each in fresh.values() for sha256 in each.data.media]
        if not named:
            return refused
        owners, files = zip(*named, strict=True)
        uploaded = {(row["owner"], row["sha256"]) for row in await connection.fetch(_UPLOADED, owners, files)}
        for scope, each in fresh.items():
            missing = [n for n, sha in enumerate(each.data.media) if (each.caller.subject, sha) not in uploaded]
            if missing:
                refused.setdefault(scope, missing_media(missing))
        return refused

    async def _locked(self, connection: asyncpg.Connection, fresh: Mapping[bytes, Submission]) -> dict[bytes, Problem]:
        people = list({each.person_token for each in fresh.values()})
        locks = {row["person_token"]: row for row in await connection.fetch(_LOCKED, people, now())}
        return {
            scope: account_locked(lock["id"], lock["reason"], lock["locked_until"])
            for scope, each in fresh.items()
            if (lock := locks.get(each.person_token))
        }

    async def _take(
        self, connection: asyncpg.Connection, group: list[Submission], keys: Mapping[UUID, bytes | None]
    ) -> tuple[dict[bytes, Answer], int]:
        numbers = await connection.fetch(_NUMBERS, len(group))
        answers: list[tuple[Claim, Answer]] = []
        messages: list[Outgoing] = []
        for each, number in zip(group, numbers, strict=True):
            each.report.number, each.report.version = number[0], 1
            answers.append((each.use, created(each.report)))
            messages += published(each.report)
        await connection.executemany(_REPORTS, [report_row(each.report) for each in group])
        await connection.executemany(_IDENTITIES, [identity_row(each, keys[each.person] or b"") for each in group])
        await connection.executemany(_HISTORY, [history_row(each.report) for each in group])
        if media := [row for each in group for row in media_rows(each.report)]:
            await connection.executemany(_MEDIA, media)
        await store_answers(connection, answers)
        position = await write_outbox(connection, messages)
        return {use.scope: answer for use, answer in answers}, position


def created(report: Report) -> Answer:
    body = views.own_report(report).model_dump_json().encode()
    return Answer(201, {"content-type": "application/json", "location": f"/v1/reports/mine/{report.id}"}, body)


def published(report: Report) -> list[Outgoing]:
    event = event_message(event_of(Action.SUBMIT, report), subject_id=str(report.id), version=1, at=report.created_at)
    return [event, views.STAFF_REPORT.message(str(report.id), views.staff_report(report), version=1)]


def report_row(report: Report) -> tuple[object, ...]:
    return (
        report.id,
        report.number,
        report.created_at,
        report.state.value,
        report.priority.value,
        report.source.value,
        report.category.code,
        report.description,
        report.address,
        report.lat,
        report.lon,
        report.cell,
        report.ward_code,
        report.ward_name,
        report.taken_at,
        report.category_from,
        report.exact_lat,
        report.exact_lon,
        report.exact_address,
        json.dumps(report.attributes, ensure_ascii=False),
    )


def identity_row(each: Submission, key: bytes) -> tuple[object, ...]:
    contact, original = personal_parts(each.data)
    report_id = each.report.id
    return (
        report_id,
        each.person,
        each.person_token,
        seal(key, contact, f"identities.contact.{report_id}".encode()),
        seal(key, original, f"identities.original.{report_id}".encode()),
    )


def media_rows(report: Report) -> list[tuple[UUID, UUID, int, str, datetime]]:
    return [(each.id, report.id, each.position, each.sha256, report.created_at) for each in report.media]


def history_row(report: Report) -> tuple[object, ...]:
    line = report.history[0]
    return (
        line.id,
        report.id,
        line.action.value,
        line.target.value,
        line.actor,
        line.actor_role,
        line.rule_version,
        report.created_at,
    )
