"""Settings of the gateway."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from hueioc.settings import ServiceSettings


class LoginProvider(BaseModel):
    """An external issuer that people may sign in with (VNeID, Keycloak); we are its relying party."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    title_vi: str
    title_en: str
    issuer: str
    client_id: str
    client_secret: SecretStr = SecretStr("")
    scope: str = "openid"


class Settings(ServiceSettings):
    """Beside what every service reads: where the services are, the web build, the snapshot of the read models."""

    upstreams: dict[str, str] = Field(default_factory=dict[str, str])
    """Service name to base URL, as JSON."""
    web_dist: str = ""
    snapshot: str = ""
    """File that keeps the read models over a restart; empty keeps none."""
    signing_key_secret: SecretStr = SecretStr("")
    """Seals the issuer's private keys in the database; falls back on the key-encryption key."""
    trusted_proxies: int = 0
    """How many proxies of our own stand in front and append to `X-Forwarded-For`."""

    rate_per_address: float = Field(default=50, gt=0)
    """Requests a second that are more than a document from memory, of all callers without a token behind one address.
    Thirty times as many may come at once."""
    rate_per_person: float = Field(default=20, gt=0)
    rate_per_machine: float = Field(default=500, gt=0)
    """Partners, devices and services."""

    sms_url: str = ""
    """The SMS provider; empty prints the messages, in development only."""
    sms_token: str = ""
    smtp_url: str = ""
    """smtp://user:password@host:port (STARTTLS) or smtps://…; empty sends no e-mail."""
    mail_from: str = "HueIOC <no-reply@hue.gov.vn>"
    push_contact: str = "mailto:ioc@hue.gov.vn"
    """Who answers for our web push (RFC 8292)."""
    push_hosts: tuple[str, ...] = (
        "fcm.googleapis.com",
        "updates.push.services.mozilla.com",
        "web.push.apple.com",
        ".notify.windows.com",
    )
    """Where web push may be sent to; a name that begins with a dot stands for all below it."""
    webhook_inside_hosts: tuple[str, ...] = ()
    """Hosts of the city's own network that webhooks may go to; all others must have public addresses."""
    login_providers: list[LoginProvider] = Field(default_factory=list[LoginProvider])
