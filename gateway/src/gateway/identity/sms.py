"""Text messages: a port, a real adapter, and a fake that prints, for development alone."""

from typing import Protocol

import httpx
import structlog

from gateway.identity.errors import SmsUnavailable
from gateway.settings import Settings
from hueioc.http.outside import outside_client
from hueioc.settings import DevelopmentSecretError, Env

log = structlog.get_logger(__name__)

TIMEOUT_S = 5.0


class SmsSender(Protocol):
    async def send(self, phone: str, text: str) -> str:
        """Send to an E.164 number; a message id. Raises `SmsUnavailable`."""
        ...


class PrintedSms:
    """A fake: writes the message into the log instead of sending it."""

    def __init__(self, env: Env) -> None:
        if env is not Env.DEV:
            raise DevelopmentSecretError("HUE_SMS_URL is empty: production does not print its messages")

    async def send(self, phone: str, text: str) -> str:
        log.info("sms_printed", to="…" + phone[-3:], text=text)
        return "printed"


class HttpSms:
    """A provider that takes `{"to", "text"}` as JSON with a bearer token, as the brand-name gateways here do."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"}

    async def send(self, phone: str, text: str) -> str:
        try:
            async with outside_client(TIMEOUT_S, self._headers) as client:
                answer = await client.post(self._url, json={"to": phone, "text": text})
            answer.raise_for_status()
        except httpx.HTTPError as error:
            log.warning("sms_failed", error=type(error).__name__)
            raise SmsUnavailable(headers={"Retry-After": "60"}) from error
        return answer.headers.get("x-message-id", "")[:80]


def sms_sender(settings: Settings) -> SmsSender:
    if settings.sms_url:
        return HttpSms(settings.sms_url, settings.sms_token)
    return PrintedSms(settings.env)
