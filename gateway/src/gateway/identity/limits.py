"""How often something may be tried: GCRA in the database, so that all workers and restarts count together.

Keys are keyed hashes: a table of limits tells no phone number and no address.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import DateTime, func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.identity.errors import LockedOut, SignInTooOften
from gateway.models import Lockout, RateLimit
from hueioc.clock import now

FREE_FAILURES = 5
FIRST_LOCK = timedelta(seconds=30)
LONGEST_LOCK = timedelta(minutes=15)
MOMENT = DateTime(timezone=True)
FORGOTTEN_AFTER = timedelta(hours=24)


@dataclass(frozen=True)
class Limit:
    """`burst` tries at once, then one each `interval`."""

    name: str
    burst: int
    interval: timedelta


CODE_SOON = Limit("code-soon", 1, timedelta(seconds=45))
CODE_PER_PHONE = Limit("code-phone", 4, timedelta(minutes=15))
CODE_PER_ADDRESS = Limit("code-address", 30, timedelta(minutes=1))
TRY_PER_PHONE = Limit("try-phone", 12, timedelta(minutes=2))
TRY_PER_ADDRESS = Limit("try-address", 60, timedelta(seconds=20))
CLIENT_PER_ADDRESS = Limit("client-address", 120, timedelta(seconds=1))


async def take(session: AsyncSession, limit: Limit, key: bytes) -> None:
    """Use one try. Raises `SignInTooOften`, with `Retry-After` and the RateLimit fields of the IETF draft."""
    moment = now()
    window = limit.interval * limit.burst
    row_key = limit.name.encode() + b":" + key
    began = func.greatest(RateLimit.arrival, literal(moment, MOMENT), type_=MOMENT)
    statement = (
        insert(RateLimit)
        .values(key=row_key, arrival=moment + limit.interval)
        .on_conflict_do_update(
            index_elements=[RateLimit.key],
            set_={"arrival": began + limit.interval},
            where=began + limit.interval <= moment + window,
        )
        .returning(RateLimit.arrival)
    )
    if await session.scalar(statement) is not None:
        return
    arrival = await session.scalar(select(RateLimit.arrival).where(RateLimit.key == row_key))
    wait_s = max(1, ceil(((arrival or moment) + limit.interval - moment - window).total_seconds()))
    policy = f'"{limit.name}";q={limit.burst};w={ceil(window.total_seconds())}'
    raise SignInTooOften(
        headers={
            "Retry-After": str(wait_s),
            "RateLimit-Policy": policy,
            "RateLimit": f'"{limit.name}";r=0;t={wait_s}',
        },
        extra={"retry_after_s": wait_s},
    )


async def demand_unlocked(session: AsyncSession, login_token: bytes) -> None:
    """Raises `LockedOut` while this login has to wait; a login nobody has is locked in the same manner."""
    row = await session.get(Lockout, login_token)
    if row and row.locked_until and row.locked_until > now():
        wait_s = ceil((row.locked_until - now()).total_seconds())
        raise LockedOut(headers={"Retry-After": str(wait_s)}, extra={"retry_after_s": wait_s})


async def count_failure(session: AsyncSession, login_token: bytes) -> None:
    """From the fifth failure on, each doubles the wait."""
    moment = now()
    again = insert(Lockout).values(login_token=login_token, failures=1, updated_at=moment)
    statement = again.on_conflict_do_update(
        index_elements=[Lockout.login_token], set_={"failures": Lockout.failures + 1, "updated_at": moment}
    ).returning(Lockout.failures)
    failures = await session.scalar(statement) or 1
    row = await session.get(Lockout, login_token, populate_existing=True)
    if row:
        row.locked_until = lock_until(failures, moment)


def lock_until(failures: int, moment: datetime) -> datetime | None:
    if failures < FREE_FAILURES:
        return None
    return moment + min(LONGEST_LOCK, FIRST_LOCK * 2 ** min(failures - FREE_FAILURES, 10))


async def forget_failures(session: AsyncSession, login_token: bytes) -> None:
    row = await session.get(Lockout, login_token)
    if row:
        await session.delete(row)
