"""Reference data, and the demonstration data of an empty development database."""

import tomllib
from datetime import UTC, datetime, time
from importlib.resources import files
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from hueioc.runtime import Runtime
from reflection.models import Category, Unit


async def seed(runtime: Runtime) -> None:
    """Write categories and units; existing rows stay as they are."""
    async with runtime.database.transaction() as session:
        await session.execute(insert(Category).values(category_rows()).on_conflict_do_nothing())
        await session.execute(insert(Unit).values(unit_rows()).on_conflict_do_nothing())


def category_rows() -> list[dict[str, Any]]:
    document = _read("categories.toml")
    valid_from = datetime.combine(document["valid_from"], time.min, UTC)
    rows: list[dict[str, Any]] = []
    for group in document["group"]:
        for category in group["category"]:
            rows.append(
                {
                    "code": category["code"],
                    "group_code": group["code"],
                    "group_vi": group["vi"],
                    "group_en": group["en"],
                    "name_vi": category["vi"],
                    "name_en": category["en"],
                    "position": len(rows),
                    "valid_from": valid_from,
                    "valid_to": None,
                    "source": document["source"],
                }
            )
    return rows


def unit_rows() -> list[dict[str, Any]]:
    return [
        {"id": UUID(unit["id"]), "agency_id": UUID(unit["agency"]), "name_vi": unit["vi"], "name_en": unit["en"]}
        for unit in _read("units.toml")["unit"]
    ]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("reflection.seed").joinpath(name).read_text(encoding="utf-8"))
