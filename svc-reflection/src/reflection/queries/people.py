"""Who supports, follows, comments: by keyed hashes, never by names."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import now
from hueioc.ids import uuid7
from hueioc.paging import PageQuery
from reflection.models import Comment, Follower, Report, Subscription, Supporter
from reflection.rules.comments import CommentState


class Followed(NamedTuple):
    """A report that somebody follows, and since when."""

    report: Report
    at: datetime


async def support(session: AsyncSession, report_id: UUID, person_token: bytes) -> bool:
    """False when the person has supported it before."""
    row = insert(Supporter).values(report_id=report_id, person_token=person_token, at=now())
    return (await session.execute(row.on_conflict_do_nothing().returning(Supporter.report_id))).first() is not None


async def withdraw_support(session: AsyncSession, report_id: UUID, person_token: bytes) -> bool:
    gone = delete(Supporter).where(Supporter.report_id == report_id, Supporter.person_token == person_token)
    return (await session.execute(gone.returning(Supporter.report_id))).first() is not None


async def follow(session: AsyncSession, report_id: UUID, recipient: bytes, seal: str) -> None:
    """By choice, which outlives a merge."""
    row = insert(Follower).values(report_id=report_id, recipient=recipient, id=uuid7(), seal=seal, at=now())
    keys = [Follower.report_id, Follower.recipient]
    await session.execute(row.on_conflict_do_update(index_elements=keys, set_={"seal": seal, "merged_id": None}))


async def follow_merged(session: AsyncSession, merged_id: UUID, into_id: UUID, recipient: bytes, seal: str) -> None:
    """Because the own report was merged into this one; who followed it already does so still."""
    row = insert(Follower).values(report_id=into_id, recipient=recipient, id=uuid7(), seal=seal, at=now())
    await session.execute(row.values(merged_id=merged_id).on_conflict_do_nothing())


async def unfollow_merged(session: AsyncSession, merged_id: UUID) -> None:
    await session.execute(delete(Follower).where(Follower.merged_id == merged_id))


async def unfollow(session: AsyncSession, report_id: UUID, recipient: bytes) -> None:
    await session.execute(delete(Follower).where(Follower.report_id == report_id, Follower.recipient == recipient))


async def is_following(session: AsyncSession, report_id: UUID, recipient: bytes) -> bool:
    return await session.get(Follower, (report_id, recipient)) is not None


async def followed_by(session: AsyncSession, recipient: bytes, page: PageQuery) -> Sequence[Followed]:
    """The latest first; one more than the page holds."""
    statement = (
        select(Report, Follower.at)
        .join(Follower, Follower.report_id == Report.id)
        .where(Follower.recipient == recipient)
        .order_by(Follower.at.desc(), Report.id.desc())
        .limit(page.limit + 1)
    )
    if page.after:
        moment, row_id = page.after
        statement = statement.where(or_(Follower.at < moment, and_(Follower.at == moment, Report.id < row_id)))
    return [Followed(*row) for row in (await session.execute(statement)).unique()]


async def subscriptions_of(session: AsyncSession, recipient: bytes) -> Sequence[Subscription]:
    statement = select(Subscription).where(Subscription.recipient == recipient).order_by(Subscription.id)
    return (await session.scalars(statement)).all()


async def end_subscription(session: AsyncSession, subscription_id: UUID, recipient: bytes) -> bool:
    gone = delete(Subscription).where(Subscription.id == subscription_id, Subscription.recipient == recipient)
    return (await session.execute(gone.returning(Subscription.id))).first() is not None


async def comments_since(session: AsyncSession, person_token: bytes, since: datetime) -> int:
    statement = select(func.count()).where(Comment.person_token == person_token, Comment.created_at > since)
    return await session.scalar(statement) or 0


async def published_comments(session: AsyncSession, report_id: UUID, page: PageQuery) -> Sequence[Comment]:
    """The newest first; one more than the page holds."""
    statement = select(Comment).where(Comment.report_id == report_id, Comment.state == CommentState.PUBLISHED)
    return await _page(session, statement, page)


async def own_comments(session: AsyncSession, person_token: bytes, page: PageQuery) -> Sequence[Comment]:
    return await _page(session, select(Comment).where(Comment.person_token == person_token), page)


async def waiting_comments(session: AsyncSession, page: PageQuery) -> Sequence[Comment]:
    return await _page(session, select(Comment).where(Comment.state == CommentState.WAITING), page)


async def _page(session: AsyncSession, statement: object, page: PageQuery) -> Sequence[Comment]:
    ordered = statement.order_by(Comment.created_at.desc(), Comment.id.desc())  # type: ignore[attr-defined]
    if page.after:
        moment, row_id = page.after
        ordered = ordered.where(
            or_(Comment.created_at < moment, and_(Comment.created_at == moment, Comment.id < row_id))
        )
    return (await session.scalars(ordered.limit(page.limit + 1))).all()


async def find_comment(session: AsyncSession, comment_id: UUID) -> Comment | None:
    return await session.get(Comment, comment_id, with_for_update=True)


async def count_comments(session: AsyncSession, report_id: UUID) -> int:
    statement = select(func.count()).where(Comment.report_id == report_id, Comment.state == CommentState.PUBLISHED)
    return await session.scalar(statement) or 0


async def recount_supporters(session: AsyncSession, report_id: UUID) -> int:
    statement = select(func.count()).where(Supporter.report_id == report_id)
    return await session.scalar(statement) or 0
