"""Messages of devices (`MQTT_IN`) as a consumer sees them: no CloudEvents, so their place in the stream is the id.

Environment, cameras and fishing boats send by MQTT; the topic `devices/<service>/…` says who speaks, because the server
lets a device publish its own topics only.
"""

from uuid import NAMESPACE_URL, uuid5

from nats.aio.msg import Msg

from hueioc.bus.received import Received, place_of, stored_at
from hueioc.cloudevents import CloudEvent
from hueioc.ids import uuid7

TYPE = "vn.hue.device.message.sent.v1"
TOPIC = "Hue-Device-Subject"
"""Names the first subject of a dead letter that is handed back."""


class FromDevice(Received):
    """A device's message: `subject_id` is its subject (`devices.environment.…`), `payload` what it sent."""

    __slots__ = ()

    def __init__(self, raw: Msg) -> None:  # not the base's: there are no headers to read
        topic = (raw.headers or {}).get(TOPIC, raw.subject)
        if raw.reply.startswith("$JS.ACK."):
            name = f"{topic}:{place_of(raw.reply).stream_sequence}:{stored_at(raw.reply)}"
            self.event_id = uuid5(NAMESPACE_URL, name)
        else:  # handed back by hand: nothing but the effect itself says whether it was there before
            self.event_id = uuid7()
        self.raw = raw
        self.version = 0
        self.event = CloudEvent(
            id=str(self.event_id), source="/devices", type=TYPE, data=raw.data, subject=topic, datacontenttype=""
        )

    @property
    def payload(self) -> bytes:
        return self.raw.data
