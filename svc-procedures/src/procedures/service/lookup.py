"""A citizen without an account finds a dossier by its code and the last digits of the telephone number given.

Who guesses learns nothing: wrong code and wrong digits take the same statements to the same answer, and both use up
the same turns, of the address and of the code.
"""

import hmac
from datetime import timedelta
from math import ceil
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import now
from hueioc.db import Database
from hueioc.errors import invalid_field
from hueioc.personal.vault import Vault
from procedures import schemas
from procedures.errors import NothingFound, TooManyLookups
from procedures.queries import intake
from procedures.queries.intake import Limit
from procedures.rules.codes import code_of
from procedures.rules.digits import LEAST, MOST, digits_of
from procedures.service import documents
from procedures.service.owners import ending_token
from procedures.service.reckoning import rules_now

_NOBODY = b"\0" * 32


async def look_up(database: Database, vault: Vault, address: str, asked: schemas.Lookup) -> schemas.LookedUp:
    """Two transactions: a turn is used up whatever comes of it. Raises `NothingFound`, `TooManyLookups`."""
    code, digits = _written(asked), digits_of(asked.digits)
    by_code = vault.token("lookup-code", code)
    async with database.transaction() as session:
        await _take_turns(session, vault.token("lookup-address", address), by_code)
    async with database.transaction() as session:
        found = await _found(session, vault, code, digits)
        if found is None:
            raise NothingFound
        await intake.begin_anew(session, by_code)
        return await documents.looked_up(session, found)


def _written(asked: schemas.Lookup) -> str:
    """What is no code and no number is said before a turn is used up: it finds nothing whoever asks."""
    code = code_of(asked.code)
    if code is None:
        raise invalid_field(
            "/code",
            "Mã hồ sơ không đúng dạng, ví dụ 000.00.01.H57-260302-0001",
            "This is no code of a dossier, such as 000.00.01.H57-260302-0001",
        )
    if not LEAST <= len(digits_of(asked.digits)) <= MOST + 2:
        raise invalid_field(
            "/digits", "Nhập ít nhất 4 số cuối của số điện thoại", "Enter at least the last 4 digits of the number"
        )
    return code.text


async def _take_turns(session: AsyncSession, by_address: bytes, by_code: bytes) -> None:
    rules = await rules_now(session)
    wait = 0.0
    for key, name, interval in (
        (by_address, "lookups-per-address", "lookup-address-interval-s"),
        (by_code, "lookups-per-code", "lookup-code-interval-s"),
    ):
        limit = Limit(key, int(rules[name]), timedelta(seconds=int(rules[interval])))
        wait = max(wait, await intake.take_turn(session, limit, now()))
    if wait:
        raise TooManyLookups(headers={"Retry-After": str(ceil(wait))}, extra={"retry_after_s": ceil(wait)})


async def _found(session: AsyncSession, vault: Vault, code: str, digits: str) -> UUID | None:
    wanted = ending_token(vault, code, digits[-MOST:])
    row = await intake.tokens_of(session, code)
    tokens = list(row[1]) if row else []
    tokens += [_NOBODY] * (MOST - LEAST + 1 - len(tokens))  # as many comparisons for every dossier, and for none
    matches = [hmac.compare_digest(wanted, token) for token in tokens]
    return row[0] if row and any(matches) else None
