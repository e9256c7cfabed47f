"""Rules of writing that a linter does not know."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("shared/src", "gateway/src", "deploy/local/src", *sorted(str(p) for p in ROOT.glob("svc-*/src")))
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
COMMITS = {"hueioc/db.py", "hueioc/migrate.py", "hueioc/testing/databases.py"}
EMPTY_NAMES = re.compile(r"(utils?|helpers?|common|managers?|misc|stuff)\.py$")
FILES_OF_A_SERVICE = {
    "__init__.py",
    "__main__.py",
    "app",
    "settings",
    "models",
    "schemas",
    "states",
    "rules",
    "views",
    "queries",
    "service",
    "routes",
    "events",
    "errors",
}


def python_files() -> Iterator[Path]:
    for source in SOURCES:
        yield from sorted((ROOT / source).rglob("*.py"))


def names(files: Iterator[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in files]


def test_no_file_is_longer_than_300_lines():
    long = [path for path in python_files() if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST_FILE]
    assert names(iter(long)) == []


def test_no_function_is_longer_than_40_lines():
    long: list[str] = []
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.end_lineno:
                lines = node.end_lineno - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    long.append(f"{path.relative_to(ROOT)}:{node.name} has {lines}")
    assert long == []


def test_only_the_database_module_commits():
    committing = [
        path
        for path in python_files()
        if re.search(r"\bsession\.commit\(\)", path.read_text(encoding="utf-8"))
        and not any(str(path).endswith(allowed) for allowed in COMMITS)
    ]
    assert names(iter(committing)) == []


def test_every_file_is_named_by_what_it_is_about():
    assert [name for name in names(python_files()) if EMPTY_NAMES.search(name)] == []


def services() -> list[Path]:
    return sorted(ROOT.glob("svc-*"))


@pytest.mark.parametrize("folder", services(), ids=lambda folder: folder.name)
def test_a_service_has_every_file_in_its_place(folder: Path):
    package = next((folder / "src").iterdir())
    present = {path.name for path in package.iterdir()} | {path.stem for path in package.iterdir()}
    assert present >= FILES_OF_A_SERVICE
    for name in ("README.md", "pyproject.toml", "openapi.json", "migrations/env.py", "tests/conftest.py"):
        assert (folder / name).exists(), name


@pytest.mark.parametrize("folder", services(), ids=lambda folder: folder.name)
def test_a_service_is_found_by_its_entry_point(folder: Path):
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert list(project["entry-points"]["hueioc.services"]) == [folder.name.removeprefix("svc-")]


def test_nothing_speaks_of_the_machine_it_was_written_on():
    marks = re.compile(r"/wor[k]/|/tmp/ba[s]h|/roo[t]/")
    found = [name for name in names(python_files()) if marks.search((ROOT / name).read_text(encoding="utf-8"))]
    assert [name for name in found if "account.py" not in name] == []
