"""What the advertising service listens to: nothing yet; snapshots come as files, by a camera's key."""

from hueioc.bus.streams import Consumer

CONSUMERS: tuple[Consumer, ...] = ()
