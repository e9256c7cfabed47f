"""A city that serves the web apps, and a Chromium that visits it."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Page, Response, async_playwright, expect

from huelocal.chromium import find_chromium
from tests.city import City
from tests.web.citizen import Phone
from tests.web.console import Desk
from tests.web.together import shared_city

DIST = Path(__file__).parents[2] / "web" / "dist"
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-gpu",  # else a software OpenGL draws every page, for a quarter of all the time
]
PATIENCE_MS = 20_000
"""Two cities share two cores here; what is wrong stays wrong as long."""
expect.set_options(timeout=PATIENCE_MS)
DEADLINE = {"Hue-Timeout-Ms": "10000"}
"""The gateway gives a service 0.8 s for a read, too little for a machine on which these tests are not alone."""
NGO_MON = {"latitude": 16.4677, "longitude": 107.5791}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run know."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def web_city(place: Path) -> Iterator[City]:
    """The same one in all processes."""
    assert (DIST / "index.html").exists(), "the web apps are not built; run make web"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("HUE_WEB_DIST", str(DIST))
        with shared_city(place) as city:
            yield city


@asynccontextmanager
async def launched(found: Path | None) -> AsyncIterator[Browser]:
    if found is None:
        assert not os.environ.get("CI"), "Chromium is missing"
        pytest.skip("NOT RUN: Chromium is missing")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with launched(find_chromium()) as browser:
        yield browser


@pytest.fixture
async def whole_chromium() -> AsyncIterator[Browser]:
    """One that shows notifications."""
    async with launched(find_chromium(is_whole=True)) as browser:
        yield browser


class Visitor:
    """Opens pages as somebody with a device; what a page complains of fails the test."""

    def __init__(self, browser: Browser, city: City) -> None:
        self._browser = browser
        self._city = city
        self._contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    async def page(self, **device: Any) -> Page:
        common: dict[str, Any] = {"base_url": self._city.gateway, "locale": "vi-VN", "extra_http_headers": DEADLINE}
        context = await self._browser.new_context(**common | device)
        self._contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("response", self._note)
        page.on("requestfailed", lambda request: print(request.method, request.url, request.failure))
        return page

    async def phone(self, **more: Any) -> Phone:
        device = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
        place = {"geolocation": NGO_MON, "permissions": ["geolocation"]}
        return Phone(await self.page(**device, **place, **more))

    async def desk(self, **more: Any) -> Desk:
        return Desk(await self.page(viewport={"width": 1280, "height": 800}, **more))

    def _note(self, answer: Response) -> None:
        """For whoever reads why a test has failed: pytest shows what was printed then."""
        if answer.status >= httpx.codes.BAD_REQUEST:
            print(answer.request.method, answer.url, answer.status)

    async def leave(self) -> None:
        for context in self._contexts:
            await context.close()


@pytest.fixture
async def visitor(chromium: Browser, web_city: City) -> AsyncIterator[Visitor]:
    visiting = Visitor(chromium, web_city)
    yield visiting
    await visiting.leave()
    assert visiting.complaints == []
