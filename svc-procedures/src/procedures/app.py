"""Administrative procedures: the whole wiring on one screen."""

from hueioc.errors import Text
from hueioc.service import Service
from procedures import events
from procedures.consumers import CONSUMERS
from procedures.jobs import JOBS
from procedures.models import Base
from procedures.routes import calendar
from procedures.seed import seed
from procedures.settings import Settings

service = Service(
    name="procedures",
    title=Text("Dịch vụ công", "Public services"),
    port=8106,
    settings=Settings,
    metadata=Base.metadata,
    routers=(calendar.router,),
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
