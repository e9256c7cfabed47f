"""`POST /v1/reports`: the ordinary way for every case, and the grouped way for the one that comes by the hundred.

The grouped way takes what is right at first sight; anything else (no citizen, a field that does not fit, an unknown
category, an id that is already there) goes the ordinary way, which answers it as every other route would.
"""

import asyncio
import contextlib

import asyncpg
from fastapi import APIRouter, Response, status
from pydantic import ValidationError

from hueioc.areas.lookup import areas
from hueioc.auth.access import Caller, allow
from hueioc.auth.principal import Role
from hueioc.clock import now
from hueioc.db import DatabaseBusy
from hueioc.edge import EdgeRoute, Session
from hueioc.grouped import GroupedCommit
from hueioc.hotroute import HotAnswer, HotRequest, HotRoute
from hueioc.idempotency import claim
from hueioc.runtime import Runtime
from hueioc.tasks import lasting
from reflection import schemas, views
from reflection.queries import reports
from reflection.routes.ports import IntakePort
from reflection.service.drafting import Intake
from reflection.service.fresh import Rendering
from reflection.service.hot_submit import Desk, Group, Submission, Taken, prepare
from reflection.service.submit import submit

CATEGORIES_FRESH_S = 30.0
RETRY_S = 0.5
PATH = "/v1/reports"


class SubmitGroup:
    """The grouped commit of this process, and the categories it needs at hand."""

    def __init__(self, runtime: Runtime) -> None:
        self.intake = Intake(areas(runtime.settings.areas), runtime.vault)
        self.desks: dict[str, Desk] = {}
        self._database = runtime.database
        self.commit: GroupedCommit[Submission, Taken | None] = GroupedCommit(
            runtime.settings.database_url.get_secret_value(),
            Group(runtime.vault.ring).write,
            is_one_statement=True,
        )
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self.commit.start()
        self._task = lasting(self._refresh, name="categories")

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await self.commit.stop()

    async def take(self, submission: Submission) -> Taken | None:
        """None: the ordinary way must decide; also when another group has just taken the same key or id."""
        try:
            return await self.commit.submit(submission)
        except asyncpg.UniqueViolationError:
            return None

    async def _refresh(self) -> None:
        while True:
            try:
                async with self._database.transaction() as session:
                    rows = await reports.all_categories(session)
                    session.expunge_all()
                self.desks = {row.code: Desk(row, Rendering(row)) for row in rows}
            except DatabaseBusy:
                await asyncio.sleep(RETRY_S)
            else:
                await asyncio.sleep(CATEGORIES_FRESH_S if rows else RETRY_S)


async def grouped(runtime: Runtime, request: HotRequest) -> HotAnswer | None:
    """The answer, or None when the ordinary way must decide."""
    group, caller, body = runtime.part(SubmitGroup), request.caller, request.body
    if group is None:
        return None
    try:
        data = schemas.ReportCreate.model_validate_json(body)
    except ValidationError:
        return None
    desk = group.desks.get(data.category)
    if desk is None or (desk.category.valid_to and desk.category.valid_to <= now()):
        return None
    key = request.headers.get(b"idempotency-key", b"").decode("latin-1")
    use = claim(client=caller.subject, method="POST", path=PATH, key=key, body=body)
    taken = await group.take(prepare(group.intake, desk, caller, data, use, request.traceparent))
    if taken is None:
        return None
    runtime.relay.wake()
    headers = (
        (b"content-type", b"application/json"),
        (b"location", f"/v1/reports/mine/{data.id}".encode()),
        (b"hue-seq", f"{runtime.service.name}:{taken.position}".encode()),
    )
    return HotAnswer(status.HTTP_201_CREATED, headers, taken.body)


HOT = HotRoute("POST", PATH, grouped)
router = APIRouter(route_class=EdgeRoute, tags=["my reports"])


@router.post(PATH, status_code=status.HTTP_201_CREATED, dependencies=[allow(Role.CITIZEN)])
async def submit_report(
    session: Session, intake: IntakePort, caller: Caller, data: schemas.ReportCreate, response: Response
) -> schemas.OwnReport:
    """Send a report. `id` is made on the device; sending it twice makes one report."""
    report = await submit(session, intake, caller, data)
    response.headers["Location"] = f"/v1/reports/mine/{report.id}"
    return views.own_report(report)
