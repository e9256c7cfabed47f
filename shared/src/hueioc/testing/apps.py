"""A service's app in a test: its routes over real HTTP semantics, its database rolled back, tokens of a test issuer."""

import time
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any
from uuid import uuid4

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey
from pydantic import SecretStr

from hueioc.app import create_app
from hueioc.auth.jwks import JwksCache
from hueioc.auth.principal import Role
from hueioc.db import Database
from hueioc.runtime import Runtime
from hueioc.service import Service, find_service
from hueioc.settings import ServiceSettings

ISSUER = "http://issuer.test"
AUDIENCE = "hue"
KEY = ECKey.generate_key("P-256", parameters={"kid": "test-key", "use": "sig", "alg": "ES256"}, private=True)
LIFETIME_S = 300

MakeToken = Callable[..., str]


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


async def test_keys() -> dict[str, Any]:
    return {"keys": [KEY.as_dict(private=False)]}


test_keys.__test__ = False  # type: ignore[attr-defined] - a source of keys, not a test


@pytest.fixture
def token() -> MakeToken:
    """`token(Role.MODERATOR, agency_id=…)`: an access token of the test issuer."""

    def make(*roles: Role, subject: str = "", **more: Any) -> str:
        return issue(claims_of(*roles, subject=subject, **more))

    return make


def settings_for_tests(service: Service, folder: str, **more: Any) -> ServiceSettings:
    return service.settings(
        database_url=SecretStr("postgresql://nobody@127.0.0.1:1/none"),
        nats_url=SecretStr("nats://127.0.0.1:1"),
        issuer=ISSUER,
        audience=AUDIENCE,
        files_url=f"file://{folder}",
        key_encryption_key=SecretStr("dev_" + "A" * 43 + "="),
        search_key=SecretStr("dev_" + "B" * 43 + "="),
        **more,
    )


@pytest.fixture
async def make_client(
    database: Database, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Callable[..., httpx.AsyncClient]]:
    """`make_client("reflection", token=…)`: an httpx client of that service's app."""
    opened: list[httpx.AsyncClient] = []
    folder = str(tmp_path_factory.mktemp("files"))

    def make(name: str, *, bearer: str = "", headers: Iterable[tuple[str, str]] = ()) -> httpx.AsyncClient:
        service = find_service(name)
        settings = settings_for_tests(service, folder)
        app = create_app(service, settings)
        runtime = Runtime.make(service, settings, JwksCache(test_keys))
        runtime.database = database
        app.state.runtime = runtime
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app, raise_app_exceptions=False),
            base_url="http://hue.test",
            headers=dict(headers) | ({"Authorization": f"Bearer {bearer}"} if bearer else {}),
        )
        opened.append(client)
        return client

    yield make
    for client in opened:
        await client.aclose()
