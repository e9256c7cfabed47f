"""One connection of a service to the bus, which comes and goes without the service stopping."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import nats
import nats.errors
import orjson
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

log = structlog.get_logger(__name__)

REQUEST_TIMEOUT_S = 5.0
FIRST_RETRY_S = 0.1
LONGEST_RETRY_S = 2.0

BusError = (nats.errors.Error, OSError, TimeoutError)
"""What a call on the bus raises when the bus is away."""


class BusDown(ConnectionError):
    """The bus is not connected now."""


class JetStreamError(Exception):
    """The server refused an API call; `code` is its error code (nats-server `JSApiError`)."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(f"{code}: {description}")
        self.code = code


class Bus:
    """Connects in the background and reconnects for ever; `connected` tells whether it is there."""

    def __init__(self, url: str, *, name: str) -> None:
        self.name = name
        self._url = url
        self._client: Client | None = None
        self._connecting: asyncio.Task[None] | None = None
        self.up = asyncio.Event()
        self.reconnects = 0
        self.after_reconnect: set[Callable[[], None]] = set()
        """Called when the bus is back; what was asked of it before is not answered any more."""

    @property
    def connected(self) -> bool:
        return self._client is not None and self._client.is_connected

    @property
    def client(self) -> Client:
        if self._client is None or not self._client.is_connected:
            raise BusDown
        return self._client

    def start(self) -> None:
        self._connecting = asyncio.create_task(self._connect(), name="bus-connect")

    async def connect(self) -> None:
        """Start and wait for the first connection."""
        self.start()
        await self.up.wait()

    async def _connect(self) -> None:
        wait_s = FIRST_RETRY_S
        while True:
            try:
                self._client = await nats.connect(
                    self._url,
                    name=self.name,
                    inbox_prefix=f"_INBOX_{self.name}".encode(),
                    max_reconnect_attempts=-1,
                    reconnect_time_wait=FIRST_RETRY_S,
                    connect_timeout=2,
                    ping_interval=5,
                    max_outstanding_pings=2,
                    error_cb=self._on_error,
                    disconnected_cb=self._on_disconnected,
                    reconnected_cb=self._on_reconnected,
                )
            except BusError as error:
                log.info("bus_unreachable", error=str(error), retry_in_s=wait_s)
                await asyncio.sleep(wait_s)
                wait_s = min(wait_s * 2, LONGEST_RETRY_S)
            else:
                self.up.set()
                return

    async def _on_error(self, error: Exception) -> None:
        log.warning("bus_error", error=str(error) or type(error).__name__)

    async def _on_disconnected(self) -> None:
        self.up.clear()

    async def _on_reconnected(self) -> None:
        self.reconnects += 1
        self.up.set()
        for call in list(self.after_reconnect):
            call()

    async def publish(self, subject: str, payload: bytes, headers: Mapping[str, str] | None = None) -> None:
        await self.client.publish(subject, payload, headers=dict(headers) if headers else None)

    async def request(
        self,
        subject: str,
        payload: bytes = b"",
        *,
        headers: Mapping[str, str] | None = None,
        timeout_s: float = REQUEST_TIMEOUT_S,
    ) -> Msg:
        return await self.client.request(
            subject, payload, timeout=timeout_s, headers=dict(headers) if headers else None
        )

    async def api(self, subject: str, body: Any = None) -> dict[str, Any]:
        """A call of the JetStream API; raises `JetStreamError` when it is refused."""
        payload = b"" if body is None else orjson.dumps(body)
        return api_answer((await self.request(f"$JS.API.{subject}", payload)).data)

    async def publish_durably(self, subject: str, payload: bytes, headers: Mapping[str, str]) -> int:
        """Publish into a stream and wait for the acknowledgement; the stream sequence."""
        return int(api_answer((await self.request(subject, payload, headers=headers)).data)["seq"])

    async def subscribe(
        self, subject: str, on_message: Callable[[Msg], Awaitable[None]], *, queue: str = ""
    ) -> Subscription:
        """With a `queue` each message goes to one of those who subscribe with that name."""
        return await self.client.subscribe(subject, queue=queue, cb=on_message)

    def new_inbox(self) -> str:
        return self.client.new_inbox()

    async def close(self) -> None:
        if self._connecting:
            self._connecting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._connecting
        if self._client and not self._client.is_closed:
            with contextlib.suppress(*BusError):
                await self._client.close()


def api_answer(data: bytes) -> dict[str, Any]:
    answer: dict[str, Any] = orjson.loads(data)
    if error := answer.get("error"):
        raise JetStreamError(int(error.get("err_code", 0)), str(error.get("description", "")))
    return answer
