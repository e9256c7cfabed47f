"""Idempotency keys (draft-ietf-httpapi-idempotency-key-header): the answer is stored with the effect.

The row is written in the transaction of the effect, so a key is either unused or has its answer. A repeat of the
same request gets the stored answer with `Idempotent-Replayed: true`; another request under the same key gets 422;
one whose first try is still running gets 409.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Column, DateTime, Index, LargeBinary, SmallInteger, Table, func, insert, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from hueioc.errors import Conflict, Invalid, Problem
from hueioc.errors import Text as Sentence
from hueioc.mechanism import MECHANISM

TTL = timedelta(hours=24)
REPLAYED = "Idempotent-Replayed"
_KEY = re.compile(r'"?([\x21\x23-\x7e]{1,128})"?\Z')
_KEPT_HEADERS = ("content-type", "location", "etag", "hue-seq", "content-language")

idempotency = Table(
    "idempotency",
    MECHANISM,
    Column("scope", LargeBinary, primary_key=True),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("status", SmallInteger, nullable=False),
    Column("headers", JSONB, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
Index("ix_idempotency_created_at", idempotency.c.created_at)


class KeyMissing(Problem):
    status, code = 400, "idempotency-key-missing"
    title = Sentence(
        "Thiếu Idempotency-Key: hãy gửi một mã riêng cho mỗi lần thao tác",
        "Idempotency-Key is missing: send one key of your own for each action",
    )


class KeyReused(Invalid):
    code = "idempotency-key-reused"
    title = Sentence(
        "Idempotency-Key này đã dùng cho một yêu cầu khác; hãy dùng mã mới",
        "This Idempotency-Key was used for another request; use a new one",
    )


class StillRunning(Conflict):
    code = "idempotency-key-running"
    title = Sentence("Yêu cầu này đang được xử lý; hãy thử lại sau", "This request is still running; try again shortly")


@dataclass(frozen=True)
class Claim:
    """One use of a key: whose, for which route, with which content."""

    scope: bytes
    fingerprint: bytes

    @property
    def lock(self) -> int:
        return int.from_bytes(self.scope[:8], "big", signed=True)


def claim(*, client: str, method: str, path: str, key: str, body: bytes) -> Claim:
    """Raises `KeyMissing` when the key is absent or not a token of 1 to 128 visible characters."""
    match = _KEY.match(key.strip())
    if not match:
        raise KeyMissing
    scope = hashlib.sha256("\0".join((client, method, path, match[1])).encode()).digest()
    return Claim(scope, hashlib.sha256(body).digest())


async def begin(session: AsyncSession, use: Claim) -> Response | None:
    """The stored answer, or None when the request is to be carried out now."""
    locked = await session.scalar(select(func.pg_try_advisory_xact_lock(use.lock)))
    if not locked:
        raise StillRunning(headers={"Retry-After": "1"})
    row = (await session.execute(select(idempotency).where(idempotency.c.scope == use.scope))).one_or_none()
    if row is None:
        return None
    if row.fingerprint != use.fingerprint:
        raise KeyReused
    return Response(row.body, row.status, headers=row.headers | {REPLAYED: "true"})


async def finish(session: AsyncSession, use: Claim, response: Response) -> None:
    kept: dict[str, Any] = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    await session.execute(
        insert(idempotency).values(
            scope=use.scope,
            fingerprint=use.fingerprint,
            status=response.status_code,
            headers=kept,
            body=bytes(response.body),
        )
    )
