"""Which tests share a process, and with it its cities: those of a file, and the files that may kill what they like."""

from collections.abc import AsyncIterator

import httpx
import pytest
from xdist.scheduler import LoadFileScheduling, Scheduling

from tests.city import City

TOUGH = ("test_eventsource.py", "test_public_pages_without_services.py", "test_services_talk.py")


class ByCity(LoadFileScheduling):
    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return "tough" if file.endswith(TOUGH) else file


@pytest.hookimpl
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Scheduling | None:
    return ByCity(config, log) if config.getoption("dist") == "loadfile" else None  # type: ignore[arg-type]


@pytest.fixture
async def client(city: City) -> AsyncIterator[httpx.AsyncClient]:
    async with city.client() as opened:
        yield opened
