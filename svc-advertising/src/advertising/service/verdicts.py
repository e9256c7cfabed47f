"""What follows from a judged snapshot: the vote, the screen's standing verdict, its event, and a case."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from advertising.events import OF_VERDICT
from advertising.models import Screen, Snapshot
from advertising.queries import checks, screens
from advertising.rules.voting import Terms, Vote, standing
from advertising.service.cases import open_case
from advertising.service.screens import facts_of, tell
from advertising.states import OFFENCES
from hueioc.clock import VIETNAM


async def settle(session: AsyncSession, snapshot: Snapshot) -> None:
    """Late pictures of before the standing verdict change nothing."""
    screen = await screens.lock(session, snapshot.screen_id)
    if screen is None or (screen.verdict_at and snapshot.at < screen.verdict_at):
        return
    rules = await screens.rules(session, snapshot.at.astimezone(VIETNAM).date())
    terms = Terms(
        least=int(rules.get("vote-least", Terms.least)),
        span_s=rules.get("vote-span-s", Terms.span_s),
        unknown_span_s=rules.get("vote-unknown-span-s", Terms.unknown_span_s),
        window_s=rules.get("vote-window-s", Terms.window_s),
    )
    rows = await checks.votes(session, screen.id, snapshot.at - timedelta(seconds=terms.window_s), snapshot.at)
    stands = standing([Vote(row.at, row.verdict) for row in rows if row.verdict], terms)
    if stands is None:
        return
    before, screen.verdict_at = screen.verdict, snapshot.at
    if stands is not before:
        await _change(session, screen, snapshot, [row for row in rows if row.verdict is stands])


async def _change(session: AsyncSession, screen: Screen, snapshot: Snapshot, agreeing: list[Snapshot]) -> None:
    proof = agreeing[-1] if agreeing else snapshot
    assert proof.verdict  # noqa: S101 - it has voted
    assert proof.why  # noqa: S101 - as above
    before, screen.verdict = screen.verdict, proof.verdict
    event = OF_VERDICT[proof.verdict](**facts_of(screen), snapshot_id=proof.id, why=proof.why, before=before)
    await tell(session, screen, event)
    if proof.verdict in OFFENCES:
        await open_case(session, screen, proof)
