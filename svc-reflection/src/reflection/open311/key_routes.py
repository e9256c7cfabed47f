"""Keys of partners, for supervisors: given, seen, taken back."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from hueioc.audit import record
from hueioc.auth.access import Caller, allow
from hueioc.auth.principal import Role
from hueioc.clock import now
from hueioc.edge import EdgeRoute, Session, without_key
from hueioc.errors import NotFound
from reflection.models import Open311Key
from reflection.open311 import key_queries
from reflection.open311.keys import KIND, new_key
from reflection.routes.ports import VaultPort

SUPERVISOR = allow(Role.SUPERVISOR)
MOST_PER_DAY = 1_000_000

router = APIRouter(prefix="/v1/ops/open311-keys", route_class=EdgeRoute, tags=["Open311"])


class Open311KeyCreate(BaseModel):
    """`per_day`: reports and updates within 24 hours; null: no limit."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    per_day: Annotated[int, Field(ge=1, le=MOST_PER_DAY)] | None = None


class Open311KeyShown(BaseModel):
    id: UUID
    name: str
    per_day: int | None
    created_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None
    """The last report or update that came with it."""


class Open311KeyGiven(Open311KeyShown):
    api_key: str
    """Shown now and never again; only a keyed hash is kept."""


class Open311Keys(BaseModel):
    items: list[Open311KeyShown]


@router.get("", dependencies=[SUPERVISOR])
async def list_open311_keys(session: Session) -> Open311Keys:
    """Every key that was ever given, the newest first."""
    rows = await key_queries.all_keys(session)
    return Open311Keys(items=[Open311KeyShown(**_fields(row, used)) for row, used in rows])


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[SUPERVISOR])
@without_key  # what answers a repeated request would keep the key
async def give_open311_key(
    session: Session, vault: VaultPort, caller: Caller, data: Open311KeyCreate, response: Response
) -> Open311KeyGiven:
    """A new key for a partner; it is in this answer only."""
    limits = {"per_day": data.per_day} if data.per_day else {}
    api_key = new_key(session, vault, data.name, limits=limits)
    await session.flush()
    row = await key_queries.key_of(session, vault.token(KIND, api_key))
    if row is None:
        raise NotFound
    await record(session, caller.subject, "open311-key.given", str(row.id), {"name": data.name, **limits})
    response.headers["Cache-Control"] = "private, no-store"
    return Open311KeyGiven(**_fields(row, None), api_key=api_key)


@router.delete("/{key_id}", status_code=status.HTTP_204_NO_CONTENT, dependencies=[SUPERVISOR])
async def revoke_open311_key(session: Session, caller: Caller, key_id: UUID) -> None:
    """The key opens nothing from now on; what came with it stays. Doing it again changes nothing."""
    row = await key_queries.key_by_id(session, key_id)
    if row is None:
        raise NotFound
    if row.revoked_at is None:
        row.revoked_at = now()
        await record(session, caller.subject, "open311-key.revoked", str(key_id))


def _fields(row: Open311Key, used: datetime | None) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "per_day": row.limits.get("per_day"),
        "created_at": row.created_at,
        "revoked_at": row.revoked_at,
        "last_used_at": used,
    }
