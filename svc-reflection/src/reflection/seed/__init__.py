"""Reference data, and the demonstration data of an empty development database."""

import tomllib
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy.dialects.postgresql import insert

from hueioc.areas.units import wards
from hueioc.runtime import Runtime
from reflection.models import AnswerTemplate, Category, ProcessRule, Question, RoutingRule, Unit

SEEDED = "seed"
USUAL_RADIUS_M = 100


async def seed(runtime: Runtime) -> None:
    """Write what comes with the suite; existing rows stay as they are."""
    async with runtime.database.transaction() as session:
        for table, rows in (
            (Category, category_rows()),
            (Question, question_rows()),
            (Unit, unit_rows()),
            (ProcessRule, process_rows()),
            (RoutingRule, routing_rows()),
            (AnswerTemplate, template_rows()),
        ):
            await session.execute(insert(table).values(rows).on_conflict_do_nothing())


def category_rows() -> list[dict[str, Any]]:
    document = _read("categories.toml")
    messages = {kind: {each["category"]: each for each in document.get(kind, ())} for kind in ("emergency", "stopper")}
    rows: list[dict[str, Any]] = []
    for group in document["group"]:
        for category in group["category"]:
            code = category["code"]
            row = {
                "code": code,
                "parent_code": category.get("part_of"),
                "group_code": group["code"],
                "group_vi": group["vi"],
                "group_en": group["en"],
                "name_vi": category["vi"],
                "name_en": category["en"],
                "position": len(rows),
                "is_urgent": category.get("urgent", False),
                "is_home_rounded": category.get("home", False),
                "duplicate_radius_m": category.get("radius", USUAL_RADIUS_M),
                "valid_from": datetime.combine(document["valid_from"], time.min, UTC),
                "valid_to": None,
                "source": document["source"],
            }
            for kind, said in messages.items():
                row |= {f"{kind}_{language}": said.get(code, {}).get(language, "") for language in ("vi", "en")}
            rows.append(row)
    return rows


def question_rows() -> list[dict[str, Any]]:
    document = _read("questions.toml")
    dated = {
        "valid_from": datetime.combine(document["valid_from"], time.min, UTC),
        "valid_to": None,
        "source": document["source"],
    }
    return [
        dated
        | {
            "category_code": each["category"],
            "code": each["code"],
            "position": position,
            "kind": each["kind"],
            "is_asked": each.get("asked", True),
            "is_required": each.get("required", False),
            "text_vi": each["vi"],
            "text_en": each["en"],
            "hint_vi": each.get("hint_vi", ""),
            "hint_en": each.get("hint_en", ""),
            "choices": each.get("choices", []),
        }
        for position, each in enumerate(document["question"])
    ]


def unit_rows() -> list[dict[str, Any]]:
    return [
        {"id": UUID(unit["id"]), "agency_id": UUID(unit["agency"]), "name_vi": unit["vi"], "name_en": unit["en"]}
        for unit in _read("units.toml")["unit"]
    ]


def process_rows() -> list[dict[str, Any]]:
    document = _read("process.toml")
    return [{"valid_from": document["valid_from"], "valid_to": None} | rule for rule in document["rule"]]


def routing_rows() -> list[dict[str, Any]]:
    """One row for a category that goes to one unit everywhere, one for each ward where the wards do it."""
    document = _read("routing.toml")
    rows: list[dict[str, Any]] = []
    for rule in document["rule"]:
        for code in rule["categories"]:
            for position, name in enumerate(("to", "support")):
                if target := rule.get(name):
                    rows += [_routed(document, code, position, *place) for place in _places(target)]
    return rows


def _places(target: str) -> list[tuple[str | None, UUID]]:
    return [*committees().items()] if target == "ward" else [(None, UUID(target))]


def _routed(document: dict[str, Any], code: str, position: int, ward: str | None, unit_id: UUID) -> dict[str, Any]:
    return {
        "id": uuid5(NAMESPACE_URL, f"routing:{document['valid_from']}:{code}:{ward}:{unit_id}"),
        "category_code": code,
        "ward_code": ward,
        "unit_id": unit_id,
        "is_lead": position == 0,
        "position": position,
        "valid_from": document["valid_from"],
        "valid_to": None,
        "source": document["source"],
    }


@cache
def committees() -> dict[str, UUID]:
    """The people's committee of each ward, by the ward's code."""
    named = {row["name_vi"].casefold(): row["id"] for row in unit_rows()}
    found: dict[str, UUID] = {}
    for ward in wards().values():
        name = ward.name_vi.split(" ", 1)[1].casefold()
        found[ward.code] = next(unit_id for words, unit_id in named.items() if words.endswith(f" {name}"))
    return found


def template_rows() -> list[dict[str, Any]]:
    document = _read("templates.toml")
    return [
        {
            "id": uuid5(NAMESPACE_URL, f"template:{each['name']}"),
            "name": each["name"],
            "category_code": each.get("category"),
            "outcome": each["outcome"],
            "text_vi": each["vi"],
            "valid_from": document["valid_from"],
            "valid_to": None,
            "source": document["source"],
            "changed_by": SEEDED,
            "changed_at": datetime.combine(document["valid_from"], time.min, UTC),
        }
        for each in document["template"]
    ]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("reflection.seed").joinpath(name).read_text(encoding="utf-8"))
