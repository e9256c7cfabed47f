"""Reference data of the advertising service. Screens are entered by staff: none is invented here."""

import tomllib
from importlib.resources import files
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy.dialects.postgresql import insert

from advertising.models import Offence, RuleValue
from hueioc.runtime import Runtime


async def seed(runtime: Runtime) -> None:
    """Write what comes with the suite; existing rows stay as they are."""
    async with runtime.database.transaction() as session:
        for table, rows in ((RuleValue, rule_rows()), (Offence, offence_rows())):
            await session.execute(insert(table).values(rows).on_conflict_do_nothing())


def rule_rows() -> list[dict[str, Any]]:
    document = _read("rules.toml")
    return [
        {"id": _id("rule", each["code"]), "code": each["code"], "value": each["value"], "source": each["source"]}
        | {"valid_from": document["valid_from"], "valid_to": None, "verified_by": ""}
        for each in document["rule"]
    ]


def offence_rows() -> list[dict[str, Any]]:
    return [
        {
            "id": _id("offence", each["code"]),
            "code": each["code"],
            "verdict": each["verdict"],
            "article": each["article"],
            "words_vi": each["vi"],
            "words_en": each["en"],
            "least_vnd": each.get("least_vnd"),
            "most_vnd": each.get("most_vnd"),
            "valid_from": each["valid_from"],
            "valid_to": each.get("valid_to"),
            "source": each["source"],
            "verified_by": "",
        }
        for each in _read("offences.toml")["offence"]
    ]


def _id(*parts: object) -> UUID:
    return uuid5(NAMESPACE_URL, ":".join(map(str, ("advertising", *parts))))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("advertising.seed").joinpath(name).read_text(encoding="utf-8"))
