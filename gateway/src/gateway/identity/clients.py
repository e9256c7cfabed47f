"""OAuth clients: apps, partners, services, devices. Secrets are random, so a fast keyed-by-nothing hash is enough."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.identity.errors import UnknownClient
from gateway.identity.schemas import ClientCreate, ClientShown
from gateway.models import Client
from hueioc.auth.principal import MACHINES, Role
from hueioc.clock import now
from hueioc.errors import Conflict, Text, invalid_field

MOST_SECRETS = 2
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
_PREFIX = "hcs_"


class ClientExists(Conflict):
    code = "client-exists"
    title = Text("Mã ứng dụng này đã có", "This client id is taken")


async def create(session: AsyncSession, data: ClientCreate) -> tuple[Client, str | None]:
    """The client and its secret (none for a public one). Raises `ClientExists`, `Invalid`."""
    if await session.scalar(select(Client.id).where(Client.client_id == data.client_id)):
        raise ClientExists
    for number, uri in enumerate(data.redirect_uris):
        demand_redirect_uri(uri, f"/redirect_uris/{number}")
    if data.role is not None and (data.role not in MACHINES or data.is_public):
        raise invalid_field(
            "/role", "Chỉ nhận partner, device, service, có mã bí mật", "partner, device or service, with a secret"
        )
    grants = ["authorization_code", "refresh_token"] if data.redirect_uris else []
    grants += ["client_credentials"] if data.role else []
    client = Client(
        client_id=data.client_id,
        name=data.name,
        redirect_uris=data.redirect_uris,
        grants=grants,
        scopes=data.scopes,
        role=data.role,
        agency_id=data.agency_id,
        secret_hashes=[],
    )
    session.add(client)
    secret = None if data.is_public else add_secret(client)
    await session.flush()
    return client, secret


def demand_redirect_uri(uri: str, pointer: str) -> None:
    """https, or http to this very machine for native apps (RFC 8252), or an app's own scheme; no fragment."""
    parts = urlsplit(uri)
    is_local = parts.scheme == "http" and parts.hostname in LOOPBACK
    is_own = "." in parts.scheme
    if len(uri) > 500 or parts.fragment or not (parts.scheme == "https" or is_local or is_own):  # noqa: PLR2004
        raise invalid_field(pointer, "Cần địa chỉ https đầy đủ, không có #", "A full https address without #")


def add_secret(client: Client) -> str:
    """A new secret; the one before stays good until the next change."""
    secret = _PREFIX + secrets.token_urlsafe(32)
    client.secret_hashes = [*client.secret_hashes, secret_hash(secret)][-MOST_SECRETS:]
    return secret


async def find(session: AsyncSession, client_id: str) -> Client | None:
    return await session.scalar(select(Client).where(Client.client_id == client_id, Client.closed_at.is_(None)))


async def demand(session: AsyncSession, client_id: str) -> Client:
    client = await session.scalar(select(Client).where(Client.client_id == client_id).with_for_update())
    if client is None:
        raise UnknownClient
    return client


async def all_clients(session: AsyncSession) -> Sequence[Client]:
    return (await session.scalars(select(Client).order_by(Client.client_id))).all()


def close(client: Client) -> None:
    client.closed_at = client.closed_at or now()
    client.secret_hashes = []


def is_secret(client: Client, secret: str) -> bool:
    given = secret_hash(secret)
    return any(hmac.compare_digest(each, given) for each in client.secret_hashes)


def secret_hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def role_of(client: Client) -> Role:
    assert client.role is not None  # noqa: S101 - client credentials are only for clients with a role
    return Role(client.role)


def shown(client: Client) -> ClientShown:
    fields = {name: getattr(client, name) for name in ClientShown.model_fields if hasattr(client, name)}
    public = not client.secret_hashes and "client_credentials" not in client.grants
    return ClientShown(**fields, is_public=public, secrets=len(client.secret_hashes))
