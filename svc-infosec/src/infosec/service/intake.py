"""Events as JSON over HTTP: an array, or one object a line. Every one is stored, also what is no event."""

from collections.abc import Sequence
from datetime import datetime

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import now
from hueioc.runtime import Runtime
from infosec import schemas
from infosec.errors import UnreadableBatch
from infosec.models import Source
from infosec.rules.intake import event_of_json, event_of_value
from infosec.rules.ocsf import Event
from infosec.service.knowledge import knowledge_of
from infosec.service.store import Arrived, store
from infosec.states import Channel

MOST_EVENTS = 10_000


async def take(session: AsyncSession, runtime: Runtime, source: Source, body: bytes) -> schemas.BatchAnswer:
    """Raises `UnreadableBatch` for what is neither; then nothing was taken."""
    moment = now()
    found = _events(body, moment)
    arrived = [Arrived(event, moment, Channel.HTTP, source.code, source) for event in found]
    await store(session, knowledge_of(runtime), arrived)
    return schemas.BatchAnswer(accepted=len(found), unreadable=sum(bool(event.error) for event in found))


def _events(body: bytes, moment: datetime) -> Sequence[Event]:
    text = body.strip()
    if text.startswith(b"["):
        try:
            values = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            raise UnreadableBatch from error
        if not values or len(values) > MOST_EVENTS:
            raise UnreadableBatch
        return [event_of_value(value, orjson.dumps(value), moment) for value in values]
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines or len(lines) > MOST_EVENTS:
        raise UnreadableBatch
    return [event_of_json(line, moment) for line in lines]
