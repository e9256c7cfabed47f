"""Fixtures for every test of the suite: real PostgreSQL and NATS, tokens, a frozen clock, a bus recorder.

Loaded by `-p hueioc.testing` in the root pyproject. Each worker has its own servers, started when a test first
asks for them, and its own databases, made from the migrations; each test rolls back.

A service says who it is in its conftest; everything below then speaks of that service:

    @pytest.fixture(scope="session")
    def service_name() -> str:
        return "reflection"
"""

from hueioc.testing.apps import make_client, runtime, token
from hueioc.testing.buses import bus, bus_recorder, bus_services, nats_server, nats_servers, service_bus
from hueioc.testing.clocks import clock
from hueioc.testing.databases import committed_database, committed_dsn, database, engines, service_database, session
from hueioc.testing.files import picture, uploaded
from hueioc.testing.films import film, sound
from hueioc.testing.named import pytest_load_initial_conftests
from hueioc.testing.network import only_loopback
from hueioc.testing.outgoing import told
from hueioc.testing.servers import scratch, server
from hueioc.testing.serving import serve, talk

__all__ = [
    "bus",
    "bus_recorder",
    "bus_services",
    "clock",
    "committed_database",
    "committed_dsn",
    "database",
    "engines",
    "film",
    "make_client",
    "nats_server",
    "nats_servers",
    "only_loopback",
    "picture",
    "pytest_load_initial_conftests",
    "runtime",
    "scratch",
    "serve",
    "server",
    "service_bus",
    "service_database",
    "session",
    "sound",
    "talk",
    "token",
    "told",
    "uploaded",
]
