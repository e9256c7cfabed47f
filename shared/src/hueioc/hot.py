"""What hot writes share with every other write, for many at once: the keys of people.

Two groups that carry the same idempotency key at the same moment meet at the primary key of `idempotency`; the loser
is tried again alone and finds the winner's answer.
"""

from collections.abc import Sequence
from uuid import UUID

import asyncpg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hueioc.clock import now
from hueioc.personal.keys import KEY_BYTES, KeyRing

_KEYS = "select person_id, kek_id, wrapped from person_keys where person_id = any($1::uuid[])"
_NEW_KEYS = """
    insert into person_keys (person_id, kek_id, wrapped, created_at)
    select p, $2, w, $4 from unnest($1::uuid[], $3::bytea[]) as t(p, w) on conflict do nothing
"""


async def new_keys(connection: asyncpg.Connection, people: Sequence[UUID], ring: KeyRing) -> dict[UUID, bytes | None]:
    """Keys for people who had none a moment ago; None for somebody who was erased meanwhile."""
    wrapped = [ring.wrap(person, AESGCM.generate_key(8 * KEY_BYTES)) for person in people]
    await connection.execute(_NEW_KEYS, people, ring.current_id, wrapped, now())
    return {
        row["person_id"]: row["wrapped"] and ring.unwrap(row["person_id"], row["kek_id"], row["wrapped"])
        for row in await connection.fetch(_KEYS, people)
    }
