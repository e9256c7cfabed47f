"""Reference data of the cards service. Officials are entered by staff: none is invented here."""

import tomllib
from importlib.resources import files
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy.dialects.postgresql import insert

from cards.models import Aspect, Kind, Reason, RuleValue
from cards.service.keys import signing_key
from cards.service.status_lists import open_list
from hueioc.runtime import Runtime


async def seed(runtime: Runtime) -> None:
    """Write what comes with the suite, existing rows stay as they are; and make the first key and list."""
    tables = (
        (RuleValue, rule_rows()),
        (Reason, reason_rows()),
        (Kind, code_rows("kind")),
        (Aspect, code_rows("aspect")),
    )
    async with runtime.database.transaction() as session:
        for table, rows in tables:
            await session.execute(insert(table).values(rows).on_conflict_do_nothing())
        await signing_key(session, runtime.settings)
        await open_list(session, runtime.settings)


def rule_rows() -> list[dict[str, Any]]:
    document = _read("rules.toml")
    return [
        {"id": _id("rule", each["code"]), "code": each["code"], "value": each["value"]} | _dated(document, each)
        for each in document["rule"]
    ]


def reason_rows() -> list[dict[str, Any]]:
    document = _read("codes.toml")
    return [
        {"id": _id("reason", group["action"], each["code"]), "action": group["action"]}
        | _words(each)
        | _dated(document, group)
        for group in document["reason"]
        for each in group["rows"]
    ]


def code_rows(table: str) -> list[dict[str, Any]]:
    document = _read("codes.toml")
    return [
        {"id": _id(table, each["code"])} | _words(each) | _dated(document, group)
        for group in document[table]
        for each in group["rows"]
    ]


def _words(row: dict[str, str]) -> dict[str, str]:
    return {"code": row["code"], "words_vi": row["vi"], "words_en": row["en"]}


def _dated(document: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    return {"valid_from": document["valid_from"], "valid_to": None, "source": row["source"], "verified_by": ""}


def _id(*parts: object) -> UUID:
    return uuid5(NAMESPACE_URL, ":".join(map(str, ("cards", *parts))))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("cards.seed").joinpath(name).read_text(encoding="utf-8"))
