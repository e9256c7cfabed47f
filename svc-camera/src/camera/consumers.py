"""What the service listens to: nothing yet. Cameras that send their own events by MQTT come with the ONVIF issue."""

from hueioc.bus.streams import Consumer

CONSUMERS: tuple[Consumer, ...] = ()
