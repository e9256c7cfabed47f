"""The services have one shape: who knows one finds everything in the next."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVICES = sorted(path.name.removeprefix("svc-") for path in ROOT.glob("svc-*"))
FOLDER = {"README.md", "migrations", "openapi.json", "pyproject.toml", "src", "tests"}
MODULES = {"__init__.py", "__main__.py", "app.py", "consumers.py", "errors.py", "jobs.py", "settings.py", "states.py"}
PACKAGES = {"events", "models", "queries", "routes", "rules", "schemas", "seed", "service", "views"}
PROTOCOLS = {"environment": {"sensorthings"}, "reflection": {"open311"}}
"""A standard of others that a service speaks besides its own API has a folder of its own, named after the standard."""
MIGRATIONS = {"env.py", "script.py.mako", "versions"}
FIRST = {
    ("reflection", "tests/web/test_{}.py"): "tests/web/test_journey.py",
    ("reflection", "tests/e2e/test_{}.py"): "tests/e2e/test_long_journey.py",
    ("reflection", "web/src/ops/{}"): "web/src/ops/QueueTable.svelte",
}
"""Reflection was there before the others; its pages are the console's own."""
BUILT = {"__pycache__", ".pytest_cache", ".hypothesis", ".import_linter_cache"}


def held(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - BUILT


@pytest.mark.parametrize("service", SERVICES)
def test_the_folder_holds_what_every_folder_holds(service: str):
    assert held(ROOT / f"svc-{service}") == FOLDER


@pytest.mark.parametrize("service", SERVICES)
def test_the_package_holds_what_every_package_holds(service: str):
    package = ROOT / f"svc-{service}" / "src" / service
    assert held(package) == MODULES | PACKAGES | PROTOCOLS.get(service, set())


@pytest.mark.parametrize("service", SERVICES)
def test_a_package_in_the_service_begins_with_what_it_is_about(service: str):
    package = ROOT / f"svc-{service}" / "src" / service
    silent = [name for name in PACKAGES if not (package / name / "__init__.py").read_text("utf-8").startswith('"""')]
    assert silent == []


@pytest.mark.parametrize("service", SERVICES)
def test_the_migrations_lie_alike(service: str):
    assert held(ROOT / f"svc-{service}" / "migrations") == MIGRATIONS


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    "place",
    [
        "docs/coverage/{}.md",
        "svc-{0}/src/{0}/service/tile.py",
        "svc-{}/tests/conftest.py",
        "tests/web/test_{}.py",
        "tests/e2e/test_{}.py",
        "web/src/ops/{}",
    ],
)
def test_what_belongs_to_a_service_is_where_it_is_for_every_other(service: str, place: str):
    assert (ROOT / FIRST.get((service, place), place.format(service))).exists()
