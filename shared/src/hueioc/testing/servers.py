"""PostgreSQL for a test run: one server, started by the controller of parallel workers or by the only process."""

import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from hueioc.embedded.account import open_scratch_folder
from hueioc.embedded.postgres import PostgresServer

PORT, PASSWORD, HOME = "hue_pg_port", "hue_pg_password", "hue_pg_home"
_stack = ExitStack()
_started: list[PostgresServer] = []


def started_server() -> PostgresServer:
    """The server of this process, started on first use."""
    if not _started:
        home = open_scratch_folder()
        _stack.callback(shutil.rmtree, home, ignore_errors=True)
        server = PostgresServer(home / "postgres", 0)
        server.start()
        _stack.callback(server.stop)
        _started.append(server)
    return _started[0]


def pytest_configure_node(node: Any) -> None:
    """On the controller, for each worker: hand it the address of the one server."""
    server = started_server()
    node.workerinput |= {PORT: server.port, PASSWORD: server.password, HOME: str(server.home)}


def pytest_unconfigure() -> None:
    """After the last test and, on a controller, after the last worker."""
    _stack.close()


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> PostgresServer:
    """The PostgreSQL server of this run."""
    given: dict[str, Any] = getattr(request.config, "workerinput", {})
    if PORT not in given:
        return started_server()
    return PostgresServer(Path(given[HOME]), given[PORT], password=given[PASSWORD])


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this worker."""
    return tmp_path_factory.mktemp("hue")
