"""Which service the tests are of."""

from importlib import import_module
from importlib.metadata import entry_points

import pytest

from hueioc.service import ENTRY_POINT_GROUP, Service, find_service
from hueioc.testing import logs


def pytest_load_initial_conftests() -> None:
    """Import the services' packages first: pytest would take the folder `gateway/` for the package of that name."""
    logs.configure()
    for point in entry_points(group=ENTRY_POINT_GROUP):
        import_module(point.module.partition(".")[0])


def service_of(request: pytest.FixtureRequest) -> Service | None:
    """The service named by the session fixture `service_name` of a conftest; None in the common library."""
    try:
        name: str = request.getfixturevalue("service_name")
    except pytest.FixtureLookupError:
        return None
    return find_service(name)
