"""Reference data of the environment service, and the stations that the city has."""

import tomllib
from datetime import date
from importlib.resources import files
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from environment.models import AlarmLevel, AqiBand, AqiBreakpoint, Limit, Parameter, RuleValue, Station
from environment.schemas.inputs import StationCreate
from environment.service.stations import add_station
from hueioc.runtime import Runtime

_TEXTS = ("name", "effect", "advice", "advice_sensitive")


async def seed(runtime: Runtime) -> None:
    """Write what comes with the suite; existing rows stay as they are."""
    async with runtime.database.transaction() as session:
        for table, rows in (
            (Parameter, parameter_rows()),
            (Limit, limit_rows()),
            (AqiBreakpoint, breakpoint_rows()),
            (AqiBand, band_rows()),
            (RuleValue, rule_rows()),
            (AlarmLevel, level_rows()),
        ):
            await session.execute(insert(table).values(rows).on_conflict_do_nothing())
        known = set(await session.scalars(select(Station.code)))
        for each in _read("stations.toml")["station"]:
            if each["code"] not in known:
                await add_station(session, station_of(each), station_id=UUID(each["id"]))


def parameter_rows() -> list[dict[str, Any]]:
    document = _read("parameters.toml")
    return [
        {
            "code": each["code"],
            "name_vi": each["vi"],
            "name_en": each["en"],
            "definition": each["definition"],
            "medium": each["medium"],
            "unit": each["unit"],
            "aliases": each.get("aliases", []),
            "factors": each.get("factors", {}),
            "low": each["low"],
            "high": each["high"],
            "may_be_negative": each.get("may_be_negative", False),
            "flat_after": each["flat_after"],
            "position": position,
            **_dated(document),
        }
        for position, each in enumerate(document["parameter"])
    ]


def limit_rows() -> list[dict[str, Any]]:
    document = _read("limits.toml")
    rows: list[dict[str, Any]] = []
    for parameter, limits in document.items():
        if not isinstance(limits, dict):
            continue
        for averaging, given in limits.items():
            rows += [
                {"parameter_code": parameter, "averaging": averaging, "value": value} | dated
                for value, dated in _steps(document, given if isinstance(given, list) else [given])
            ]
    return [{"id": _id("limit", row["parameter_code"], row["averaging"], row["valid_from"])} | row for row in rows]


def _steps(document: dict[str, Any], given: list[Any]) -> list[tuple[float, dict[str, Any]]]:
    """A limit that changes on a day: each row ends where the next begins."""
    begins: list[date] = [each["from"] if isinstance(each, dict) else document["valid_from"] for each in given]
    values = [each["value"] if isinstance(each, dict) else each for each in given]
    ends = [*begins[1:], None]
    return [
        (value, _dated(document) | {"valid_from": begin, "valid_to": end})
        for value, begin, end in zip(values, begins, ends, strict=True)
    ]


def breakpoint_rows() -> list[dict[str, Any]]:
    document = _read("aqi.toml")
    table: dict[str, list[float]] = document["breakpoints"]
    return [
        {
            "id": _id("breakpoint", column, index),
            "parameter_code": column.rsplit("-", 1)[0],
            "averaging": column.rsplit("-", 1)[1],
            "index": index,
            "concentration": concentration,
            **_dated(document),
        }
        for column, values in table.items()
        if column != "index"
        for index, concentration in zip(table["index"], values, strict=False)
    ]


def band_rows() -> list[dict[str, Any]]:
    document = _read("aqi.toml")
    return [
        {
            "id": _id("band", each["code"]),
            "code": each["code"],
            "low": each["range"][0],
            "high": each["range"][1],
            "colour": each["colour"],
            "words": {text: dict(zip(("vi", "en"), each[text], strict=True)) for text in _TEXTS},
            **_dated(document),
        }
        for each in document["band"]
    ]


def rule_rows() -> list[dict[str, Any]]:
    document = _read("rules.toml")
    return [
        {"id": _id("rule", each["code"]), "code": each["code"], "value": each["value"]}
        | _dated(document | {"source": each["source"]})
        for each in document["rule"]
    ]


def level_rows() -> list[dict[str, Any]]:
    return [
        {
            "id": _id("level", each["code"], number),
            "station_code": each["code"],
            "number": number,
            "value_m": value,
            "valid_from": each["levels_from"],
            "valid_to": None,
            "source": each["levels_source"],
            "verified_by": "",
        }
        for each in _read("stations.toml")["station"]
        for number, value in enumerate(each.get("levels_m", ()), 1)
    ]


def station_of(each: dict[str, Any]) -> StationCreate:
    river = each.get("river", ["", ""])
    return StationCreate(
        code=each["code"],
        name_vi=each["vi"],
        name_en=each["en"],
        medium=each["medium"],
        river_vi=river[0],
        river_en=river[1],
        lat=each["lat"],
        lon=each["lon"],
        source=each["source"],
        parameters=each["parameters"],
        interval_s=each["interval_s"],
        silent_after_s=each["silent_after_s"],
    )


def _dated(document: dict[str, Any]) -> dict[str, Any]:
    return {
        "valid_from": document["valid_from"],
        "valid_to": None,
        "source": document["source"],
        "verified_by": document.get("verified_by", ""),
    }


def _id(*parts: object) -> UUID:
    return uuid5(NAMESPACE_URL, ":".join(map(str, ("environment", *parts))))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("environment.seed").joinpath(name).read_text(encoding="utf-8"))
