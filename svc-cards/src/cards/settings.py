"""Settings of the cards service."""

from hueioc.settings import ServiceSettings


class Settings(ServiceSettings):
    """Nothing differs from what every service reads: cards name `public_url` as their issuer."""
