"""Settings come from the environment, are read once per process and refuse development secrets in production."""

from enum import StrEnum
from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from hueioc.auth.issuers import ExternalIssuer

DEVELOPMENT_MARK = "dev_"
"""Every secret that the embedded start makes begins with this; production refuses it."""

MINIMUM_SECRET_LENGTH = 32


class Env(StrEnum):
    DEV = "dev"
    PROD = "prod"


class DevelopmentSecretError(ValueError):
    """A production process was given a secret made for development, or none."""


class ServiceSettings(BaseSettings):
    """What every service and the gateway read from `HUE_*` variables. A service adds only what differs."""

    model_config = SettingsConfigDict(env_prefix="HUE_", frozen=True, extra="ignore")

    env: Env = Env.DEV
    host: str = "127.0.0.1"
    port: int = 0
    workers: int = 1

    database_url: SecretStr
    """postgresql://role:password@host:port/database; the driver is chosen by hueioc.db."""
    database_pool: int = 3
    nats_url: SecretStr
    """nats://user:password@host:port"""

    public_url: str = "http://127.0.0.1:8080"
    """Where people reach the gateway."""
    issuer: str = "http://127.0.0.1:8080"
    """`iss` of the access tokens we accept (RFC 9068)."""
    jwks_url: str = "http://127.0.0.1:8080/jwks"
    audience: str = "hue"
    issuers: list[ExternalIssuer] = Field(default_factory=list[ExternalIssuer])
    """Foreign issuers whose access tokens are accepted beside our own, as JSON."""

    files_url: str = "file:///tmp/hue-files"
    """An obstore URL: file:///folder or s3://bucket."""
    key_encryption_key: SecretStr = SecretStr("")
    """Wraps the key of each person; 32 bytes, base64, kept outside PostgreSQL."""
    search_key: SecretStr = SecretStr("")
    """Keys the HMAC by which encrypted personal data can be found."""
    areas: str = ""
    """Path of the exact ward polygons; empty means approximate cells."""
    traces_url: str = ""
    """OTLP/HTTP endpoint; empty switches tracing off."""

    @model_validator(mode="after")
    def refuse_development_secrets(self) -> Self:
        if self.env is Env.PROD:
            for name in secret_fields(type(self)):
                value = getattr(self, name).get_secret_value()
                if DEVELOPMENT_MARK in value or len(value) < MINIMUM_SECRET_LENGTH:
                    msg = f"HUE_{name.upper()} is empty, short or made for development; set a secret of production"
                    raise DevelopmentSecretError(msg)
        return self


def secret_fields(settings: type[ServiceSettings]) -> list[str]:
    return [name for name, field in settings.model_fields.items() if field.annotation is SecretStr]
