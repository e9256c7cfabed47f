"""What rules and indicators find becomes alerts: one for a cause, counted while it goes on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import now
from hueioc.ids import uuid7
from hueioc.outbox import publish
from infosec import events
from infosec.models import Alert
from infosec.queries import alerts
from infosec.rules import ocsf
from infosec.rules.counting import cause_of, facts_of, is_enough
from infosec.rules.ocsf import Event
from infosec.rules.sigma_rule import Correlation, Heading
from infosec.service.knowledge import Knowledge
from infosec.states import AlertKind, AlertState, Level

MOST_EVENTS = 20
"""That an alert points at."""
MOST_HITS = 2_000
"""Of one cause in one batch that a correlation remembers; more would not change whether it is enough."""


class Seen(NamedTuple):
    """A stored event."""

    id: UUID
    received_at: datetime
    event: Event
    agency: str

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(self.event.ocsf["time"] / 1000, self.received_at.tzinfo)


@dataclass
class Finding:
    """A cause in one batch."""

    kind: AlertKind
    rule: str
    title_vi: str
    title_en: str
    level: Level
    facts: dict[str, Any]
    seen: list[Seen] = field(default_factory=list[Seen])

    @property
    def key(self) -> tuple[str, bytes]:
        return self.rule, cause_of(self.facts)


async def detect(session: AsyncSession, knowledge: Knowledge, seen: Sequence[Seen]) -> None:
    found: dict[tuple[str, bytes], Finding] = {}
    counted: dict[str, list[Seen]] = {}
    engine = knowledge.engine
    for each in seen:
        for rule in engine.matches(each.event):
            counted.setdefault(rule.heading.uid, []).append(each)
            if rule.heading.uid not in engine.silent:
                _add(found, _of_rule(rule.heading, facts_of(each.event, rule.heading.group_by)), [each])
        for match in knowledge.indicators.matches(each.event):
            title = (f"Chỉ dấu: {match.name}", f"Indicator: {match.name}")
            facts = {match.kind.value: match.value} | facts_of(each.event, ("hostname",))
            _add(found, Finding(AlertKind.INDICATOR, f"set:{match.code}", *title, match.level, facts), [each])
    for correlation in engine.correlations:
        hits = [each for uid in engine.counted[correlation.heading.uid] for each in counted.get(uid, ())]
        for finding, those in await _correlated(session, correlation, hits):
            _add(found, finding, those)
    if found:
        await raise_all(session, list(found.values()), timedelta(seconds=knowledge.values["alert-window-s"]))


def _of_rule(head: Heading, facts: dict[str, Any]) -> Finding:
    return Finding(AlertKind.RULE, head.uid, head.title_vi, head.title, head.level, facts)


def _add(found: dict[tuple[str, bytes], Finding], finding: Finding, seen: Iterable[Seen]) -> None:
    found.setdefault(finding.key, finding).seen.extend(seen)


async def _correlated(
    session: AsyncSession, correlation: Correlation, hits: Sequence[Seen]
) -> list[tuple[Finding, list[Seen]]]:
    groups: dict[bytes, tuple[dict[str, Any], list[Seen]]] = {}
    for each in hits:
        facts = facts_of(each.event, correlation.heading.group_by)
        if len(facts) == len(correlation.heading.group_by):  # an event without the field belongs to no group
            groups.setdefault(cause_of(facts), (facts, []))[1].append(each)
    if not groups:
        return []
    rule, span = correlation.heading.uid, timedelta(seconds=correlation.span_s)
    await alerts.lock(session)
    await alerts.keep_hits(
        session,
        [
            {
                "rule": rule,
                "cause": cause,
                "at": each.at,
                "value": _value(correlation, each),
                "expires_at": now() + 2 * span,
            }
            for cause, (_, those) in groups.items()
            for each in those[-MOST_HITS:]
        ],
    )
    moments = [each.at for _, those in groups.values() for each in those]
    stored = await alerts.hits(session, [(rule, cause) for cause in groups], (min(moments) - span, max(moments) + span))
    by_cause: dict[bytes, list[tuple[datetime, str]]] = {}
    for _, cause, at, value in stored:
        by_cause.setdefault(cause, []).append((at, value))
    return [
        (_of_rule(correlation.heading, facts), those)
        for cause, (facts, those) in groups.items()
        if is_enough(correlation, by_cause.get(cause, ()))
    ]


def _value(correlation: Correlation, seen: Seen) -> str:
    value = seen.event.fields.get(correlation.field) if correlation.field else ""
    return str(value)[:300].replace("\0", "\ufffd")


async def raise_all(session: AsyncSession, found: Sequence[Finding], window: timedelta) -> list[Alert]:
    """Each finding counted to the alert of its cause, or a new alert with its event."""
    await alerts.lock(session)
    moment = now()
    known = await alerts.counting(session, [each.key for each in found], moment - window)
    raised: list[Alert] = []
    for finding in found:
        row = known.get(finding.key)
        if row is None:
            row = _new(finding, moment)
            session.add(row)
            raised.append(row)
        times = [each.at for each in finding.seen] or [moment]
        had, row.count = row.count, row.count + len(times)
        row.first_at, row.last_at = min(row.first_at, *times), moment
        row.updated_at = moment
        await session.flush()
        some = finding.seen[: max(0, MOST_EVENTS - had)]
        links: list[dict[str, object]] = [
            {"alert_id": row.id, "event_id": each.id, "received_at": each.received_at} for each in some
        ]
        await alerts.link(session, links)
    for row in raised:
        _publish(session, row)
    return raised


def _new(finding: Finding, moment: datetime) -> Alert:
    return Alert(
        id=uuid7(),
        kind=finding.kind,
        rule=finding.rule,
        title_vi=finding.title_vi,
        title_en=finding.title_en,
        level=finding.level,
        state=AlertState.NEW,
        cause=finding.key[1],
        facts=ocsf.clean(finding.facts),
        agency_id=next((each.agency for each in finding.seen if each.agency), ""),
        count=0,
        opened_at=moment,
        first_at=moment,
        last_at=moment,
    )


def _publish(session: AsyncSession, row: Alert) -> None:
    if row.kind is AlertKind.PAGE:  # the page's own event has said it
        return
    kind = events.IndicatorMatched if row.kind is AlertKind.INDICATOR else events.DetectionRaised
    event = kind(
        alert_id=row.id,
        rule=row.rule,
        title_vi=row.title_vi,
        title_en=row.title_en,
        level=row.level,
        agency=row.agency_id,
        at=row.opened_at,
    )
    publish(session, event, subject_id=row.id, version=row.version)
