"""The tests of the service of administrative procedures."""

import pytest


@pytest.fixture(scope="session")
def service_name() -> str:
    return "procedures"
