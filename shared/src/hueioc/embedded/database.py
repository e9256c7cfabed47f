"""A database, a role and a migrator for each service: nobody else may connect, nothing may stay open for long."""

import re
from typing import NamedTuple

from hueioc.embedded.postgres import PostgresServer

# `transaction_timeout`: one long transaction holds back the relays of all services (the snapshot horizon is shared).
ROLE_SETTINGS = {
    "transaction_timeout": "5s",
    "idle_in_transaction_session_timeout": "2s",
    "statement_timeout": "5s",
    "lock_timeout": "3s",
}
MIGRATOR_SETTINGS = {
    "transaction_timeout": "15min",
    "idle_in_transaction_session_timeout": "1min",
    "statement_timeout": "15min",
    "lock_timeout": "5s",
}

_ROLES = """
SELECT format('CREATE ROLE %I LOGIN', role) FROM (VALUES (:'name'), (:'migrator')) AS wanted (role)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \\gexec
ALTER ROLE :"name" PASSWORD :'password';
ALTER ROLE :"migrator" PASSWORD :'migrator_password';
GRANT :"name" TO :"migrator";
-- What a migration makes belongs to the service, not to its migrator.
ALTER ROLE :"migrator" SET role = :'name';
"""
_DATABASE = """
SELECT format('CREATE DATABASE %I OWNER %I', :'name', :'name')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \\gexec
REVOKE ALL ON DATABASE :"name", postgres, template1 FROM PUBLIC;
GRANT CONNECT ON DATABASE :"name" TO :"migrator";
"""
_NAME = re.compile(r"[a-z][a-z0-9_]{0,50}")


class ServiceDatabase(NamedTuple):
    """How a service and its migrations reach their database."""

    dsn: str
    migrator_dsn: str


def ensure_service_database(
    server: PostgresServer, name: str, password: str, *, migrator_password: str = ""
) -> ServiceDatabase:
    """Make role, migrator and database `name` unless they are there, and set passwords and time-outs. Repeatable.

    `migrator_dsn` logs in as `<name>_migrator`, acts as `<name>` and has time for long statements.
    """
    if not _NAME.fullmatch(name):
        msg = f"{name!r} cannot name a database"
        raise ValueError(msg)
    migrator = f"{name}_migrator"
    variables = {
        "name": name,
        "migrator": migrator,
        "password": password,
        "migrator_password": migrator_password or password,
    }
    script = _ROLES + _settings("name", ROLE_SETTINGS) + _settings("migrator", MIGRATOR_SETTINGS) + _DATABASE
    server.psql("postgres", script, variables)
    return ServiceDatabase(
        dsn=server.dsn(name, password, name),
        migrator_dsn=server.dsn(migrator, variables["migrator_password"], name),
    )


def _settings(role: str, settings: dict[str, str]) -> str:
    return "".join(f"ALTER ROLE :\"{role}\" SET {name} = '{value}';\n" for name, value in settings.items())
