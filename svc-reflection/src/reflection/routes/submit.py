"""`POST /v1/reports`: the ordinary way for every case, and the grouped way for the one that comes by the hundred.

The grouped way takes what is right at first sight; anything else (no citizen, a field that does not fit, an unknown
category, an id that is already there) goes the ordinary way, which answers it as every other route would.
"""

import asyncio
import contextlib

import asyncpg
from fastapi import APIRouter, Request, Response, status
from pydantic import ValidationError

from hueioc.areas.lookup import areas
from hueioc.auth.access import Caller, allow, caller_of
from hueioc.auth.principal import Role
from hueioc.clock import now
from hueioc.db import DatabaseBusy
from hueioc.edge import EdgeRoute, Handler, Session
from hueioc.errors import Problem
from hueioc.grouped import GroupedCommit
from hueioc.idempotency import claim
from hueioc.runtime import Runtime, runtime_of
from hueioc.tasks import lasting
from reflection import schemas, views
from reflection.models import Category
from reflection.queries import reports
from reflection.routes.ports import IntakePort
from reflection.service.hot_submit import Group, Submission, Taken, prepare
from reflection.service.submit import Intake, submit

CATEGORIES_FRESH_S = 30.0
RETRY_S = 0.5


class SubmitGroup:
    """The grouped commit of this process, and the categories it needs at hand."""

    def __init__(self, runtime: Runtime) -> None:
        self.intake = Intake(areas(runtime.settings.areas), runtime.vault)
        self.categories: dict[str, Category] = {}
        self._database = runtime.database
        write = Group(runtime.vault.ring).write
        self.commit: GroupedCommit[Submission, Taken | Problem] = GroupedCommit(
            runtime.settings.database_url.get_secret_value(), write
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

    async def take(self, submission: Submission) -> Taken | Problem:
        """Two groups with one key at a moment: the second finds the first one's answer when it tries again."""
        try:
            return await self.commit.submit(submission)
        except asyncpg.UniqueViolationError:
            return await self.commit.submit(submission)

    async def _refresh(self) -> None:
        while True:
            try:
                async with self._database.transaction() as session:
                    rows = await reports.all_categories(session)
                    session.expunge_all()
                self.categories = {row.code: row for row in rows}
            except DatabaseBusy:
                await asyncio.sleep(RETRY_S)
            else:
                await asyncio.sleep(CATEGORIES_FRESH_S if rows else RETRY_S)


class SubmitRoute(EdgeRoute):
    def get_route_handler(self) -> Handler:
        ordinary = super().get_route_handler()

        async def handle(request: Request) -> Response:
            group = runtime_of(request).part(SubmitGroup)
            return (await grouped(request, group) if group else None) or await ordinary(request)

        return handle


async def grouped(request: Request, group: SubmitGroup) -> Response | None:
    """The answer, or None when the ordinary way must decide."""
    caller, body = caller_of(request), await request.body()
    if not caller.has_role(Role.CITIZEN):
        return None
    try:
        data = schemas.ReportCreate.model_validate_json(body)
    except ValidationError:
        return None
    category = group.categories.get(data.category)
    if category is None or (category.valid_to and category.valid_to <= now()):
        return None
    key = request.headers.get("idempotency-key", "")
    use = claim(client=caller.subject, method="POST", path=request.url.path, key=key, body=body)
    taken = await group.take(prepare(group.intake, category, caller, data, use))
    if isinstance(taken, Problem):
        raise taken
    if taken.answer is None:
        return None
    response = Response(taken.answer.body, taken.answer.status, dict(taken.answer.headers))
    if taken.position:
        runtime = runtime_of(request)
        response.headers["Hue-Seq"] = f"{runtime.service.name}:{taken.position}"
        runtime.relay.wake()
    return response


router = APIRouter(route_class=SubmitRoute, tags=["my reports"])


@router.post("/v1/reports", status_code=status.HTTP_201_CREATED, dependencies=[allow(Role.CITIZEN)])
async def submit_report(
    session: Session, intake: IntakePort, caller: Caller, data: schemas.ReportCreate, response: Response
) -> schemas.OwnReport:
    """Send a report. `id` is made on the device; sending it twice makes one report."""
    report = await submit(session, intake, caller, data)
    response.headers["Location"] = f"/v1/reports/mine/{report.id}"
    return views.own_report(report)
