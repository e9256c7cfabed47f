"""Zones and dated rules that come with the suite. No boats: those are people's, and come by the registry."""

import json
import tomllib
from importlib.resources import files
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy.dialects.postgresql import insert

from fishing.models import Permission, RuleValue, Zone
from fishing.rules.sea import Point, circle, densified
from hueioc.runtime import Runtime

DECIMALS = 6


async def seed(runtime: Runtime) -> None:
    """Write what comes with the suite; existing rows stay as they are."""
    async with runtime.database.transaction() as session:
        for table, rows in ((Zone, zone_rows()), (RuleValue, rule_rows()), (Permission, permission_rows())):
            await session.execute(insert(table).values(rows).on_conflict_do_nothing())


def zone_rows() -> list[dict[str, Any]]:
    document, lines = _read("zones.toml"), features()
    return [
        {
            "id": _id("zone", each["code"]),
            "number": each["number"],
            "code": each["code"],
            "name_vi": each["vi"],
            "name_en": each["en"],
            "kind": each["kind"],
            "act": each["act"],
            "certainty": " / ".join(_of(each, lines, "certainty")),
            "enforceable": each["enforceable"],
            "enter_m": each["enter_m"],
            "leave_m": each["leave_m"],
            "geometry": {"type": "Polygon", "coordinates": [ring_of(each, lines)]},
            "valid_from": each.get("valid_from", document["valid_from"]),
            "valid_to": None,
            "source": " / ".join(_of(each, lines, "source")),
            "verified_by": "",
        }
        for each in document["zone"]
    ]


def ring_of(each: dict[str, Any], lines: dict[str, Any]) -> list[Point]:
    """A closed ring: a polygon as it stands, a circle round a port, or a line closed by another line or by corners."""
    if "point" in each:
        ring = circle(tuple(lines[each["point"]]["geometry"]["coordinates"]), each["radius_m"])
    elif "polygon" in each:
        ring = [(lon, lat) for lon, lat in lines[each["polygon"]]["geometry"]["coordinates"][0]]
    else:
        line = _line(each["line"], lines)
        back = _line(each["other"], lines)[::-1] if "other" in each else [(lon, lat) for lon, lat in each["close"]]
        ring = [*line, *back, line[0]]
    return [(round(lon, DECIMALS), round(lat, DECIMALS)) for lon, lat in ring]


def _line(name: str, lines: dict[str, Any]) -> list[Point]:
    return densified([(lon, lat) for lon, lat in lines[name]["geometry"]["coordinates"]])


def _of(each: dict[str, Any], lines: dict[str, Any], what: str) -> list[str]:
    """Of every line a zone is made of, once each."""
    names = [each[name] for name in ("line", "other", "point", "polygon") if name in each]
    return list(dict.fromkeys(lines[name]["properties"][what] for name in names))


def features() -> dict[str, Any]:
    """The lines at sea by their name."""
    text = files("fishing.seed").joinpath("sea_lines.geojson").read_text(encoding="utf-8")
    return {each["properties"]["name"]: each for each in json.loads(text)["features"]}


def rule_rows() -> list[dict[str, Any]]:
    document = _read("rules.toml")
    return [
        {"id": _id("rule", each["code"]), "code": each["code"], "value": each["value"]}
        | _dated(document | {"source": each["source"]})
        for each in document["rule"]
    ]


def permission_rows() -> list[dict[str, Any]]:
    document = _read("permissions.toml")
    return [
        {"id": _id("permission", each["role"], each["least_m"])}
        | {name: each.get(name) for name in ("role", "least_m", "below_m", "kinds")}
        | _dated(document)
        for each in document["permission"]
    ]


def _dated(document: dict[str, Any]) -> dict[str, Any]:
    return {"valid_from": document["valid_from"], "valid_to": None, "source": document["source"], "verified_by": ""}


def _id(*parts: object) -> UUID:
    return uuid5(NAMESPACE_URL, ":".join(map(str, ("fishing", *parts))))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("fishing.seed").joinpath(name).read_text(encoding="utf-8"))
