"""Fixtures for every test of the suite: real PostgreSQL and NATS, tokens, a frozen clock, a bus recorder.

Loaded by `-p hueioc.testing` in the root pyproject. PostgreSQL is started once per run (by the controller when
tests run in parallel), each worker has its own databases made from the migrations, each test rolls back.
"""

from hueioc.testing.apps import make_client, token
from hueioc.testing.buses import bus, bus_recorder, nats_server, service_bus
from hueioc.testing.clocks import clock
from hueioc.testing.databases import committed_database, database, session
from hueioc.testing.network import only_loopback
from hueioc.testing.servers import pytest_configure_node, pytest_unconfigure, scratch, server

__all__ = [
    "bus",
    "bus_recorder",
    "clock",
    "committed_database",
    "database",
    "make_client",
    "nats_server",
    "only_loopback",
    "pytest_configure_node",
    "pytest_unconfigure",
    "scratch",
    "server",
    "service_bus",
    "session",
    "token",
]
