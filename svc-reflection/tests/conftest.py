"""Builders: the people, and a report in any state, made by the use cases themselves."""

from datetime import timedelta
from functools import partial

import httpx
import pytest

from hueioc.areas.lookup import areas
from hueioc.auth.principal import Principal, Role
from hueioc.clock import now
from hueioc.ids import uuid7
from hueioc.testing.apps import app_of
from reflection import schemas
from reflection.open311.keys import new_key
from reflection.queries import reports
from reflection.schemas import AnswerCreate, Assignment, Moderation, ReportCreate, Review
from reflection.service import answering, desk, steps, talking, transfers
from reflection.service.addresses import Addresses
from reflection.service.drafting import Intake
from reflection.service.reopening import reopen_for_recurrence
from reflection.service.submit import submit
from reflection.states import State

PLACE = {"lat": 16.4698, "lon": 107.5779, "address": "Cửa Ngọ Môn"}
MAIN = (State.ACCEPTED, State.ASSIGNED, State.ANSWERED, State.RESOLVED)
WAYS = {state: MAIN[:number] for number, state in enumerate(MAIN, 1)}
WAYS |= {State.RECEIVED: (), State.REJECTED: (State.REJECTED,), State.RETURNED: (*MAIN[:3], State.RETURNED)}
ASIDE = (State.VERIFYING, State.IN_PROGRESS, State.PLANNED, State.TRANSFER_REQUESTED, State.NEED_INFO)
WAYS |= {state: (*MAIN[:2], state) for state in ASIDE} | {State.REOPENED: (*MAIN, State.REOPENED)}


def planned(evidence):
    """A plan for the day after tomorrow; without a document only where no plan is made."""
    day = (now() + timedelta(days=2)).date()
    return schemas.PlanCreate(planned_for=day, document=(evidence or ["0" * 64])[0], reason="Chờ vốn")


@pytest.fixture(scope="session")
def service_name():
    return "reflection"


class Office:
    """The people and the units; `report(State.ANSWERED)` is a report that went all the way there."""

    def __init__(self, session, runtime, uploaded, units):
        self.session, self.uploaded = session, uploaded
        self.intake, self.vault = Intake(areas(), runtime.vault), runtime.vault
        self.addresses = Addresses(runtime.vault, runtime.recipients)
        self.unit, self.other_unit = units[:2]
        self.citizen, self.stranger = (Principal(str(uuid7()), roles=frozenset({Role.CITIZEN})) for _ in "12")
        self.moderator = Principal("moderator-1", roles=frozenset({Role.MODERATOR}))
        officer = partial(Principal, roles=frozenset({Role.OFFICER}))
        self.officer, self.colleague = (officer(f"o-{n}", unit_id=str(units[n].id)) for n in (0, 1))

    def draft(self, **over):
        given = {"id": uuid7(), "category": "garbage", "description": "Rác đổ đầy vỉa hè", "place": PLACE}
        return ReportCreate.model_validate(given | over)

    async def report(self, state=State.RECEIVED, by=None, **over):
        made = await submit(self.session, self.intake, by or self.citizen, self.draft(**over))
        for step in WAYS[state]:
            await self.bring(made, step)
        return made

    async def bring(self, report, to):
        evidence = [await self.uploaded(self.officer)] if to in {State.ANSWERED, State.PLANNED} else []
        letter = AnswerCreate(text="Đã dọn xong", outcome="resolved", media=evidence)
        assignment = Assignment(unit_id=self.unit.id, due_at=now() + timedelta(days=7))
        use_case, caller, data = {
            State.ACCEPTED: (desk.moderate, self.moderator, Moderation(decision="accept")),
            State.REJECTED: (desk.moderate, self.moderator, Moderation(decision="reject", reason="unclear")),
            State.ASSIGNED: (desk.assign, self.moderator, assignment),
            State.ANSWERED: (answering.answer, self.officer, letter),
            State.RETURNED: (desk.review, self.moderator, Review(decision="return", note="Thiếu ảnh hiện trường")),
            State.RESOLVED: (desk.review, self.moderator, Review(decision="resolve")),
            State.VERIFYING: (steps.progress, self.officer, schemas.Progress(step="verify")),
            State.IN_PROGRESS: (steps.progress, self.officer, schemas.Progress(step="start")),
            State.PLANNED: (steps.plan, self.officer, planned(evidence)),
            State.TRANSFER_REQUESTED: (transfers.request, self.officer, schemas.TransferRequest(reason="Của phường")),
            State.NEED_INFO: (talking.ask, self.moderator, schemas.InformationRequest(question="Ở đâu ạ?")),
            State.REOPENED: (reopen_for_recurrence, self.moderator, schemas.Reopening(reason="Lại như cũ")),
        }[to]
        return await use_case(self.session, report.id, caller, data, None)


@pytest.fixture
async def office(session, runtime, uploaded):
    return Office(session, runtime, uploaded, await reports.all_units(session))


@pytest.fixture
async def partner(runtime):
    """A partner's program: no token, and no Idempotency-Key unless it is given."""
    transport = httpx.ASGITransport(app_of(runtime), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://hue.test") as client:
        yield client


@pytest.fixture
async def partner_key(session, office):
    made = new_key(session, office.vault, "library")
    await session.flush()
    return made


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    """Public lists are answered anew each time; what is kept for a moment has its own tests."""
    monkeypatch.setattr("reflection.routes.cached.KEPT_S", -1.0)
