"""Settings of the press service."""

from hueioc.settings import Env, ServiceSettings


class Settings(ServiceSettings):
    """Beside what every service reads: how we present ourselves to publishers."""

    press_contact: str = "https://hue.gov.vn"
    """Where a publisher reaches us; stands in the User-Agent."""


def user_agent_of(settings: ServiceSettings) -> str:
    assert isinstance(settings, Settings)  # noqa: S101 - what this service is started with
    return f"HueIOC-Press/1.0 (+{settings.press_contact})"


def private_is_possible(settings: ServiceSettings) -> bool:
    """Whether a source may be marked as lying in a private network."""
    return settings.env is Env.DEV
