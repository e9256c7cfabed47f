"""Settings of the camera service."""

from hueioc.settings import ServiceSettings


class Settings(ServiceSettings):
    """Beside what every service reads: where files that stand for cameras lie."""

    camera_folder: str = ""
    """Sources of the kind `file` name a file in this folder; empty: there are none."""


def camera_folder_of(settings: ServiceSettings) -> str:
    assert isinstance(settings, Settings)  # noqa: S101 - what this service is started with
    return settings.camera_folder
