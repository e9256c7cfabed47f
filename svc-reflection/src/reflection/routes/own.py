"""What the reporter does with a report on its way: answers a question, writes, reopens it, is asked again."""

from uuid import UUID

from fastapi import APIRouter, status

from hueioc.auth.access import Caller
from hueioc.edge import EdgeRoute, Session
from reflection import schemas, views
from reflection.routes.citizen import CITIZEN
from reflection.routes.ports import VaultPort
from reflection.service import accounts, answering, reopening, talking

router = APIRouter(route_class=EdgeRoute, tags=["my reports"])


@router.post("/v1/reports/mine/{report_id}/information", dependencies=[CITIZEN])
async def give_information(
    session: Session, vault: VaultPort, caller: Caller, report_id: UUID, data: schemas.InformationGiven
) -> schemas.OwnReport:
    """Answer what was asked; the report goes on."""
    return views.own_report(await talking.inform(session, vault, report_id, caller, data))


@router.get("/v1/reports/mine/{report_id}/messages", dependencies=[CITIZEN])
async def read_own_messages(session: Session, vault: VaultPort, caller: Caller, report_id: UUID) -> schemas.Messages:
    """What was written about the own report, in both directions."""
    await answering.own(session, vault, report_id, caller)
    return await talking.messages(session, report_id)


@router.post("/v1/reports/mine/{report_id}/messages", status_code=status.HTTP_201_CREATED, dependencies=[CITIZEN])
async def write_own_message(
    session: Session, vault: VaultPort, caller: Caller, report_id: UUID, data: schemas.MessageCreate
) -> schemas.Messages:
    """Write to those who handle it. They learn the words, not the name."""
    await talking.write_as_reporter(session, vault, report_id, caller, data)
    return await talking.messages(session, report_id)


@router.post("/v1/reports/mine/{report_id}/reopening", dependencies=[CITIZEN])
async def reopen_own(
    session: Session, vault: VaultPort, caller: Caller, report_id: UUID, data: schemas.Reopening
) -> schemas.OwnReport:
    """It is not settled: once, with a reason, within 15 days."""
    return views.own_report(await reopening.reopen(session, vault, report_id, caller, data))


@router.post("/v1/reports/mine/{report_id}/follow-up", dependencies=[CITIZEN])
async def answer_follow_up(
    session: Session, vault: VaultPort, caller: Caller, report_id: UUID, data: schemas.FollowUpAnswer
) -> schemas.OwnReport:
    """Fixed, partly, not: asked four weeks after closing."""
    return views.own_report(await reopening.follow_up(session, vault, report_id, caller, data))


@router.get("/v1/account-lock", dependencies=[CITIZEN])
async def show_own_lock(session: Session, vault: VaultPort, caller: Caller) -> schemas.OwnLock:
    """Whether the caller's account may send reports, until when not, and why."""
    return await accounts.own(session, vault, caller)


@router.post("/v1/account-lock/appeal", dependencies=[CITIZEN])
async def appeal_lock(
    session: Session, vault: VaultPort, caller: Caller, data: schemas.AppealCreate
) -> schemas.OwnLock:
    """Say why the lock is wrong; the operations centre decides."""
    return await accounts.appeal(session, vault, caller, data)
