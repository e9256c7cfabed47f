"""A player's batch of plays: every row has its answer, the same row again changes nothing, a bad one is kept."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from advertising import schemas, views
from advertising.models import Creative, Play, RejectedPlay
from advertising.queries import content, screens
from advertising.rules import plays
from advertising.rules.schedule import Plan, scheduled
from advertising.service.content import plan_of
from advertising.states import REJECTIONS, Outcome, Rejection
from hueioc.clock import VIETNAM, now

LARGEST_KEPT = 2_000

Answer = tuple[Outcome, Rejection | None]


async def take(session: AsyncSession, screen_id: UUID, rows: Sequence[object]) -> schemas.PlayLogAnswer:
    moment = now()
    read = [plays.play_of(row, moment) for row in rows]
    good = [each for each in read if isinstance(each, plays.Play)]
    creatives = await content.by_ids(session, {each.creative_id for each in good})
    known = {key: _facts(row) for key, row in (await content.plays(session, {p.play_id for p in good})).items()}
    answers = [_answer(each, creatives, known, screen_id) for each in read]
    plans = [plan_of(row) for row in await content.schedules(session, screen_id)]
    rules = await screens.rules(session, moment.astimezone(VIETNAM).date())
    fresh = [play for play, (outcome, _) in zip(read, answers, strict=True) if outcome is Outcome.ACCEPTED]
    tolerance = rules.get("clock-tolerance-s", 0.0)
    kept = [_row(play, screen_id, plans, tolerance) for play in fresh if isinstance(play, plays.Play)]
    await content.keep_plays(session, kept)
    _keep_rejected(session, screen_id, rows, answers)
    await session.flush()
    return _answered(answers)


def _answer(
    each: plays.Play | Rejection,
    creatives: dict[UUID, Creative],
    known: dict[UUID, tuple[Any, ...]],
    screen_id: UUID,
) -> Answer:
    if isinstance(each, Rejection):
        return Outcome.REJECTED, each
    creative = creatives.get(each.creative_id)
    if creative is None:
        return Outcome.REJECTED, Rejection.UNKNOWN_CREATIVE
    if each.sha256 and each.sha256 != creative.sha256:
        return Outcome.REJECTED, Rejection.OTHER_CONTENT
    facts = (screen_id, each.creative_id, each.started_at, each.ended_at)
    if (before := known.setdefault(each.play_id, facts)) is facts:
        return Outcome.ACCEPTED, None
    return (Outcome.DUPLICATE, None) if before == facts else (Outcome.REJECTED, Rejection.CHANGED)


def _facts(row: Play) -> tuple[Any, ...]:
    return row.screen_id, row.creative_id, row.started_at, row.ended_at


def _row(play: plays.Play, screen_id: UUID, plans: Sequence[Plan], tolerance_s: float) -> dict[str, object]:
    middle: datetime = play.started_at + (play.ended_at - play.started_at) / 2
    return {
        "play_id": play.play_id,
        "screen_id": screen_id,
        "creative_id": play.creative_id,
        "started_at": play.started_at,
        "ended_at": play.ended_at,
        "seq": play.seq,
        "is_scheduled": play.creative_id in scheduled(plans, middle, tolerance_s),
    }


def _keep_rejected(session: AsyncSession, screen_id: UUID, rows: Sequence[object], answers: Sequence[Answer]) -> None:
    session.add_all(
        RejectedPlay(screen_id=screen_id, received_at=now(), number=number, reason=why, raw=_raw(row))
        for number, (row, (_, why)) in enumerate(zip(rows, answers, strict=True), 1)
        if why
    )


def _raw(row: object) -> str:
    """As it came, in ASCII: PostgreSQL holds neither NUL nor half of a surrogate pair."""
    return json.dumps(row)[:LARGEST_KEPT]


def _answered(answers: Sequence[Answer]) -> schemas.PlayLogAnswer:
    def count(wanted: Outcome) -> int:
        return sum(outcome is wanted for outcome, _ in answers)

    return schemas.PlayLogAnswer(
        accepted=count(Outcome.ACCEPTED),
        duplicates=count(Outcome.DUPLICATE),
        rejected=count(Outcome.REJECTED),
        rows=[
            schemas.RowAnswer(
                row=number, outcome=outcome, reason=why, message=views.words(REJECTIONS[why]) if why else None
            )
            for number, (outcome, why) in enumerate(answers, 1)
        ],
    )
