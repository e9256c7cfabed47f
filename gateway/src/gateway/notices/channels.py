"""E-mail and web push: ports and their adapters. SMS is identity's port."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formataddr, parseaddr
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote, urlsplit

import http_ece
import httpx
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc.util import urlsafe_b64decode, urlsafe_b64encode
from py_vapid import Vapid02

from gateway.identity import keys
from gateway.settings import Settings
from hueioc.auth.recipients import derived_private_key
from hueioc.engines import on_first_use
from hueioc.errors import Text, Unavailable
from hueioc.http.outside import outside_client
from hueioc.settings import Env

if TYPE_CHECKING:
    import aiosmtplib
else:
    aiosmtplib = on_first_use("aiosmtplib")

TIMEOUT_S = 10.0
PUSH_TTL_S = 86_400
LOOPBACK = frozenset({"127.0.0.1", "localhost"})
GONE = frozenset({404, 410})


class ChannelFailed(Unavailable):
    code = "channel-failed"
    title = Text("Chưa gửi được thông báo", "The notice could not be sent")


class NowhereToSend(Unavailable):
    """The subscription or address is no longer there; trying again is useless."""

    code = "nowhere-to-send"
    title = Text("Không còn nơi nhận", "There is nowhere to send to")


@dataclass(frozen=True)
class Mail:
    """`message_id` stays the same when a send is tried again, so that mailboxes see one message."""

    to: str
    subject: str
    text: str
    message_id: str


class MailSender(Protocol):
    async def send(self, mail: Mail) -> str:
        """A receipt. Raises `ChannelFailed`."""
        ...


class PushSender(Protocol):
    async def send(self, subscription: dict[str, Any], payload: bytes, topic: str) -> str:
        """A receipt. Raises `ChannelFailed`, `NowhereToSend`."""
        ...


class SmtpMail:
    """smtp:// with STARTTLS when the server offers it, smtps:// from the first byte."""

    def __init__(self, url: str, sender: str) -> None:
        self._at = urlsplit(url)
        self._sender = sender

    async def send(self, mail: Mail) -> str:
        message = EmailMessage()
        message["From"] = formataddr(parseaddr(self._sender))
        message["To"], message["Subject"] = mail.to, mail.subject
        message["Message-ID"] = mail.message_id
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        try:
            await aiosmtplib.send(
                message,
                hostname=self._at.hostname,
                port=self._at.port,
                username=unquote(self._at.username) if self._at.username else None,
                password=unquote(self._at.password) if self._at.password else None,
                use_tls=self._at.scheme == "smtps",
                timeout=TIMEOUT_S,
            )
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise ChannelFailed(Text(str(type(error).__name__), type(error).__name__)) from error
        return mail.message_id


class WebPush:
    """RFC 8030 with RFC 8291 encryption and VAPID (RFC 8292)."""

    def __init__(self, key: ec.EllipticCurvePrivateKey, contact: str) -> None:
        self._vapid = Vapid02(private_key=key)
        self._contact = contact

    async def send(self, subscription: dict[str, Any], payload: bytes, topic: str) -> str:
        endpoint: str = subscription["endpoint"]
        parts = urlsplit(endpoint)
        body = encrypted(subscription, payload)
        claims = {"sub": self._contact, "aud": f"{parts.scheme}://{parts.netloc}"}
        headers: dict[str, str] = dict(self._vapid.sign(claims))
        headers |= {"TTL": str(PUSH_TTL_S), "Content-Encoding": "aes128gcm", "Topic": topic}
        try:
            async with outside_client(TIMEOUT_S) as client:
                answer = await client.post(endpoint, content=body, headers=headers)
        except httpx.HTTPError as error:
            raise ChannelFailed from error
        if answer.status_code in GONE:
            raise NowhereToSend
        if not answer.is_success:
            raise ChannelFailed(Text(f"{answer.status_code}", f"push service answered {answer.status_code}"))
        return answer.headers.get("location", "")[-80:] or "accepted"


def encrypted(subscription: dict[str, Any], payload: bytes) -> bytes:
    """For the keys of the browser's subscription, by a key of ours that serves once (RFC 8291, section 3)."""
    keys_of_browser = subscription["keys"]
    return http_ece.encrypt(
        payload,
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=urlsafe_b64decode(keys_of_browser["p256dh"].encode()),
        auth_secret=urlsafe_b64decode(keys_of_browser["auth"].encode()),
        version="aes128gcm",
    )


@dataclass
class Channels:
    """None: this installation does not send by it."""

    push_key: str
    """Public, base64url, as the browser's `applicationServerKey`."""
    push: PushSender
    mail: MailSender | None


def channels_of(settings: Settings) -> Channels:
    key = derived_private_key(keys.sealing_key(settings), b"hue-vapid")
    public = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    mail = SmtpMail(settings.smtp_url, settings.mail_from) if settings.smtp_url else None
    return Channels(urlsafe_b64encode(public).decode(), WebPush(key, settings.push_contact), mail)


def is_push_host(endpoint: str, allowed: Sequence[str], env: Env) -> bool:
    """Only known push services: anything else would let a caller make us speak to any address."""
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    if env is Env.DEV and host in LOOPBACK:
        return True
    known = any(host == each or (each.startswith(".") and host.endswith(each)) for each in allowed)
    return known and parts.scheme == "https" and parts.port in {None, 443} and not parts.username
