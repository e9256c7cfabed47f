"""What stations send by MQTT: `devices/environment/<station>/readings`, a batch of messages in one transaction."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from environment.queries import stations
from environment.service.intake import Delivery, record, take
from environment.service.rows import line_of, rows_of
from environment.states import Channel, Outcome, Reason
from hueioc.bus.devices import FromDevice
from hueioc.bus.received import Received
from hueioc.bus.streams import MQTT_IN, Consumer

SUBJECT = "devices.environment.*.readings"
_STATION = 2
LARGEST_KEPT = 1 << 20


async def on_readings(session: AsyncSession, messages: Sequence[Received]) -> None:
    """Rows are judged one by one; a message that cannot be read is kept, and nothing waits because of it."""
    codes = [message.subject_id.split(".")[_STATION] for message in messages]
    known = await stations.by_code(session, codes)
    deliveries: list[Delivery] = []
    for message, code in zip(messages, codes, strict=True):
        rows = rows_of(message.event.data)
        delivery = Delivery(
            Channel.MQTT, message.subject_id, known.get(code.lower()), raw=message.event.data[:LARGEST_KEPT]
        )
        if delivery.station is None:
            delivery.unreadable = Reason.UNKNOWN_STATION
        elif rows is None:
            delivery.unreadable = Reason.SYNTAX
        else:
            delivery.lines = [line_of(number, row) for number, row in enumerate(rows, 1)]
        deliveries.append(delivery)
    await take(session, deliveries)
    for delivery in deliveries:
        if delivery.unreadable or any(outcome is Outcome.REJECTED for outcome, _ in delivery.answers.values()):
            await record(session, delivery)


CONSUMERS = (
    Consumer(
        name="environment-readings", stream=MQTT_IN, subjects=(SUBJECT,), handle_batch=on_readings, reads=FromDevice
    ),
)
