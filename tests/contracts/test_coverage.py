"""The coverage pages: each line of a domain's reference is shown by a test that exists, or says why it is not."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "coverage"
TEST_ID = re.compile(r"`((?:[\w./-]+)\.(?:py|ts))::([^`]+)`")
NOT_SHOWN = re.compile(r"^\**not (yet|here)\**: \S")
SERVICES = sorted(ROOT.glob("svc-*"))


def rows(page: Path) -> list[tuple[int, list[str]]]:
    """Line number and cells of each row of each table, without the headings."""
    lines = page.read_text(encoding="utf-8").splitlines()
    found: list[tuple[int, list[str]]] = []
    for number, line in enumerate(lines, 1):
        is_heading = number < len(lines) and re.match(r"\|\s*-", lines[number])
        if line.startswith("|") and not re.match(r"\|\s*-", line) and not is_heading:
            found.append((number, [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]))
    return found


@cache
def names_of_tests(path: str) -> frozenset[str]:
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    text = file.read_text(encoding="utf-8")
    if path.endswith(".ts"):
        return frozenset(re.findall(r"\bit\('((?:[^'\\]|\\.)+)'", text))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(ast.parse(text)) if isinstance(node, functions))


def pages() -> list[Path]:
    return sorted(PAGES.glob("*.md"))


@pytest.mark.parametrize("service", SERVICES, ids=lambda folder: folder.name)
def test_every_service_has_a_page(service: Path):
    assert (PAGES / f"{service.name.removeprefix('svc-')}.md").is_file()


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_every_test_it_names_exists(page: Path):
    named = TEST_ID.findall(page.read_text(encoding="utf-8"))
    assert [f"{path}::{test}" for path, test in named if test not in names_of_tests(path)] == []
    assert named


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_every_row_names_a_test_or_a_reason(page: Path):
    silent = [
        f"{page.name}:{number} {cells[0]}"
        for number, cells in rows(page)
        if not TEST_ID.search(cells[-1]) and not NOT_SHOWN.match(cells[-1])
    ]
    assert silent == []
    assert rows(page)
