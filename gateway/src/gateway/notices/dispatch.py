"""Sends what is due. A delivery is claimed in one transaction, sent outside of any, and marked in another.

A worker that dies in between leaves the claim to run out; the send is then tried again under the same message id
(e-mail) or topic (push), so that the receiver shows it once. SMS has no such id: there a claim is never repeated.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.identity import people
from gateway.identity.sms import SmsSender
from gateway.models import Delivery, Notice, Person, Preference, PushSubscription
from gateway.notices.channels import Channels, Mail, NowhereToSend
from gateway.notices.states import CLAIM, MOST_TRIES, RETRY, Channel, DeliveryOutcome, Digest
from gateway.notices.templates import DIGEST, Words, render
from hueioc.clock import now
from hueioc.errors import Problem
from hueioc.personal.keys import Erased
from hueioc.runtime import Runtime
from hueioc.tasks import end, lasting

log = structlog.get_logger(__name__)

EVERY_S = 1.0
AT_ONCE = 50


@dataclass(frozen=True)
class Due:
    """A claimed delivery with what it takes to send it. Addresses live here only while it is sent."""

    delivery: Delivery
    notice: Notice
    language: str
    is_digest: bool
    phone: str
    email: str
    subscriptions: Sequence[tuple[UUID, dict[str, Any]]]


@dataclass(frozen=True)
class Sent:
    outcome: DeliveryOutcome
    receipt: str


class Dispatcher:
    """One in each worker; they share the work by locks."""

    def __init__(self, runtime: Runtime, channels: Channels, sms: SmsSender) -> None:
        self._runtime = runtime
        self._channels = channels
        self._sms = sms
        self._base = runtime.settings.public_url.rstrip("/")
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = lasting(self._run, name="notices")

    async def stop(self) -> None:
        await end(self._task)

    async def work(self) -> int:
        """Send one batch; how many deliveries were in it."""
        due = await self._claim()
        for group in grouped(due):
            sent = await self._send(group)
            await self._mark(group, sent)
        return len(due)

    async def _run(self) -> None:
        while True:
            try:
                while await self.work() == AT_ONCE:
                    pass
            except Exception as error:  # noqa: BLE001 - the loop must outlive whatever a channel does
                log.warning("notices_wait", error=type(error).__name__)
            await asyncio.sleep(EVERY_S)

    async def _claim(self) -> list[Due]:
        moment = now()
        ready = (
            select(Delivery.id)
            .where(Delivery.outcome.in_((DeliveryOutcome.WAITING, DeliveryOutcome.SENDING)), Delivery.due_at <= moment)
            .order_by(Delivery.due_at)
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        async with self._runtime.database.transaction() as session:
            ids = (await session.scalars(ready)).all()
            if not ids:
                return []
            again = (Delivery.outcome == DeliveryOutcome.SENDING) & (Delivery.channel == Channel.SMS)
            lost = update(Delivery).where(Delivery.id.in_(ids), again)
            await session.execute(lost.values(outcome=DeliveryOutcome.FAILED, receipt="unknown whether it was sent"))
            claim = update(Delivery).where(Delivery.id.in_(ids), Delivery.outcome != DeliveryOutcome.FAILED)
            values = {"outcome": DeliveryOutcome.SENDING, "due_at": moment + CLAIM, "tries": Delivery.tries + 1}
            claimed = (await session.scalars(claim.values(values).returning(Delivery))).all()
            return [await self._due(session, each) for each in claimed]

    async def _due(self, session: AsyncSession, delivery: Delivery) -> Due:
        notice = await session.get_one(Notice, delivery.notice_id)
        person = await session.get_one(Person, notice.person_id)
        wanted = await session.get(Preference, person.id)
        vault, phone, email = self._runtime.vault, "", ""
        subscriptions: list[tuple[UUID, dict[str, Any]]] = []
        try:
            if delivery.channel is Channel.SMS:
                phone = await people.phone_of(session, vault, person)
            elif delivery.channel is Channel.EMAIL:
                email = await people.email_of(session, vault, person)
            elif delivery.channel is Channel.PUSH:
                rows = await session.scalars(select(PushSubscription).where(PushSubscription.person_id == person.id))
                for row in rows:
                    content = await vault.open(session, person.id, row.sealed, f"push.{row.id}")
                    subscriptions.append((row.id, orjson.loads(content)))
        except Erased:
            pass
        language = wanted.language if wanted else person.language
        is_digest = bool(wanted and wanted.digest is Digest.DAILY and delivery.channel is Channel.EMAIL)
        return Due(delivery, notice, language, is_digest, phone, email, subscriptions)

    async def _send(self, group: Sequence[Due]) -> Sent:
        first = group[0]
        try:
            match first.delivery.channel:
                case Channel.EMAIL:
                    return await self._mail(group)
                case Channel.SMS if first.phone:
                    return Sent(DeliveryOutcome.SENT, await self._sms.send(first.phone, self._words(first).sms))
                case Channel.PUSH:
                    return await self._push(first)
                case _:
                    return Sent(DeliveryOutcome.NOWHERE, "no address")
        except Problem as problem:
            return Sent(DeliveryOutcome.WAITING, str(problem)[:200])

    async def _mail(self, group: Sequence[Due]) -> Sent:
        first = group[0]
        if not first.email or self._channels.mail is None:
            return Sent(DeliveryOutcome.NOWHERE, "no address")
        words = [self._words(each) for each in group]
        subject = words[0].title
        if len(group) > 1:
            subject = render(DIGEST, first.language, {"count": len(group)}).title
        text = "\n\n".join(
            f"{word.title}\n{word.body}\n{self._url(due)}" for word, due in zip(words, group, strict=True)
        )
        message_id = f"<{first.notice.id}@hue.gov.vn>"
        return Sent(DeliveryOutcome.SENT, await self._channels.mail.send(Mail(first.email, subject, text, message_id)))

    async def _push(self, due: Due) -> Sent:
        words, receipts = self._words(due), list[str]()
        payload = orjson.dumps(
            {"title": words.title, "body": words.body, "link": due.notice.link, "id": str(due.notice.id)}
        )
        for subscription_id, subscription in due.subscriptions:
            try:
                receipts.append(await self._channels.push.send(subscription, payload, due.notice.id.hex))
            except NowhereToSend:
                await self._forget(subscription_id)
        return (
            Sent(DeliveryOutcome.SENT, ", ".join(receipts)[:200])
            if receipts
            else Sent(DeliveryOutcome.NOWHERE, "no browser")
        )

    async def _forget(self, subscription_id: UUID) -> None:
        async with self._runtime.database.transaction() as session:
            row = await session.get(PushSubscription, subscription_id)
            if row:
                await session.delete(row)

    async def _mark(self, group: Sequence[Due], sent: Sent) -> None:
        moment = now()
        async with self._runtime.database.transaction() as session:
            for due in group:
                row = await session.get(Delivery, due.delivery.id, with_for_update=True)
                if row is None:  # the person was erased meanwhile
                    continue
                row.receipt = sent.receipt
                if sent.outcome is DeliveryOutcome.WAITING and row.tries >= MOST_TRIES:
                    row.outcome = DeliveryOutcome.FAILED
                elif sent.outcome is DeliveryOutcome.WAITING:
                    row.outcome, row.due_at = DeliveryOutcome.WAITING, moment + RETRY[min(row.tries, len(RETRY)) - 1]
                else:
                    row.outcome = sent.outcome
                    row.sent_at = moment if sent.outcome is DeliveryOutcome.SENT else None

    def _words(self, due: Due) -> Words:
        return render(due.notice.kind.value, due.language, due.notice.values, self._url(due))

    def _url(self, due: Due) -> str:
        return self._base + due.notice.link


def grouped(due: Sequence[Due]) -> list[list[Due]]:
    """Mails of a person who wants a digest go together; everything else by itself."""
    digests: dict[UUID, list[Due]] = {}
    single: list[list[Due]] = []
    for each in due:
        if each.is_digest:
            digests.setdefault(each.notice.person_id, []).append(each)
        else:
            single.append([each])
    return [*single, *digests.values()]
