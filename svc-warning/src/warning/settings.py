"""Settings of the warning service."""

from hueioc.settings import ServiceSettings


class Settings(ServiceSettings):
    """Beside what every service reads: who speaks in a warning."""

    cap_sender: str = "canhbao@hue.gov.vn"
    """CAP `sender`: no blanks, commas, `<` or `&`."""
    cap_oid: str = "2.49.0.1.704.46"
    """The arc under which identifiers are made: WMO's for Vietnam, then the province's code."""


def sender_of(settings: ServiceSettings) -> tuple[str, str]:
    """Sender and identifier arc."""
    assert isinstance(settings, Settings)  # noqa: S101 - what this service is started with
    return settings.cap_sender, settings.cap_oid
