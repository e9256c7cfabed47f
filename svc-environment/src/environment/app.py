"""Environment: the whole wiring on one screen."""

from environment.models import Base
from environment.settings import Settings
from hueioc.errors import Text
from hueioc.service import Service

service = Service(
    name="environment",
    title=Text("Quan trắc môi trường", "Environment monitoring"),
    port=8108,
    settings=Settings,
    metadata=Base.metadata,
)
