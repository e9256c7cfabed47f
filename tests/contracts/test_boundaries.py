"""Who may know whom, and both languages everywhere."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from hueioc.service import installed_services

ROOT = Path(__file__).resolve().parents[2]
SERVICES = {service.name for service in installed_services()}
LANGUAGES = 2


def sources(package: str) -> Iterator[Path]:
    folders = [folder for folder in ROOT.glob(f"*/src/{package}") if folder.is_dir()]
    assert folders, package
    return (path for folder in folders for path in folder.rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_service_imports_no_other_service(name: str):
    others = SERVICES - {name}
    assert [str(path) for path in sources(name) if others.intersection(imported(path))] == []


def test_the_common_library_imports_no_service():
    assert [str(path) for path in sources("hueioc") if (SERVICES | {"huelocal"}).intersection(imported(path))] == []


def sentences() -> Iterator[tuple[str, list[str]]]:
    """Every `Text("…", "…")` written in the code, with its place."""
    for package in sorted(SERVICES | {"hueioc"}):
        for path in sources(package):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Text", "Sentence"}:
                    words = [
                        each.value
                        for each in node.args
                        if isinstance(each, ast.Constant) and isinstance(each.value, str)
                    ]
                    if len(words) == len(node.args):
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", words


def test_every_sentence_is_written_in_both_languages():
    wrong = [
        place
        for place, words in sentences()
        if len(words) != LANGUAGES or words[0] == words[1] or not all(each.strip() for each in words)
    ]
    assert wrong == []


def test_the_vietnamese_sentence_comes_first():
    """Vietnamese has letters that English has not; one of the two languages in the wrong place would be seen."""
    marked = [(place, words) for place, words in sentences() if not words[1].isascii()]
    assert [place for place, words in marked if words[0].isascii()] == []
