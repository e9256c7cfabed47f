"""Settings of scene reflection."""

from hueioc.settings import ServiceSettings


class Settings(ServiceSettings):
    """Beside what every service reads: what Open311 discovery says of us."""

    open311_contact: str = "HueIOC, 19001075"
    open311_key_service: str = "HueIOC, 19001075: ask for an Open311 api_key"
