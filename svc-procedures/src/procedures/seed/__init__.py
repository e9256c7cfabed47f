"""Reference data of this service."""

import tomllib
from importlib.resources import files
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy.dialects.postgresql import insert

from hueioc.runtime import Runtime
from procedures.models import Agency, LetterTemplate, Procedure, RuleValue, Unit


async def seed(runtime: Runtime) -> None:
    """Write what comes with the suite; existing rows stay as they are."""
    from procedures.seed.promotion import promotion_rows  # reads with this module

    async with runtime.database.transaction() as session:
        for table, rows in (
            (Unit, unit_rows()),
            (RuleValue, rule_rows()),
            (Agency, agency_rows()),
            (Procedure, procedure_rows()),
            (LetterTemplate, letter_rows()),
            *promotion_rows(runtime.settings),
        ):
            await session.execute(insert(table).values(rows).on_conflict_do_nothing())


def unit_rows() -> list[dict[str, Any]]:
    return [
        {"id": UUID(each["id"]), "agency_id": UUID(each["agency"]), "name_vi": each["vi"], "name_en": each["en"]}
        for each in read("units.toml")["unit"]
    ]


def rule_rows() -> list[dict[str, Any]]:
    document = read("rules.toml")
    return [
        {"id": identity("rule", each["code"]), "code": each["code"], "value": each["value"], **dated(document | each)}
        for each in document["rule"]
    ]


def agency_rows() -> list[dict[str, Any]]:
    document = read("agencies.toml")
    return [
        {
            "code": each["code"],
            "unit_id": UUID(each["unit"]),
            "ward_code": each.get("ward"),
            "name_vi": each["vi"],
            "name_en": each["en"],
            **dated(document | each),
        }
        for each in document["agency"]
    ]


def procedure_rows() -> list[dict[str, Any]]:
    columns = ("code", "field_vi", "field_en", "amount", "unit")
    return [
        {
            "id": identity("procedure", each["code"], each["valid_from"]),
            "name_vi": each["vi"],
            "name_en": each["en"],
            **{name: each[name] for name in columns},
            **dated(each),
        }
        for each in read("procedures.toml")["procedure"]
    ]


def letter_rows() -> list[dict[str, Any]]:
    document = read("letters.toml")
    return [
        {
            "id": identity("letter", each["code"]),
            "code": each["code"],
            "text_vi": each["vi"].strip(),
            "text_en": each["en"].strip(),
            **dated(document),
        }
        for each in document["letter"]
    ]


def dated(document: dict[str, Any]) -> dict[str, Any]:
    """The columns of `models.Dated` of a row or of its document."""
    return {
        "valid_from": document["valid_from"],
        "valid_to": document.get("valid_to"),
        "source": document["source"],
        "verified_by": document.get("verified_by", ""),
    }


def identity(*parts: object) -> UUID:
    return uuid5(NAMESPACE_URL, ":".join(map(str, ("procedures", *parts))))


def read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("procedures.seed").joinpath(name).read_text(encoding="utf-8"))
