"""Comments under published reports: redacted when written, read by the centre before anybody else reads them."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import FieldError, NotFound, Text, TooManyRequests
from hueioc.ids import uuid7
from hueioc.paging import Cursor, PageQuery, cut
from hueioc.personal.redact import redact
from hueioc.personal.vault import Vault
from reflection import schemas
from reflection.errors import ReasonMissing, UnknownReport
from reflection.models import Comment
from reflection.queries import people, reports
from reflection.rules.comments import MOST_COMMENTS, WITHIN, CommentState
from reflection.rules.texts import clean
from reflection.service.announce import move, take
from reflection.service.answering import is_own
from reflection.service.own_words import own_words
from reflection.service.people import person_token
from reflection.service.submit import demand_unlocked
from reflection.states import Action


async def write(
    session: AsyncSession, vault: Vault, report_id: UUID, caller: Principal, data: schemas.CommentCreate
) -> schemas.OwnComment:
    """It waits for the centre; raises for a locked account, or for too many in a day."""
    report = await reports.find_report(session, report_id)
    if report is None or not report.is_public:
        raise UnknownReport
    token = person_token(vault, caller)
    await demand_unlocked(session, token)
    if await people.comments_since(session, token, now() - WITHIN) >= MOST_COMMENTS:
        raise TooManyRequests(
            Text(f"Mỗi người viết tối đa {MOST_COMMENTS} bình luận một ngày", f"At most {MOST_COMMENTS} comments a day")
        )
    is_reporter = await is_own(session, vault, report_id, caller)
    row = Comment(
        id=uuid7(),
        report_id=report_id,
        person_token=token,
        text=await own_words(session, vault, report_id, data.text) if is_reporter else redact(clean(data.text)),
        state=CommentState.WAITING,
        is_reporter=is_reporter,
        created_at=now(),
        updated_at=now(),
    )
    session.add(row)
    await session.flush()
    return own_comment(row)


async def decide(
    session: AsyncSession, comment_id: UUID, caller: Principal, data: schemas.CommentDecision
) -> schemas.OwnComment:
    """Publish, or hide with a reason; a published one can be hidden later, and the other way round."""
    row = await people.find_comment(session, comment_id)
    if row is None:
        raise NotFound
    if data.decision == "hide" and data.reason is None:
        raise ReasonMissing(fields=(FieldError("/reason", Text("Hãy chọn lý do", "Choose the reason")),))
    report = await take(session, row.report_id, None)
    row.state = CommentState.PUBLISHED if data.decision == "publish" else CommentState.HIDDEN
    row.hide_reason = data.reason if row.state is CommentState.HIDDEN else None
    row.decided_by, row.decided_at, row.updated_at = caller.subject, now(), now()
    await session.flush()
    await record(session, caller.subject, f"comment.{row.state.value}", str(row.id), {"report": str(report.id)})
    before = report.comment_count
    report.comment_count = await people.count_comments(session, report.id)
    if report.comment_count != before:
        await move(session, report, Action.COMMENT, caller, f"{data.decision} {row.id}")
    return own_comment(row)


async def published(session: AsyncSession, report_id: UUID, page: PageQuery) -> schemas.CommentPage:
    report = await reports.find_report(session, report_id)
    if report is None or not report.is_public:
        raise UnknownReport
    rows, more = cut(list(await people.published_comments(session, report_id, page)), page.limit)
    return schemas.CommentPage(items=[comment(row) for row in rows], next_cursor=_next(rows[-1]) if more else None)


async def own(session: AsyncSession, vault: Vault, caller: Principal, page: PageQuery) -> schemas.OwnCommentPage:
    """The caller's own, with the reason why one is not shown."""
    rows, more = cut(list(await people.own_comments(session, person_token(vault, caller), page)), page.limit)
    return schemas.OwnCommentPage(
        items=[own_comment(row) for row in rows], next_cursor=_next(rows[-1]) if more else None
    )


async def waiting(session: AsyncSession, page: PageQuery) -> schemas.OwnCommentPage:
    """Those that the centre has not read yet, newest first."""
    rows, more = cut(list(await people.waiting_comments(session, page)), page.limit)
    return schemas.OwnCommentPage(
        items=[own_comment(row) for row in rows], next_cursor=_next(rows[-1]) if more else None
    )


def comment(row: Comment) -> schemas.Comment:
    return schemas.Comment(id=row.id, text=row.text, is_reporter=row.is_reporter, at=row.created_at)


def own_comment(row: Comment) -> schemas.OwnComment:
    return schemas.OwnComment(
        id=row.id,
        text=row.text,
        is_reporter=row.is_reporter,
        at=row.created_at,
        report_id=row.report_id,
        state=row.state,
        hide_reason=row.hide_reason,
    )


def _next(row: Comment) -> str:
    return Cursor(row.created_at, row.id).encode()
