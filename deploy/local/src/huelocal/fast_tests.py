"""A pytest plugin for `make test-fast`: leaves out every test that starts a server."""

import pytest

SERVER_FIXTURES = frozenset(
    {"server", "nats_server", "database", "committed_database", "bus", "service_bus", "village", "new_village"}
)
"""Fixtures that stand on PostgreSQL, NATS or a whole city; a test that uses them through others is left out too."""
SLOW_MARKS = ("long", "peer", "browser")


def is_fast(item: pytest.Item) -> bool:
    fixtures: list[str] = getattr(item, "fixturenames", [])
    return SERVER_FIXTURES.isdisjoint(fixtures) and not any(item.get_closest_marker(mark) for mark in SLOW_MARKS)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    slow = [item for item in items if not is_fast(item)]
    items[:] = [item for item in items if is_fast(item)]
    config.hook.pytest_deselected(items=slow)
