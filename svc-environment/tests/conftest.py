"""The tests of the environment service."""

import pytest


@pytest.fixture(scope="session")
def service_name() -> str:
    return "environment"
