"""Administrative procedures: the whole wiring on one screen."""

from hueioc.errors import Text
from hueioc.service import Service
from procedures import events
from procedures.consumers import CONSUMERS
from procedures.jobs import JOBS
from procedures.models import Base
from procedures.seed import seed
from procedures.settings import Settings

service = Service(
    name="procedures",
    title=Text("Dịch vụ công", "Public services"),
    port=8106,
    settings=Settings,
    metadata=Base.metadata,
    routers=(),
    prefixes=(
        "/v1/procedures",
        "/v1/ops/procedures",
    ),
    events=events.PUBLISHED,
    consumers=CONSUMERS,
    views=(),
    lists=(),
    jobs=JOBS,
    seed=seed,
)
