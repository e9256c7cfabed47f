"""Which service the tests are of, and which of the parallel workers runs them."""

import pytest

from hueioc.service import Service, find_service


def service_of(request: pytest.FixtureRequest) -> Service | None:
    """The service named by the session fixture `service_name` of a conftest; None in the common library."""
    try:
        name: str = request.getfixturevalue("service_name")
    except pytest.FixtureLookupError:
        return None
    return find_service(name)


def worker_of(request: pytest.FixtureRequest) -> str:
    given: dict[str, str] = getattr(request.config, "workerinput", {})
    return given.get("workerid", "master")
