"""Settings of the service of administrative procedures."""

from hueioc.settings import ServiceSettings


class Settings(ServiceSettings):
    """Beside what every service reads: who stands in front of the gateway."""

    trusted_proxies: int = 0
    """How many proxies of our own stand before the gateway and append to `X-Forwarded-For`."""
