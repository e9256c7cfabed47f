"""Prometheus metrics every service has; names follow Prometheus' conventions and platform notes C.11."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Histogram(
    "http_server_request_duration_seconds",
    "Time to answer, by route, method and status class",
    ("route", "method", "status"),
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
CONSUMED = Counter("hue_consumer_messages_total", "Messages by consumer and outcome", ("consumer", "outcome"))
RELAYED = Counter("hue_outbox_published_total", "Outbox rows published", ("kind",))
OUTBOX_LAG = Gauge("hue_outbox_lag_seconds", "Age of the oldest row not yet published")
OUTBOX_BLOCKED = Gauge(
    "hue_outbox_blocked_seconds",
    "How long the oldest row has waited for a transaction that is still open, and whose it is",
    ("database", "application"),
)
RELAY_CONFLICTS = Counter("hue_relay_fence_conflicts_total", "Times another relay had published in between")
VIEW_KEYS = Gauge("hue_view_keys", "Documents published by this service, per view", ("view",))
