"""The list of wards and what they were made of. Codes follow the statistics office; both known codes are accepted."""

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

PROVINCE_CODE = "46"
ALIASES = {"19768": "19753", "19810": "19774", "19786": "19789", "20023": "19804", "19864": "19858", "20152": "20137"}
"""Codes of another published list, to ours; uncertain until checked against Decision 19/2025/QD-TTg."""


class Ward(NamedTuple):
    """One ward (phường) or commune (xã). Bounds in degrees: min_lon, min_lat, max_lon, max_lat."""

    code: str
    name_vi: str
    name_en: str
    bounds: tuple[float, float, float, float]


class FormerUnit(NamedTuple):
    """A ward, commune or town before 1 July 2025 and the ward it belongs to now."""

    kind: str
    name: str
    ward_code: str


@cache
def wards() -> dict[str, Ward]:
    """All 40, by code."""
    found: dict[str, Ward] = {}
    for row in _rows("wards.csv"):
        bounds = (float(row["min_lon"]), float(row["min_lat"]), float(row["max_lon"]), float(row["max_lat"]))
        found[row["code"]] = Ward(row["code"], row["full_name_vi"], row["full_name_en"], bounds)
    return found


@cache
def former_units() -> tuple[FormerUnit, ...]:
    return tuple(FormerUnit(row["old_type"], row["old_name"], row["new_code"]) for row in _rows("former_units.csv"))


def ward_by_code(code: str) -> Ward | None:
    return wards().get(ALIASES.get(code, code))


def _rows(name: str) -> list[dict[str, str]]:
    text = files("hueioc.areas").joinpath(name).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))
