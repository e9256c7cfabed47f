"""Cities for the tests that cross services."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.city import City, running_city

ENOUGH = ("reflection", "wards")
"""What the tests of faults need: every further service would only make them slower."""


@pytest.fixture(scope="session")
def city() -> Iterator[City]:
    """One city for all tests that leave every process alive."""
    with running_city() as started:
        yield started


@pytest.fixture(scope="session")
def _tough() -> Iterator[City]:
    with running_city(workshop="tests.workshop", only=ENOUGH) as started:
        yield started


@pytest.fixture
def tough_city(_tough: City) -> Iterator[City]:
    """A city whose processes a test may kill, with the service of `tests.wards`; the next test finds it whole."""
    yield _tough
    _tough.until_whole()


@pytest.fixture
def new_city() -> Iterator[Callable[..., City]]:
    """`new_city()` starts one of the test's own."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(running_city(**options))
