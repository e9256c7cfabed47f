"""Where an address lies that came without coordinates: as far as its ward."""

import re
import unicodedata
from functools import cache

from hueioc.areas.units import wards

_KIND = re.compile(r"^(phuong|xa) ")
_BREAK = re.compile(r"[^a-z0-9]+")


def folded(text: str) -> str:
    """Words without accents, case and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    return _BREAK.sub(" ", "".join(char for char in plain if not unicodedata.combining(char))).strip()


@cache
def _names() -> dict[str, tuple[float, float]]:
    """The short name of each ward, and the middle of its bounds."""
    found: dict[str, tuple[float, float]] = {}
    for ward in wards().values():
        min_lon, min_lat, max_lon, max_lat = ward.bounds
        found[_KIND.sub("", folded(ward.name_vi))] = ((min_lat + max_lat) / 2, (min_lon + max_lon) / 2)
    return found


def middle_of_named_ward(address: str) -> tuple[float, float] | None:
    """Latitude and longitude; None when no ward is named, or several. The last part of an address counts first."""
    parts = [f" {folded(part)} " for part in re.split(r"[,;\n]", address)]
    for part in reversed(parts):
        named = {name for name in _names() if f" {name} " in part}
        longest = {name for name in named if not any(name != other and name in other for other in named)}
        if len(longest) == 1:
            return _names()[longest.pop()]
        if longest:
            return None
    return None
