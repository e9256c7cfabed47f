"""Support, following, subscriptions and comments."""

from uuid import UUID

from fastapi import APIRouter, status

from hueioc.auth.access import Caller, allow, anyone
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session
from hueioc.paging import Paging
from reflection import schemas
from reflection.routes.ports import AddressesPort, VaultPort
from reflection.service import comments, people

CITIZEN = allow(Role.CITIZEN)
CENTRE = allow(Role.MODERATOR, Role.SUPERVISOR)

router = APIRouter(route_class=EdgeRoute, tags=["people"])


@router.put("/v1/reports/{report_id}/support", dependencies=[CITIZEN])
async def support_report(session: Session, vault: VaultPort, caller: Caller, report_id: UUID) -> schemas.Supported:
    """I have the same trouble: counted once for each person."""
    return await people.support(session, vault, report_id, caller)


@router.delete("/v1/reports/{report_id}/support", dependencies=[CITIZEN])
async def withdraw_support(session: Session, vault: VaultPort, caller: Caller, report_id: UUID) -> schemas.Supported:
    """No longer."""
    return await people.withdraw(session, vault, report_id, caller)


@router.put("/v1/reports/{report_id}/follow", dependencies=[CITIZEN])
async def follow_report(
    session: Session, addresses: AddressesPort, caller: Caller, report_id: UUID
) -> schemas.Following:
    """Hear of what happens with it."""
    return await people.follow(session, addresses, report_id, caller)


@router.delete("/v1/reports/{report_id}/follow", dependencies=[CITIZEN])
async def unfollow_report(session: Session, vault: VaultPort, caller: Caller, report_id: UUID) -> schemas.Following:
    """Hear no more of it."""
    return await people.unfollow(session, vault, report_id, caller)


@router.get("/v1/reports/followed", dependencies=[CITIZEN])
async def list_followed(session: Session, vault: VaultPort, caller: Caller, page: Paging) -> schemas.FollowedPage:
    """What the caller follows, the latest first."""
    return await people.followed(session, vault, caller, page)


@router.get("/v1/report-subscriptions", dependencies=[CITIZEN])
async def list_subscriptions(session: Session, vault: VaultPort, caller: Caller) -> schemas.Subscriptions:
    """The caller's subscriptions by ward or place."""
    return await people.subscriptions(session, vault, caller)


@router.post("/v1/report-subscriptions", dependencies=[CITIZEN], status_code=status.HTTP_201_CREATED)
async def subscribe(
    session: Session, addresses: AddressesPort, caller: Caller, data: schemas.SubscriptionCreate
) -> schemas.Subscription:
    """Hear of new reports of a ward, or around a place."""
    return await people.subscribe(session, addresses, caller, data)


@router.delete("/v1/report-subscriptions/{subscription_id}", dependencies=[CITIZEN], status_code=204)
async def unsubscribe(session: Session, vault: VaultPort, caller: Caller, subscription_id: UUID) -> None:
    """Hear no more of it."""
    await people.unsubscribe(session, vault, caller, subscription_id)


@router.get("/v1/reports/{report_id}/comments", dependencies=[anyone])
async def list_comments(session: Session, report_id: UUID, page: Paging) -> schemas.CommentPage:
    """Published comments, newest first."""
    return await comments.published(session, report_id, page)


@router.post("/v1/reports/{report_id}/comments", dependencies=[CITIZEN], status_code=status.HTTP_201_CREATED)
async def write_comment(
    session: Session, vault: VaultPort, caller: Caller, report_id: UUID, data: schemas.CommentCreate
) -> schemas.OwnComment:
    """It is redacted, and shown when the centre has read it."""
    return await comments.write(session, vault, report_id, caller, data)


@router.get("/v1/report-comments/mine", dependencies=[CITIZEN])
async def list_own_comments(session: Session, vault: VaultPort, caller: Caller, page: Paging) -> schemas.OwnCommentPage:
    """The caller's own comments, and why one is not shown."""
    return await comments.own(session, vault, caller, page)


@router.get("/v1/ops/comments", dependencies=[CENTRE])
async def list_waiting_comments(session: Session, page: Paging) -> schemas.OwnCommentPage:
    """Comments that wait for the centre."""
    return await comments.waiting(session, page)


@router.post("/v1/ops/comments/{comment_id}/decision", dependencies=[CENTRE])
async def decide_comment(
    session: Session, caller: Caller, comment_id: UUID, data: schemas.CommentDecision
) -> schemas.OwnComment:
    """Publish, or hide with a reason that its author reads."""
    return await comments.decide(session, comment_id, caller, data)
