"""Settings of the service of administrative procedures."""

from hueioc.settings import ServiceSettings


class Settings(ServiceSettings):
    """Nothing differs yet from what every service reads."""
