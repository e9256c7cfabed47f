"""What a hot write shares with every other write, for many at once: idempotency keys, person keys, outbox rows.

Used inside the transaction of a `hueioc.grouped.GroupedCommit`. Two groups that carry the same key at the same moment
meet at the primary key of `idempotency`; the loser is tried again alone and finds the winner's answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg
import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hueioc.clock import now
from hueioc.idempotency import REPLAYED, Claim, KeyReused
from hueioc.outbox import Outgoing
from hueioc.personal.keys import KEY_BYTES, KeyRing

_STORED = "select scope, fingerprint, status, headers, body from idempotency where scope = any($1::bytea[])"
_STORE = "insert into idempotency (scope, fingerprint, status, headers, body) values ($1, $2, $3, $4::jsonb, $5)"
_KEYS = "select person_id, kek_id, wrapped from person_keys where person_id = any($1::uuid[])"
_NEW_KEYS = """
    insert into person_keys (person_id, kek_id, wrapped, created_at)
    select p, $2, w, $4 from unnest($1::uuid[], $3::bytea[]) as t(p, w) on conflict do nothing
"""
_OUTBOX = """
    insert into outbox (event_id, kind, subject, headers, payload)
    select e, k, s, h, p from unnest($1::uuid[], $2::smallint[], $3::text[], $4::jsonb[], $5::bytea[])
        with ordinality as t(e, k, s, h, p, place) order by place
    returning pg_current_xact_id()::text
"""


@dataclass(frozen=True)
class Answer:
    """What is sent back, and kept with the key."""

    status: int
    headers: dict[str, str]
    body: bytes

    def replayed(self) -> "Answer":
        return Answer(self.status, self.headers | {REPLAYED: "true"}, self.body)


async def stored_answers(connection: asyncpg.Connection, uses: Iterable[Claim]) -> dict[bytes, "Answer | KeyReused"]:
    """By scope, for the keys that were used before: the answer to repeat, or the refusal of another content."""
    asked = {use.scope: use for use in uses}
    found: dict[bytes, Answer | KeyReused] = {}
    for row in await connection.fetch(_STORED, list(asked)):
        if row["fingerprint"] != asked[row["scope"]].fingerprint:
            found[row["scope"]] = KeyReused()
        else:
            found[row["scope"]] = Answer(row["status"], orjson.loads(row["headers"]), row["body"]).replayed()
    return found


async def store_answers(connection: asyncpg.Connection, answers: Sequence[tuple[Claim, Answer]]) -> None:
    await connection.executemany(
        _STORE,
        [
            (use.scope, use.fingerprint, answer.status, orjson.dumps(answer.headers).decode(), answer.body)
            for use, answer in answers
        ],
    )


async def keys_of_people(connection: asyncpg.Connection, people: set[UUID], ring: KeyRing) -> dict[UUID, bytes | None]:
    """Every person's key, made where there was none; None for an erased person."""
    found = await _existing(connection, people, ring)
    missing = sorted(people - found.keys())
    if missing:
        wrapped = [ring.wrap(person, AESGCM.generate_key(8 * KEY_BYTES)) for person in missing]
        await connection.execute(_NEW_KEYS, missing, ring.current_id, wrapped, now())
        found |= await _existing(connection, set(missing), ring)
    return found


async def _existing(connection: asyncpg.Connection, people: set[UUID], ring: KeyRing) -> dict[UUID, bytes | None]:
    return {
        row["person_id"]: None
        if row["wrapped"] is None
        else ring.unwrap(row["person_id"], row["kek_id"], row["wrapped"])
        for row in await connection.fetch(_KEYS, list(people))
    }


async def write_outbox(connection: asyncpg.Connection, messages: Sequence[Outgoing]) -> int:
    """The rows in their order; the position of this transaction."""
    position = await connection.fetchval(
        _OUTBOX,
        [message.event_id for message in messages],
        [int(message.kind) for message in messages],
        [message.subject for message in messages],
        [orjson.dumps(message.headers).decode() for message in messages],
        [message.payload for message in messages],
    )
    return int(position or 0)
