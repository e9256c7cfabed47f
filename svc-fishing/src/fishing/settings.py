"""Settings of the fishing service."""

from hueioc.settings import ServiceSettings


class Settings(ServiceSettings):
    """Beside what every service reads: where AIS receivers send their sentences."""

    ais_host: str = "127.0.0.1"
    """The address the AIS door listens on; AIS has no password, so it opens to this machine alone unless told to."""
    ais_port: int = 0
    """UDP port for AIVDM sentences (IANA has 10110 for NMEA 0183); 0: the door stays shut."""


def settings_of(settings: ServiceSettings) -> Settings:
    assert isinstance(settings, Settings)  # noqa: S101 - what this service is started with
    return settings
