"""Settings of scene reflection."""

from hueioc.settings import ServiceSettings


class Settings(ServiceSettings):
    """Beside what every service reads: what Open311 discovery says of us."""

    open311_contact: str = "HueIOC, 19001075"
    open311_key_service: str = "HueIOC, 19001075: ask for an Open311 api_key"
    open_data_licence: str = "https://creativecommons.org/licenses/by/4.0/"
    """Under which the open data is given away."""


def licence_of(settings: ServiceSettings) -> str:
    assert isinstance(settings, Settings)  # noqa: S101 - what this service is started with
    return settings.open_data_licence
