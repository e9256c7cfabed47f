"""Words of notices, from the templates beside this file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from hueioc.clock import VIETNAM

DIGEST = "digest"
LANGUAGES = ("vi", "en")


@dataclass(frozen=True)
class Words:
    title: str
    body: str
    sms: str


def render(kind: str, language: str, values: Mapping[str, Any], url: str = "") -> Words:
    """The words of `kind`; a moment among the values is told in civil time."""
    spoken = language if language in LANGUAGES else "vi"
    template, happenings = _templates()[kind][spoken], _templates()["what"][spoken]
    told = {name: _told(value) for name, value in values.items()} | {"url": url}
    if "what" in told:
        told["what"] = happenings.get(told["what"], "–")
    return Words(*(template[name].format_map(_Lenient(told)) for name in ("title", "body", "sms")))


class _Lenient(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "–"


def _told(value: Any) -> str:
    if isinstance(value, str) and value[10:11] == "T":
        return datetime.fromisoformat(value).astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y")
    return "–" if value is None else str(value)


@cache
def _templates() -> dict[str, Any]:
    return tomllib.loads(files("gateway.notices").joinpath("templates.toml").read_text(encoding="utf-8"))
