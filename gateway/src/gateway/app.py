"""The gateway: the whole wiring on one screen."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from gateway.front import Front
from gateway.identity import routes as identity
from gateway.identity.issuer import Issuer
from gateway.models import Base
from gateway.openapi import merge
from gateway.routes import router
from gateway.settings import Settings
from hueioc.app import create_app
from hueioc.auth.jwks import JwksCache
from hueioc.auth.tokens import TokenVerifier, Trust
from hueioc.errors import Text
from hueioc.runtime import Runtime
from hueioc.service import Service
from hueioc.settings import ServiceSettings


def create_gateway(service: Service, settings: ServiceSettings) -> Front:
    """The front with the gateway's own API behind it."""
    assert isinstance(settings, Settings)  # noqa: S101 - the descriptor below names this class

    @asynccontextmanager
    async def parts(runtime: Runtime) -> AsyncGenerator[None]:
        issuer = api.state.issuer = Issuer(settings, runtime.database)
        runtime.verifier = TokenVerifier(
            Trust(settings.issuer, settings.audience), JwksCache(issuer.jwks_for_ourselves)
        )
        issuer.start()
        async with front.running(runtime):
            yield
        await issuer.stop()

    api = create_app(service, settings, parts)
    front = api.state.front = Front(service, api, settings)
    return front


service = Service(
    name="gateway",
    title=Text("Cổng dữ liệu", "Gateway"),
    port=8080,
    settings=Settings,
    metadata=Base.metadata,
    routers=(identity.router, router),
    create_app=create_gateway,
    merge_contracts=merge,
    http_protocol="gateway.protocol:ReadModelProtocol",
    folds_views=True,
)
