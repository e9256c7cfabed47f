"""Reference data of the press service. It knows no source: staff add those whose terms they have read."""

import tomllib
from importlib.resources import files
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy.dialects.postgresql import insert

from hueioc.clock import now
from hueioc.runtime import Runtime
from press.models import AgencyTerm, Cue, DeadlineRule, RuleValue, Unit, Watch


async def seed(runtime: Runtime) -> None:
    """Write what comes with the suite; existing rows stay as they are."""
    async with runtime.database.transaction() as session:
        for table, rows in (
            (Unit, unit_rows()),
            (RuleValue, rule_rows()),
            (DeadlineRule, deadline_rows()),
            (AgencyTerm, agency_rows()),
            (Cue, cue_rows()),
            (Watch, watch_rows()),
        ):
            await session.execute(insert(table).values(rows).on_conflict_do_nothing())


def unit_rows() -> list[dict[str, Any]]:
    return [
        {"id": UUID(each["id"]), "agency_id": UUID(each["agency"]), "name_vi": each["vi"], "name_en": each["en"]}
        for each in _read("units.toml")["unit"]
    ]


def rule_rows() -> list[dict[str, Any]]:
    document = _read("rules.toml")
    return [
        {"id": _id("rule", each["code"]), "code": each["code"], "value": each["value"], **_dated(document | each)}
        for each in document["rule"]
    ]


def deadline_rows() -> list[dict[str, Any]]:
    return [
        {
            "id": _id("deadline", each["code"], each["valid_from"]),
            "code": each["code"],
            "name_vi": each["vi"],
            "name_en": each["en"],
            "amount": each["amount"],
            "unit": each["unit"],
            **_dated(each),
        }
        for each in _read("deadlines.toml")["deadline"]
    ]


def agency_rows() -> list[dict[str, Any]]:
    document = _read("agencies.toml")
    return [
        {"id": _id("agency", each["agency"], phrase), "agency": each["agency"], "phrase": phrase, **_dated(document)}
        for each in document["agency"]
        for phrase in each["phrases"]
    ]


def cue_rows() -> list[dict[str, Any]]:
    document = _read("cues.toml")
    return [
        {"id": _id("cue", kind, phrase), "kind": kind, "phrase": phrase, **_dated(document)}
        for kind, phrases in (("blame", document["blame"]), ("done-to", document["done_to"]))
        for phrase in phrases
    ]


def watch_rows() -> list[dict[str, Any]]:
    moment = now()
    return [
        {
            "id": _id("watch", each["name"]),
            "name": each["name"],
            "phrases": each["phrases"],
            "excluded": each["excluded"],
            "is_active": True,
            "version": 1,
            "created_at": moment,
            "updated_at": moment,
        }
        for each in _read("watches.toml")["watch"]
    ]


def _dated(document: dict[str, Any]) -> dict[str, Any]:
    return {
        "valid_from": document["valid_from"],
        "valid_to": document.get("valid_to"),
        "source": document["source"],
        "verified_by": document.get("verified_by", ""),
    }


def _id(*parts: object) -> UUID:
    return uuid5(NAMESPACE_URL, ":".join(map(str, ("press", *parts))))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("press.seed").joinpath(name).read_text(encoding="utf-8"))
