"""A service's app in a test: its routes over real HTTP semantics, its database rolled back, tokens of a test issuer."""

import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import ECKey
from pydantic import SecretStr

from hueioc.app import create_app
from hueioc.auth.jwks import JwksCache
from hueioc.auth.principal import Role
from hueioc.auth.recipients import RecipientSeal, recipient_key
from hueioc.db import Database
from hueioc.runtime import Runtime
from hueioc.service import Service
from hueioc.settings import ServiceSettings
from hueioc.testing.named import service_of

ISSUER = "http://issuer.test"
AUDIENCE = "hue"
KEY = ECKey.generate_key("P-256", parameters={"kid": "test-key", "use": "sig", "alg": "ES256"}, private=True)
LIFETIME_S = 300
READS = frozenset({"GET", "HEAD", "OPTIONS"})

MakeToken = Callable[..., str]
MakeClient = Callable[..., httpx.AsyncClient]

_apps: dict[str, FastAPI] = {}


def issue(claims: dict[str, Any], *, header: dict[str, Any] | None = None, key: ECKey = KEY) -> str:
    return jwt.encode({"alg": "ES256", "typ": "at+jwt", "kid": "test-key"} | (header or {}), claims, key)


def claims_of(*roles: Role, subject: str = "", **more: Any) -> dict[str, Any]:
    moment = int(time.time())
    return {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": subject or str(uuid4()),
        "client_id": "tests",
        "iat": moment,
        "exp": moment + LIFETIME_S,
        "jti": str(uuid4()),
        "roles": [role.value for role in roles],
        **more,
    }


RECIPIENT_KEY = recipient_key(b"the gateway of the tests")
"""What opens the seals of `runtime.recipients`."""


async def test_keys() -> dict[str, Any]:
    return {"keys": [KEY.as_dict(private=False), RECIPIENT_KEY.as_dict(private=False)]}


test_keys.__test__ = False  # type: ignore[attr-defined] - a source of keys, not a test


@pytest.fixture
def token() -> MakeToken:
    """`token(Role.MODERATOR, agency_id=…)`: an access token of the test issuer."""

    def make(*roles: Role, subject: str = "", **more: Any) -> str:
        return issue(claims_of(*roles, subject=subject, **more))

    return make


def settings_for_tests(service: Service, folder: str, **more: Any) -> ServiceSettings:
    given: dict[str, Any] = {
        "database_url": SecretStr("postgresql://nobody@127.0.0.1:1/none"),
        "nats_url": SecretStr("nats://127.0.0.1:1"),
        "issuer": ISSUER,
        "audience": AUDIENCE,
        "files_url": f"file://{folder}",
        "key_encryption_key": SecretStr("dev_" + "A" * 43 + "="),
        "search_key": SecretStr("dev_" + "B" * 43 + "="),
    }
    return service.settings(**(given | more))


@pytest.fixture
def runtime(request: pytest.FixtureRequest, database: Database, tmp_path: Path) -> Runtime:
    """The ports of the service under test on the database that is rolled back; nothing of it is started."""
    service = service_of(request)
    assert service is not None, "give the service in a session fixture `service_name`"  # noqa: S101 - a test's mistake
    made = Runtime.make(service, settings_for_tests(service, str(tmp_path / "files")), JwksCache(test_keys))
    made.database, made.recipients = database, RecipientSeal(test_keys)
    return made


@pytest.fixture
async def make_client(runtime: Runtime, token: MakeToken) -> AsyncIterator[MakeClient]:
    """`make_client(Role.OFFICER, unit_id=…)`: a caller of the service's app; `make_client()` is anonymous.

    A write without `Idempotency-Key` gets a fresh one. `database=committed_database` gives real commits.
    """
    opened: list[httpx.AsyncClient] = []

    def make(*roles: Role, subject: str = "", database: Database | None = None, **claims: Any) -> httpx.AsyncClient:
        runtime.database = database or runtime.database
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app_of(runtime), raise_app_exceptions=False),
            base_url="http://hue.test",
            headers={"Authorization": f"Bearer {token(*roles, subject=subject, **claims)}"} if roles else {},
            event_hooks={"request": [_with_key]},
        )
        opened.append(client)
        return client

    yield make
    for client in opened:
        await client.aclose()


def app_of(runtime: Runtime) -> FastAPI:
    """The app of the service, made once per worker, with the runtime of this test."""
    service = runtime.service
    if service.name not in _apps:
        _apps[service.name] = create_app(service, runtime.settings)
    _apps[service.name].state.runtime = runtime
    return _apps[service.name]


async def _with_key(request: httpx.Request) -> None:
    if request.method not in READS:
        request.headers.setdefault("Idempotency-Key", str(uuid4()))
