"""PostgreSQL for a test run: one server for each worker, started when the first test asks for it.

Workers do not share one: a transaction open in any database of a server holds back the relay and the sealer of all.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from hueioc.embedded.account import open_scratch_folder
from hueioc.embedded.postgres import PostgresServer


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    """The PostgreSQL server of this worker."""
    home = open_scratch_folder()
    server = PostgresServer(home / "postgres", 0)
    server.start()
    yield server
    server.stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this worker."""
    return tmp_path_factory.mktemp("hue")
