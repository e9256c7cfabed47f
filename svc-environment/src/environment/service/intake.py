"""Takes deliveries in: files, JSON and MQTT messages, row by row. What is not taken is kept as it came, with why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from environment import schemas
from environment.models import Intake, RejectedRow, Station
from environment.queries import reference, stations
from environment.rules.station_file import BadLine, Line, Unreadable, parse, station_names
from environment.service import flood, presence
from environment.service.meters import Meter, Span, meters_of
from environment.service.reasons import REASONS
from environment.service.store import Result, Rows, store
from environment.states import Channel, Outcome, Reason
from hueioc.clock import now
from hueioc.ids import uuid7

LEVEL = "Level"
LONGEST_NAME = 200
ANSWERS: dict[Outcome, tuple[Outcome, Reason | None]] = {outcome: (outcome, None) for outcome in Outcome}


@dataclass
class Delivery:
    """One file or message: where it came from, and its rows."""

    channel: Channel
    name: str
    station: Station | None
    lines: Sequence[Line | BadLine] = ()
    raw: bytes | None = None
    unreadable: Reason | None = None
    answers: dict[int, tuple[Outcome, Reason | None]] = field(default_factory=dict[int, tuple[Outcome, Reason | None]])

    def reject(self, number: int, reason: Reason) -> None:
        self.answers[number] = (Outcome.REJECTED, reason)


async def take_file(
    session: AsyncSession, channel: Channel, name: str, raw: bytes, own: Station | None = None
) -> Delivery:
    """A station file. `own`: the station whose key came with it; its files may name no other."""
    name = name.replace("\0", "")[:LONGEST_NAME]
    delivery = Delivery(channel, name, own, raw=raw)
    try:
        delivery.lines = parse(raw)
    except Unreadable as error:
        delivery.unreadable = error.reason
        return delivery
    named = await _station_named(session, name)
    if named is None or (own is not None and named.id != own.id):
        delivery.unreadable = Reason.UNKNOWN_STATION
        return delivery
    delivery.station, delivery.raw = named, None
    return delivery


async def _station_named(session: AsyncSession, file_name: str) -> Station | None:
    names = station_names(file_name)
    found = await stations.by_code(session, names)
    return next((found[name.lower()] for name in names if name.lower() in found), None)


async def take(session: AsyncSession, deliveries: Sequence[Delivery]) -> None:
    """Stores the rows of all deliveries together; each delivery then has an answer for every row."""
    readable = [each for each in deliveries if each.station and not each.unreadable]
    meters = await meters_of(session, {each.station.id for each in readable if each.station})
    rows, span = Rows(), Span.around(now())
    ends: list[int] = []
    origin: list[int] = []
    for each in readable:
        _judge(each, meters.get(each.station.id, {}) if each.station else {}, span, rows, origin)
        ends.append(len(origin))
    bounds = {meter.datastream: meter.bounds for known in meters.values() for meter in known.values()}
    channel = deliveries[0].channel if deliveries else Channel.JSON
    result = await store(session, rows, bounds, channel)
    begin = 0
    for each, end in zip(readable, ends, strict=True):
        answers = map(ANSWERS.__getitem__, result.outcomes[begin:end])
        each.answers.update(zip(origin[begin:end], answers, strict=True))
        begin = end
    await _consequences(session, readable, meters, result)


def _judge(delivery: Delivery, meters: dict[str, Meter], span: Span, rows: Rows, origin: list[int]) -> None:
    """Its lines that can be taken go to `rows`, their numbers to `origin`; the others are answered here."""
    known: dict[tuple[str, str], tuple[Meter, float] | Reason] = {}
    for line in delivery.lines:
        if isinstance(line, BadLine):
            delivery.reject(line.number, line.reason)
            continue
        number, symbol, value, unit, at, status, _ = line
        found = known.get((symbol, unit))
        if found is None:
            found = known[symbol, unit] = _meter(meters, symbol, unit)
        if isinstance(found, Reason):
            delivery.reject(number, found)
        elif not span.oldest <= at <= span.latest:
            delivery.reject(number, span.reason(at))
        else:
            rows.add(found[0].datastream, at, value * found[1], status)
            origin.append(number)


def _meter(meters: dict[str, Meter], symbol: str, unit: str) -> tuple[Meter, float] | Reason:
    meter = meters.get(symbol.lower())
    if meter is None:
        return Reason.UNKNOWN_SYMBOL
    factor = meter.factor(unit)
    return Reason.WRONG_UNIT if factor is None else (meter, factor)


async def _consequences(
    session: AsyncSession, deliveries: Sequence[Delivery], meters: dict[UUID, dict[str, Meter]], result: Result
) -> None:
    """Stations that were heard of are online; gauges are followed against their alarm levels."""
    heard = {
        each.station.id: each.station
        for each in deliveries
        if each.station and any(outcome is not Outcome.REJECTED for outcome, _ in each.answers.values())
    }
    await presence.heard(session, heard)
    gauges = {
        meter.datastream: station_id
        for station_id in heard
        for meter in meters[station_id].values()
        if meter.code == LEVEL
    }
    levelled = await reference.stations_with_levels(session)
    followed = {number for number, station_id in gauges.items() if heard[station_id].code in levelled}
    for datastream in sorted(followed):
        if rows := result.rows_of(datastream):
            await flood.follow(session, gauges[datastream], datastream, rows)


async def record(session: AsyncSession, delivery: Delivery) -> Intake:
    """The delivery's line in the book, with the rows that were not taken."""
    counted = Counter(outcome for outcome, _ in delivery.answers.values())
    intake = Intake(
        id=uuid7(),
        channel=delivery.channel,
        name=delivery.name,
        station_id=delivery.station.id if delivery.station else None,
        accepted=counted[Outcome.ACCEPTED],
        duplicates=counted[Outcome.DUPLICATE],
        corrected=counted[Outcome.CORRECTED],
        rejected=counted[Outcome.REJECTED],
        unreadable=delivery.unreadable,
        raw=delivery.raw if delivery.unreadable else None,
    )
    session.add(intake)
    await session.flush()
    session.add_all(
        RejectedRow(intake_id=intake.id, number=line.number, reason=reason, raw=line.raw.replace("\0", "�"))
        for line in delivery.lines
        if (reason := delivery.answers.get(line.number, (None, None))[1]) is not None
    )
    return intake


def answer_of(delivery: Delivery, intake: Intake) -> schemas.IntakeAnswer:
    return schemas.IntakeAnswer(
        id=intake.id,
        station=delivery.station.code if delivery.station else None,
        accepted=intake.accepted,
        duplicates=intake.duplicates,
        corrected=intake.corrected,
        rejected=intake.rejected,
        unreadable=delivery.unreadable,
        rows=[
            schemas.RowAnswer(row=number, outcome=outcome, reason=reason, message=REASONS[reason] if reason else None)
            for number, (outcome, reason) in sorted(delivery.answers.items())
        ],
    )
