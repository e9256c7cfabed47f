"""The statement that takes in many reports at once: every row of every report, in one transaction of its own.

A report is left out, and nothing of it written, when its key was used before, its id is there already, its account
is locked, or it names a file that its sender has not uploaded: the ordinary way tells what is the matter.
"""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

import asyncpg

from reflection.states import RULES, Action, Source, State

_ROW = {
    "place": "int",
    "scope": "bytea",
    "fingerprint": "bytea",
    "body": "bytea",
    "id": "uuid",
    "number": "bigint",
    "at": "timestamptz",
    "category_code": "text",
    "category_from": "timestamptz",
    "priority": "text",
    "description": "text",
    "address": "text",
    "lat": "float8",
    "lon": "float8",
    "exact_lat": "float8",
    "exact_lon": "float8",
    "exact_address": "text",
    "cell": "bigint",
    "ward_code": "text",
    "ward_name": "text",
    "taken_at": "timestamptz",
    "attributes": "jsonb",
    "person_id": "uuid",
    "person_token": "bytea",
    "sealed_contact": "bytea",
    "sealed_original": "bytea",
    "line_id": "uuid",
    "actor_role": "text",
    "event_id": "uuid",
    "event_subject": "text",
    "event_headers": "jsonb",
    "event": "bytea",
    "view_id": "uuid",
    "view_subject": "text",
    "view_headers": "jsonb",
    "view": "bytea",
}
"""The columns of what is given, one array each."""
_FILE = {"report_place": "int", "owner": "text", "medium_id": "uuid", "position": "smallint", "sha256": "text"}


def _given(columns: dict[str, str], first: int) -> str:
    arrays = ", ".join(f"${number}::{kind}[]" for number, kind in enumerate(columns.values(), first))
    return f"unnest({arrays}) as given({', '.join(columns)})"


_TAKE = f"""
with given as materialized (select * from {_given(_ROW, 1)}),
files as materialized (select * from {_given(_FILE, 1 + len(_ROW))}),
absent as materialized (
    select report_place from files where not exists (
        select from uploads u where u.owner = files.owner and u.sha256 = files.sha256 and u.state = 'complete')
),
fresh as materialized (
    select * from given
    where not exists (select from idempotency i where i.scope = given.scope)
    and not exists (select from reports r where r.id = given.id)
    and not exists (select from account_locks l where l.person_token = given.person_token
        and l.lifted_at is null and l.locked_until > given.at)
    and place not in (select report_place from absent)
),
answers as (
    insert into idempotency (scope, fingerprint, status, headers, body)
    select scope, fingerprint, 201, jsonb_build_object('content-type', 'application/json', 'location',
        '/v1/reports/mine/' || id), body from fresh
),
rows as (
    insert into reports (id, number, version, created_at, updated_at, state, priority, source, category_code,
        category_from, description, address, lat, lon, exact_lat, exact_lon, exact_address, cell, ward_code, ward_name,
        taken_at, assign_note, moderation_note, state_since, attributes)
    overriding system value
    select id, number, 1, at, at, '{State.RECEIVED}', priority, '{Source.APP}', category_code,
        category_from, description, address, lat, lon, exact_lat, exact_lon, exact_address, cell, ward_code, ward_name,
        taken_at, '', '', at, attributes from fresh
),
people as (
    insert into identities (report_id, person_id, person_token, sealed_contact, sealed_original)
    select id, person_id, person_token, sealed_contact, sealed_original from fresh
),
lines as (
    insert into history (id, report_id, action, target, actor, actor_role, note, rule_version, version, at)
    select line_id, id, '{Action.SUBMIT}', '{State.RECEIVED}', 'reporter', actor_role, '', '{RULES}', 1, at from fresh
),
attached as (
    insert into media (id, report_id, is_answer, position, sha256, created_at, updated_at)
    select medium_id, fresh.id, false, position, sha256, at, at from files join fresh on place = report_place
),
told as (
    insert into outbox (event_id, kind, subject, headers, payload)
    select event_id, kind, subject, headers, payload from (
        select place, 0 as kind, event_id, event_subject as subject, event_headers as headers, event as payload
        from fresh
        union all select place, 1, view_id, view_subject, view_headers, view from fresh
    ) as message order by place, kind
)
select array_agg(place) as taken, pg_current_xact_id()::text as position from fresh
"""  # noqa: S608 - no user input
_BEFORE = """
select array(select nextval('reports_number_seq') from generate_series(1, $1)) as numbers,
    array(select person_id from person_keys where person_id = any($2::uuid[]) order by person_id) as people,
    array(select kek_id from person_keys where person_id = any($2::uuid[]) order by person_id) as keks,
    array(select wrapped from person_keys where person_id = any($2::uuid[]) order by person_id) as keys
"""


class FileRow(NamedTuple):
    """A file of a report; `report_place` is the report's place among the rows."""

    report_place: int
    owner: str
    medium_id: UUID
    position: int
    sha256: str


class Before(NamedTuple):
    """What a group needs from the database: a number for each report, and the wrapped keys of its people."""

    numbers: Sequence[int]
    people: Sequence[UUID]
    keks: Sequence[str]
    keys: Sequence[bytes | None]
    """None: the person was erased."""


class Taken(NamedTuple):
    """The places of the rows that were taken in, and the position of the transaction."""

    places: frozenset[int]
    position: int


async def before(connection: asyncpg.Connection, count: int, people: Sequence[UUID]) -> Before:
    row = await connection.fetchrow(_BEFORE, count, people)
    assert row is not None  # noqa: S101 - a select without `from` has one row
    return Before(*row)


async def take(connection: asyncpg.Connection, rows: Sequence[Sequence[object]], files: Sequence[FileRow]) -> Taken:
    """`rows`: the values of `COLUMNS` in their order, each at the place that its first value says."""
    columns = zip(*rows, strict=True)
    of_files = zip(*files, strict=True) if files else ((),) * len(_FILE)
    row = await connection.fetchrow(_TAKE, *columns, *of_files)
    assert row is not None  # noqa: S101 - an aggregate has one row
    return Taken(frozenset(row["taken"] or ()), int(row["position"]))


COLUMNS = tuple(_ROW)
