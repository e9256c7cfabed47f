"""Rules of investment projects: what may follow, how money is written, what a table of projects holds. Pure."""

import re
from collections.abc import Mapping
from typing import Any

from hueioc.vi import fold
from procedures.errors import ProjectMoveNotAllowed
from procedures.states import PROJECT_MOVES, ProjectStatus

_GROUPED = re.compile(r"\d{1,3}(?:([., ])\d{3})(?:\1\d{3})*")
_LIST = re.compile(r"\s*;\s*")


def moved(status: ProjectStatus, wanted: ProjectStatus) -> ProjectStatus:
    """The new status; raises `ProjectMoveNotAllowed`, which says what may follow."""
    if wanted not in PROJECT_MOVES[status]:
        allowed = sorted(each.value for each in PROJECT_MOVES[status])
        raise ProjectMoveNotAllowed(extra={"status": status.value, "allowed": allowed})
    return wanted


def whole_number(value: Any) -> Any:
    """1.525.000.000.000 as spreadsheets write it; anything else is left to be refused."""
    if isinstance(value, str) and _GROUPED.fullmatch(value.strip()):
        return re.sub(r"[., ]", "", value)
    return value


def words_of_list(value: Any) -> Any:
    """A cell that holds several values parted by semicolons."""
    if isinstance(value, str):
        return [each for each in _LIST.split(value.strip()) if each]
    return value


def documents_of_cell(value: Any) -> Any:
    """`Title | https://…; Title | https://…` as a cell has it."""
    if not isinstance(value, str):
        return value
    parts = [each.partition("|") for each in words_of_list(value)]
    return [{"title": title.strip(), "url": url.strip()} for title, _, url in parts]


def search_words(row: Mapping[str, str]) -> str:
    return " ".join(fold(row[name]) for name in ("code", "name_vi", "name_en"))
