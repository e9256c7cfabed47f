"""Information safety: the whole wiring on one screen."""

from hueioc.errors import Text
from hueioc.service import Door, Service
from hueioc.views import ListView
from infosec import consumers, events, views
from infosec.jobs import JOBS
from infosec.models import Base
from infosec.routes import device, incidents, ops
from infosec.seed import seed
from infosec.service import tile
from infosec.service.knowledge import Knowledge
from infosec.service.receiver import SyslogReceiver
from infosec.settings import Settings

CHANGES = tuple(f"evt.infosec.{entity}." for entity in ("detection", "indicator", "site", "incident"))
REFRESH_S = 15
"""Alerts are taken and closed, and deadlines pass, without events; the tile shows it this late at most."""

service = Service(
    name="infosec",
    title=Text("An toàn thông tin", "Information safety"),
    port=8109,
    settings=Settings,
    metadata=Base.metadata,
    routers=(device.router, ops.router, incidents.router),
    prefixes=("/v1/infosec", "/v1/ops/infosec"),
    doors=(Door("syslog_udp_port", 5514, "udp"), Door("syslog_tcp_port", 5514, "tcp")),
    body_limits=(("/v1/infosec/events", 8 << 20), ("/v1/ops/infosec/indicator-sets", 16 << 20)),
    events=(*events.PUBLISHED, *consumers.PUBLISHED),
    consumers=consumers.CONSUMERS,
    views=(),
    lists=(
        ListView(view=views.TILE, dirty_on=CHANGES, render=tile.city_tile, refresh_s=REFRESH_S),
        ListView(view=views.LAYER, dirty_on=CHANGES, render=tile.map_layer, refresh_s=REFRESH_S),
    ),
    jobs=JOBS,
    parts=(Knowledge, SyslogReceiver),
    seed=seed,
)
