"""Writes a notice and its deliveries, once for each (event, person, channel), in the consumer's transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.models import Delivery, Notice, Person, Preference
from gateway.notices.rules import Quiet, due_at
from gateway.notices.states import DEFAULT_CHANNELS, Channel, DeliveryOutcome, Digest, Kind
from hueioc.clock import now
from hueioc.ids import uuid7


@dataclass(frozen=True)
class News:
    """What has happened; `values` hold nothing personal."""

    event_id: UUID
    kind: Kind
    link: str
    values: dict[str, Any]


async def notify(session: AsyncSession, people: Iterable[UUID], news: News) -> int:
    """How many people were told anew. Who is erased or unknown is left out."""
    told = 0
    for person_id in sorted(people):
        person = await session.get(Person, person_id)
        if person is not None and person.erased_at is None:
            told += await _notify_one(session, person_id, news)
    return told


async def _notify_one(session: AsyncSession, person_id: UUID, news: News) -> bool:
    moment = now()
    row = insert(Notice).values(
        id=uuid7(),
        person_id=person_id,
        event_id=news.event_id,
        kind=news.kind,
        link=news.link,
        values=news.values,
        created_at=moment,
        updated_at=moment,
    )
    notice_id = await session.scalar(row.on_conflict_do_nothing().returning(Notice.id))
    if notice_id is None:
        return False
    wanted = await session.get(Preference, person_id)
    for channel in (Channel.INBOX, *channels_of(wanted, news.kind)):
        session.add(_delivery(notice_id, channel, wanted, moment))
    await session.flush()
    return True


def channels_of(wanted: Preference | None, kind: Kind) -> tuple[Channel, ...]:
    """Beside the inbox."""
    if wanted is None or kind.value not in wanted.channels:
        return DEFAULT_CHANNELS[kind]
    return tuple(Channel(each) for each in wanted.channels[kind.value])


def _delivery(notice_id: UUID, channel: Channel, wanted: Preference | None, moment: datetime) -> Delivery:
    quiet = Quiet(wanted.quiet_from, wanted.quiet_to) if wanted else Quiet()
    is_inbox = channel is Channel.INBOX
    return Delivery(
        notice_id=notice_id,
        channel=channel,
        due_at=due_at(channel, moment, quiet, wanted.digest if wanted else Digest.NONE),
        outcome=DeliveryOutcome.SENT if is_inbox else DeliveryOutcome.WAITING,
        sent_at=moment if is_inbox else None,
        receipt="inbox" if is_inbox else "",
    )
