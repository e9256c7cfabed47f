"""The organisations of the city; in development also an account for each role of the console."""

import tomllib
from importlib.resources import files
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.models import Agency, Responsibility, Unit
from gateway.organisations.announce import announce
from gateway.seed.accounts import seed_accounts
from hueioc.runtime import Runtime
from hueioc.settings import Env


async def seed(runtime: Runtime) -> None:
    """Write agencies, units and the wards they answer for; existing rows stay as they are."""
    async with runtime.database.transaction() as session:
        await _organisations(session)
    if runtime.settings.env is Env.DEV:
        await seed_accounts(runtime)


async def _organisations(session: AsyncSession) -> None:
    document = tomllib.loads(files("gateway.seed").joinpath("organisations.toml").read_text(encoding="utf-8"))
    units: list[dict[str, Any]] = document["unit"]
    dated = {"valid_from": document["valid_from"], "valid_to": None, "version": 1}
    for unit in units:
        names = {"name_vi": unit["vi"], "name_en": unit["en"]} | dated
        agency_id, unit_id = UUID(unit["agency"]), UUID(unit["id"])
        agency = {"id": agency_id, "code": unit["code"], **names}
        made = insert(Agency).values(agency).on_conflict_do_nothing().returning(Agency.id)
        if await session.scalar(made) is None:
            continue
        await session.execute(
            insert(Unit).values({"id": unit_id, "agency_id": agency_id, "code": unit["code"], **names})
        )
        if ward := unit.get("ward"):
            session.add(Responsibility(ward_code=ward, unit_id=unit_id, valid_from=document["valid_from"]))
        await session.flush()
        await announce(session, await session.get_one(Agency, agency_id))
        await announce(session, await session.get_one(Unit, unit_id))
    for row in (await session.scalars(select(Responsibility).where(Responsibility.version == 1))).all():
        await announce(session, row)
