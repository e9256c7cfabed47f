"""Reference data of the warning service."""

import tomllib
from importlib.resources import files
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy.dialects.postgresql import insert

from hueioc.runtime import Runtime
from warning.models import DraftRule, Hazard, RiskLevel, SituationRule


async def seed(runtime: Runtime) -> None:
    """Write what comes with the suite; existing rows stay as they are."""
    async with runtime.database.transaction() as session:
        for table, rows in (
            (Hazard, hazard_rows()),
            (RiskLevel, level_rows()),
            (DraftRule, draft_rows()),
            (SituationRule, situation_rows()),
        ):
            await session.execute(insert(table).values(rows).on_conflict_do_nothing())


def hazard_rows() -> list[dict[str, Any]]:
    document = _read("hazards.toml")
    return [{"id": _id("hazard", each["code"])} | each | _dated(document) for each in document["hazard"]]


def level_rows() -> list[dict[str, Any]]:
    document = _read("risk_levels.toml")
    return [{"id": _id("risk", each["number"])} | each | _dated(document) for each in document["level"]]


def draft_rows() -> list[dict[str, Any]]:
    """A rule of flood levels for each gauge with its wards; one of limits for every station."""
    document = _read("drafting.toml")
    return [
        {
            "id": _id("draft", rule["entity"], station, rule["level"]),
            "station": station,
            "wards": wards,
            "words": {name: rule[name] for name in ("headline", "instruction")},
            **{name: value for name, value in rule.items() if name not in {"headline", "instruction"}},
            **_dated(document),
        }
        for rule in document["rule"]
        for station, wards in _stations(rule["entity"], document)
    ]


def _stations(entity: str, document: dict[str, Any]) -> list[tuple[str, list[str]]]:
    if entity == "limit":
        return [("", [])]
    return [(code, each["wards"]) for code, each in document["stations"].items()]


def situation_rows() -> list[dict[str, Any]]:
    document = _read("situations.toml")
    return [{"id": _id("situation", each["code"])} | each | _dated(document) for each in document["rule"]]


def _dated(document: dict[str, Any]) -> dict[str, Any]:
    return {
        "valid_from": document["valid_from"],
        "valid_to": None,
        "source": document["source"],
        "verified_by": document.get("verified_by", ""),
    }


def _id(*parts: object) -> UUID:
    return uuid5(NAMESPACE_URL, ":".join(map(str, ("warning", *parts))))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("warning.seed").joinpath(name).read_text(encoding="utf-8"))
