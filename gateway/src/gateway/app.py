"""The gateway: the whole wiring on one screen."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from gateway import jobs
from gateway.city import router as city
from gateway.front import Front
from gateway.identity import erasure, me_routes, provider_routes, routes, session_routes, staff_routes
from gateway.identity import events as identity_events
from gateway.identity.issuer import Issuer
from gateway.identity.passwords import Passwords
from gateway.identity.ports import Ports
from gateway.identity.providers import Providers
from gateway.identity.revocations import RevocationWatch
from gateway.identity.sms import sms_sender
from gateway.models import Base
from gateway.notices import consumers as notices
from gateway.notices import events as notice_events
from gateway.notices import warnings
from gateway.notices.channels import channels_of
from gateway.notices.dispatch import Dispatcher
from gateway.notices.routes import router as inbox
from gateway.oauth.routes import router as oauth
from gateway.openapi import merge
from gateway.organisations import events as organisation_events
from gateway.organisations.import_routes import router as tables
from gateway.organisations.routes import ROUTERS as REGISTRY
from gateway.partners import delivery_routes
from gateway.partners import events as partner_events
from gateway.partners import routes as partner_routes
from gateway.partners.dispatch import webhooks
from gateway.routes import router
from gateway.seed import seed
from gateway.settings import Settings
from hueioc.app import create_app
from hueioc.auth.jwks import JwksCache
from hueioc.errors import Text
from hueioc.runtime import Runtime, verifier_of
from hueioc.service import Service
from hueioc.settings import ServiceSettings

IDENTITY = (
    routes.router,
    session_routes.router,
    provider_routes.router,
    me_routes.router,
    me_routes.passwords,
    staff_routes.router,
)
PARTNERS = (partner_routes.router, delivery_routes.router)


def create_gateway(service: Service, settings: ServiceSettings) -> Front:
    """The front with the gateway's own API behind it."""
    assert isinstance(settings, Settings)  # noqa: S101 - the descriptor below names this class

    @asynccontextmanager
    async def parts(runtime: Runtime) -> AsyncGenerator[None]:
        issuer = api.state.issuer = Issuer(settings, runtime.database)
        runtime.verifier = verifier_of(settings, JwksCache(issuer.jwks_for_ourselves))
        revoked = runtime.verifier.revoked
        watch = RevocationWatch(runtime.database, revoked)
        async with front.running(runtime):
            revoked.on_new = front.wake_streams
            issuer.start()
            dispatcher = Dispatcher(runtime, ports.channels, ports.sms)
            started = (watch, dispatcher, *webhooks(runtime, settings))
            for part in started:
                part.start()
            yield
            for part in reversed(started):
                await part.stop()
        await issuer.stop()

    api = create_app(service, settings, parts)
    providers = Providers(settings.login_providers)
    ports = api.state.ports = Ports(settings, sms_sender(settings), Passwords(), providers, channels_of(settings))
    front = api.state.front = Front(service, api, settings)
    return front


service = Service(
    name="gateway",
    title=Text("Cổng dữ liệu", "Gateway"),
    port=8080,
    settings=Settings,
    metadata=Base.metadata,
    routers=(*IDENTITY, oauth, *REGISTRY, tables, inbox, warnings.router, *PARTNERS, city, router),
    events=(
        *identity_events.PUBLISHED,
        *organisation_events.PUBLISHED,
        *notice_events.PUBLISHED,
        *partner_events.PUBLISHED,
    ),
    consumers=(*erasure.consumers(), *notices.CONSUMERS, *warnings.CONSUMERS),
    jobs=jobs.JOBS,
    seed=seed,
    create_app=create_gateway,
    merge_contracts=merge,
    http_protocol="gateway.protocol:ReadModelProtocol",
    folds_views=True,
)
