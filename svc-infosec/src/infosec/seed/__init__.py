"""Dated rules, lists and our own Sigma rules, which come with the suite. No pages, no sources: those are people's."""

import hashlib
import tomllib
from importlib.resources import files
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy.dialects.postgresql import insert

from hueioc.runtime import Runtime
from infosec.models import Addressee, Duty, Listed, RuleValue
from infosec.service.rule_files import Found, keep
from infosec.states import RuleOrigin


async def seed(runtime: Runtime) -> None:
    """Write what comes with the suite; existing rows stay as they are, changed rules of ours are read again."""
    async with runtime.database.transaction() as session:
        for table, rows in (
            (RuleValue, rule_rows()),
            (Duty, _rows("duty", duty=True)),
            (Addressee, _rows("addressee")),
            (Listed, list_rows()),
        ):
            await session.execute(insert(table).values(rows).on_conflict_do_nothing())
        await keep(session, RuleOrigin.SUITE, sigma_files())


def sigma_files() -> list[Found]:
    folder = files("infosec.seed").joinpath("sigma")
    bodies = {each.name: each.read_bytes() for each in folder.iterdir() if each.name.endswith(".yml")}
    return [Found(name, body, hashlib.sha256(body).hexdigest()) for name, body in sorted(bodies.items())]


def rule_rows() -> list[dict[str, Any]]:
    document = _read("rules.toml")
    return [
        {"id": _id("rule", each["code"]), "code": each["code"], "value": each["value"]}
        | _dated(document | {"source": each["source"]})
        for each in document["rule"]
    ]


def list_rows() -> list[dict[str, Any]]:
    document = _read("lists.toml")
    return [
        {"id": _id("list", each["name"], value), "list": each["name"], "value": value}
        | _dated(document | {"source": each["source"]})
        for each in document["list"]
        for value in each["values"]
    ]


def _rows(kind: str, *, duty: bool = False) -> list[dict[str, Any]]:
    own = ("hours", "kinds", "is_report") if duty else ()
    defaults: dict[str, Any] = {"kinds": [], "is_report": False}
    return [
        {
            "id": _id(kind, each["code"], *each.get("severities", ())),
            "code": each["code"],
            "name_vi": each["vi"],
            "name_en": each["en"],
            "severities": each.get("severities", []),
        }
        | {name: each.get(name, defaults.get(name)) for name in own}
        | _dated(each)
        for each in _read("duties.toml")[kind]
    ]


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    return {"valid_from": row["valid_from"], "valid_to": None, "source": row["source"], "verified_by": ""}


def _id(*parts: object) -> UUID:
    return uuid5(NAMESPACE_URL, ":".join(map(str, ("infosec", *parts))))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("infosec.seed").joinpath(name).read_text(encoding="utf-8"))
