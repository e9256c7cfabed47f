"""Rows of a play log, judged one by one: a bad one is answered and kept, the others are taken (xibo#2989)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from advertising.states import Rejection

OLDEST = timedelta(days=365)
AHEAD = timedelta(minutes=5)
"""How far a player's clock may be ahead."""
LONGEST = timedelta(hours=24)
SHA256 = 64
HIGHEST = 2**31 - 1


@dataclass(frozen=True)
class Play:
    """One play of one creative; `seq` counts without gaps on the player."""

    play_id: UUID
    creative_id: UUID
    sha256: str
    started_at: datetime
    ended_at: datetime
    seq: int | None


def play_of(row: object, received_at: datetime) -> Play | Rejection:
    """A row as it came, as a play or the reason why it is none."""
    if not isinstance(row, Mapping):
        return Rejection.SYNTAX
    try:
        play = Play(
            play_id=_uuid(row.get("play_id")),
            creative_id=_uuid(row.get("creative_id")),
            sha256=_sha256(row.get("sha256", "")),
            started_at=_moment(row.get("start")),
            ended_at=_moment(row.get("end")),
            seq=_seq(row.get("seq")),
        )
        return _refused(play, received_at) or play
    except (ValueError, OverflowError):
        return Rejection.SYNTAX


def _refused(play: Play, received_at: datetime) -> Rejection | None:
    if play.ended_at == play.started_at:
        return Rejection.NO_DURATION
    if play.ended_at < play.started_at:
        return Rejection.ENDS_BEFORE_START
    if play.ended_at - play.started_at > LONGEST:
        return Rejection.TOO_LONG
    if play.started_at < received_at - OLDEST:
        return Rejection.TOO_OLD
    return Rejection.IN_THE_FUTURE if play.ended_at > received_at + AHEAD else None


def _uuid(value: object) -> UUID:
    if not isinstance(value, str):
        raise ValueError  # noqa: TRY004 - one kind of failure for whatever came
    return UUID(value)


def _sha256(value: object) -> str:
    if not isinstance(value, str) or (value and (len(value) != SHA256 or not set(value) <= set("0123456789abcdef"))):
        raise ValueError
    return value


def _moment(value: object) -> datetime:
    if not isinstance(value, str):
        raise ValueError  # noqa: TRY004 - as above
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError
    moment - timedelta(days=2)  # pyright: ignore[reportUnusedExpression] - at the edge of the calendar it overflows
    return moment


def _seq(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= HIGHEST:
        raise ValueError
    return value
