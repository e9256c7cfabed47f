"""Settings of the gateway."""

from pydantic import Field, SecretStr

from hueioc.settings import ServiceSettings


class Settings(ServiceSettings):
    """Beside what every service reads: where the services are, the web build, the snapshot of the read models."""

    upstreams: dict[str, str] = Field(default_factory=dict[str, str])
    """Service name to base URL, as JSON."""
    web_dist: str = ""
    snapshot: str = ""
    """File that keeps the read models over a restart; empty keeps none."""
    signing_key_secret: SecretStr = SecretStr("")
    """Seals the issuer's private keys in the database; falls back on the key-encryption key."""
