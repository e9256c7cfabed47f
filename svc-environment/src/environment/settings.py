"""Settings of the environment service."""

from hueioc.settings import ServiceSettings


class Settings(ServiceSettings):
    """Beside what every service reads: where data loggers lay their files down."""

    station_folder: str = ""
    """A folder that is watched for station files (as an FTP server writes them); empty: none is."""


def station_folder_of(settings: ServiceSettings) -> str:
    assert isinstance(settings, Settings)  # noqa: S101 - what this service is started with
    return settings.station_folder
