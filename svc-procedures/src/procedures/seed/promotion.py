"""Rows of investment and epidemic: lists, terms and, in development, projects to try things with."""

from typing import Any

from hueioc.clock import now
from hueioc.settings import Env, ServiceSettings
from procedures.models import Project, RuleValue, Sector, Symptom, Zone
from procedures.rules.places import outline_of
from procedures.rules.projects import search_words
from procedures.seed import dated, identity, read

BILLION = 10**9


def promotion_rows(settings: ServiceSettings) -> tuple[tuple[Any, list[dict[str, Any]]], ...]:
    """Tables and their rows; demonstration data is not for production."""
    rows: tuple[tuple[Any, list[dict[str, Any]]], ...] = (
        (RuleValue, rule_rows()),
        (Sector, sector_rows()),
        (Zone, _named("zones.toml", "zone")),
        (Symptom, _named("symptoms.toml", "symptom")),
    )
    return (*rows, (Project, project_rows())) if settings.env is Env.DEV else rows


def rule_rows() -> list[dict[str, Any]]:
    document = read("promotion.toml")
    return [
        {"id": identity("rule", each["code"]), "code": each["code"], "value": each["value"], **dated(document | each)}
        for each in document["rule"]
    ]


def sector_rows() -> list[dict[str, Any]]:
    divisions = {each["code"]: each for each in read("sectors.toml")["sector"]}
    return [
        row | {"first_division": divisions[row["code"]]["first"], "last_division": divisions[row["code"]]["last"]}
        for row in _named("sectors.toml", "sector")
    ]


def project_rows() -> list[dict[str, Any]]:
    document = read("demonstration.toml")
    return [_project(document, each) for each in document["project"]]


def _project(document: dict[str, Any], each: dict[str, Any]) -> dict[str, Any]:
    moment = now()
    given = dict(each)
    boundary = given.pop("boundary", "")
    money = {f"capital_{end}_vnd": given.pop(f"capital_{end}_bn_vnd") * BILLION for end in ("min", "max")}
    blank = dict.fromkeys(("planning_status", "land_status", "incentives_vi", "incentives_en"), "")
    return (
        {"id": identity("project", each["code"]), **given, **money, **blank, "documents": [], "procedures": []}
        | {name: document[name] for name in ("contact_office", "contact_phone", "contact_email")}
        | {"boundary": outline_of(boundary).rings if boundary else None, "folded": search_words(each)}
        | {"source": document["source_1586" if each["decision_no"] else "source"], "is_demonstration": True}
        | dict.fromkeys(("published_at", "status_since", "created_at", "updated_at"), moment)
        | {"version": 1}
    )


def _named(name: str, kind: str) -> list[dict[str, Any]]:
    document = read(name)
    return [
        {
            "id": identity(kind, each["code"]),
            "code": each["code"],
            "name_vi": each["vi"],
            "name_en": each["en"],
            **dated(document | each),
        }
        for each in document[kind]
    ]
