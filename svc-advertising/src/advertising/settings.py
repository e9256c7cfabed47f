"""Settings of the advertising service."""

from hueioc.settings import ServiceSettings


class Settings(ServiceSettings):
    """Nothing differs from what every service reads."""
