"""Settings of the information safety service."""

from pydantic import Field

from hueioc.settings import ServiceSettings


class Settings(ServiceSettings):
    """Beside what every service reads: the doors for syslog, the folder of rules, and which pages may be fetched."""

    syslog_host: str = "127.0.0.1"
    """Syslog has no password, so its doors open to this machine alone unless told to."""
    syslog_udp_port: int = 0
    """UDP (RFC 5426; IANA has 514); 0: the door stays shut."""
    syslog_tcp_port: int = 0
    """TCP, both framings of RFC 6587; 0: the door stays shut."""
    sigma_folder: str = ""
    """Where operators put Sigma rules (*.yml, *.yaml); read again while the service runs. Empty: only our own."""
    inside_hosts: list[str] = Field(default_factory=list[str])
    """Hosts at private addresses that may be watched all the same, as JSON; every other private address is refused."""
    page_authorities: str = ""
    """A PEM file of certificate authorities that are trusted for watched pages beside the public ones."""


def settings_of(settings: ServiceSettings) -> Settings:
    assert isinstance(settings, Settings)  # noqa: S101 - what this service is started with
    return settings
