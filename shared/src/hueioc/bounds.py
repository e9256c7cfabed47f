"""Keeps each view within its limit of keys: the oldest documents leave the read models and are asked of the service.

Without it one busy service would fill the compacted stream and every gateway's memory (architecture, Bounds).
"""

from collections import defaultdict
from typing import Any

import structlog

from hueioc.bus.connection import BusError, JetStreamError
from hueioc.bus.read import last_of
from hueioc.bus.streams import VIEWS
from hueioc.jobs import Job
from hueioc.metrics import VIEW_KEYS
from hueioc.outbox import Kind, Outgoing, collect
from hueioc.runtime import Runtime
from hueioc.views import EVICT, TOMBSTONE_TTL, View

log = structlog.get_logger(__name__)

AT_ONCE = 200


async def keep_bounds(runtime: Runtime) -> None:
    """Count the keys of every view of this service, and evict what is over the limit, oldest keys first."""
    try:
        keys = await keys_by_view(runtime)
    except (*BusError, JetStreamError) as error:
        log.info("views_not_counted", reason=str(error) or type(error).__name__)
        return
    for view in (*runtime.service.views, *(each.view for each in runtime.service.lists)):
        held = sorted(keys[view.name])
        VIEW_KEYS.labels(view.name).set(len(held))
        over = held[: max(0, len(held) - view.most_keys)]
        for begin in range(0, len(over), AT_ONCE):
            await evict(runtime, view, over[begin : begin + AT_ONCE])


async def keys_by_view(runtime: Runtime) -> dict[str, list[str]]:
    """The keys that the stream holds, per view of this service. UUIDv7 keys sort by age."""
    wanted = f"view.{runtime.service.name}.>"
    info: dict[str, Any] = await runtime.bus.api(f"STREAM.INFO.{VIEWS}", {"subjects_filter": wanted})
    found: dict[str, list[str]] = defaultdict(list)
    for subject in info["state"].get("subjects") or {}:
        _, _, view, key = subject.split(".", 3)
        found[view].append(key)
    return found


async def evict(runtime: Runtime, view: View, keys: list[str]) -> None:
    """Replace documents by tombstones of their own version, so that the next change brings them back."""
    messages: list[Outgoing] = []
    for key in keys:
        stored = await last_of(runtime.bus, VIEWS, view.subject(key))
        if stored is None or "Hue-Op" in stored.headers:
            continue
        kept = {name: stored.headers[name] for name in ("Hue-Route", "Hue-Audience", "Hue-Version")}
        headers = kept | {"Hue-Op": EVICT, "Nats-TTL": TOMBSTONE_TTL}
        messages.append(Outgoing(Kind.VIEW, stored.subject, headers, b""))
    async with runtime.database.transaction() as session:
        for message in messages:
            collect(session, message)
    if messages:
        log.info("views_evicted", view=view.name, number=len(messages))


JOB = Job(name="keep-bounds", every_s=60, work=keep_bounds)
