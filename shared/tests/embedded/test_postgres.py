"""PostgreSQL as we start it."""

import asyncio
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest

from hueioc.embedded.account import Account, AccountError, demand_reach, open_scratch_folder, unprivileged_account
from hueioc.embedded.database import ServiceDatabase, ensure_service_database
from hueioc.embedded.failure import ServerError
from hueioc.embedded.ports import free_port, is_free, next_free
from hueioc.embedded.postgres import PostgresServer, find_programs

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another user")


@contextmanager
def scratch() -> Generator[Path]:
    folder = open_scratch_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def server() -> Generator[PostgresServer]:
    with scratch() as folder:
        server = PostgresServer(folder / "a folder", 0)
        server.start()
        yield server
        server.stop()


@pytest.fixture(scope="module")
def database(server: PostgresServer) -> ServiceDatabase:
    return ensure_service_database(server, "river", "dev_it's a \\ secret%")


async def ask(dsn: str, query: str) -> str:
    connection = await asyncpg.connect(dsn)
    try:
        return str(await connection.fetchval(query))
    finally:
        await connection.close()


@as_root
@pytest.mark.parametrize("content", ["", "\n", "1\n", "nonsense"])
def test_a_process_file_that_is_only_begun_is_not_ready(tmp_path: Path, content: str):
    starting = PostgresServer(tmp_path, 0)
    starting.data.mkdir()
    (starting.data / "postmaster.pid").write_text(content)
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        starting.process = process
        assert not starting.is_ready()


def test_as_root_it_runs_as_another_user(server: PostgresServer):
    assert server.process is not None
    owner = Path(f"/proc/{server.process.pid}").stat().st_uid
    assert pwd.getpwuid(owner).pw_name == "nobody"


@as_root
def test_a_closed_folder_is_explained(tmp_path: Path):
    tmp_path.chmod(0o700)
    with pytest.raises(AccountError, match=r"cannot reach[\s\S]*chmod o\+x"):
        PostgresServer(tmp_path / "pg", 0).start()


@as_root
def test_an_open_folder_is_accepted():
    account = unprivileged_account()
    assert isinstance(account, Account)
    with scratch() as folder:
        demand_reach(account, find_programs() / "postgres", folder)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("fsync", "on"),
        ("data_checksums", "on"),
        ("server_encoding", "UTF8"),
        ("listen_addresses", "127.0.0.1"),
        ("log_statement", "none"),
        ("log_min_error_statement", "panic"),
        ("log_error_verbosity", "terse"),
    ],
)
async def test_it_is_durable_local_and_discreet(server: PostgresServer, setting: str, value: str):
    assert await ask(server.admin_dsn, f"SELECT current_setting('{setting}')") == value


async def test_vietnamese_letters_are_letters(server: PostgresServer):
    assert await ask(server.admin_dsn, "SELECT upper('Phú Vang, đường Lê Lợi')") == "PHÚ VANG, ĐƯỜNG LÊ LỢI"


async def test_a_wrong_password_is_refused_on_loopback(server: PostgresServer):
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(server.dsn("postgres", "dev_wrong", "postgres"))


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("transaction_timeout", "5s"),
        ("idle_in_transaction_session_timeout", "2s"),
        ("statement_timeout", "5s"),
        ("lock_timeout", "3s"),
    ],
)
async def test_a_service_cannot_hold_anything_for_long(database: ServiceDatabase, setting: str, value: str):
    assert await ask(database.dsn, f"SELECT current_setting('{setting}')") == value


async def test_a_migrator_has_time_and_acts_as_the_service(database: ServiceDatabase):
    assert await ask(database.migrator_dsn, "SELECT current_setting('transaction_timeout')") == "15min"
    assert await ask(database.migrator_dsn, "SELECT current_user") == "river"


async def test_a_service_cannot_open_the_database_of_another(server: PostgresServer, database: ServiceDatabase):
    ensure_service_database(server, "hill", "dev_hill")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(server.dsn("hill", "dev_hill", "river"))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(server.dsn("hill", "dev_hill", "postgres"))


async def test_making_a_database_again_changes_nothing_but_the_password(server: PostgresServer):
    first = ensure_service_database(server, "stone", "dev_old")
    await ask(first.dsn, "CREATE TABLE kept ()")
    second = ensure_service_database(server, "stone", "dev_new")
    assert await ask(second.dsn, "SELECT count(*) FROM kept") == "0"


def test_a_name_that_is_not_a_word_is_refused(server: PostgresServer):
    with pytest.raises(ValueError, match="cannot name"):
        ensure_service_database(server, 'x"; DROP', "dev_x")


async def test_a_long_path_does_without_a_unix_socket():
    with scratch() as folder:
        server = PostgresServer(folder / ("long" * 25), 0)
        server.start()
        assert await ask(server.admin_dsn, "SHOW unix_socket_directories") == ""
        server.stop()


async def test_what_was_committed_survives_a_kill():
    with scratch() as folder:
        server = PostgresServer(folder, 0)
        server.start()
        await ask(server.admin_dsn, "CREATE TABLE kept AS SELECT 7 AS n")
        assert server.process is not None
        server.process.kill()
        server.process.wait()
        server.start()
        assert await ask(server.admin_dsn, "SELECT n FROM kept") == "7"
        server.stop()


def test_a_taken_port_is_said_with_the_end_of_the_log(server: PostgresServer):
    with scratch() as folder, pytest.raises(ServerError, match="could not bind"):
        PostgresServer(folder, server.port).start()


def test_a_taken_port_is_moved(server: PostgresServer):
    assert not is_free(server.port)
    assert next_free(server.port) > server.port


async def test_a_free_port_can_be_listened_on():
    port = free_port()
    listener = await asyncio.start_server(lambda _r, _w: None, "127.0.0.1", port)
    assert not is_free(port)
    listener.close()
    await listener.wait_closed()
    assert is_free(port)
