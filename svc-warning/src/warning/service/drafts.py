"""Drafts that the service makes by itself when a station says that a level or limit was reached or left.

The danger of one station is one chain: rising and falling become updates, the end an all-clear. A draft that nobody has
issued yet is withdrawn for the newer one. The level is a suggestion: an officer confirms it by submitting.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import VIETNAM, now
from warning import schemas
from warning.models import Alert, DraftRule
from warning.queries import alerts, reference
from warning.service.alerts import draft, draft_update, withdraw_locked
from warning.service.announce import MACHINE
from warning.states import PENDING, Certainty, MsgType, ResponseType, State, Urgency

HEADLINE = 140


@dataclass(frozen=True)
class Reached:
    """What a station says, in our words. `level` 0: all clear."""

    entity: str
    code: str
    parameter: str
    name: tuple[str, str]
    ward: str | None
    level: int
    sentence: tuple[str, str]
    at: datetime

    @property
    def origin(self) -> str:
        return ":".join(filter(None, (self.entity, self.code, self.parameter)))


async def follow(session: AsyncSession, reached: Reached) -> Alert | None:
    """The new draft; None when no rule asks for one, or when it would be over already."""
    day = reached.at.astimezone(VIETNAM).date()
    rule = await reference.draft_rule(session, reached.entity, reached.code, reached.level, day)
    if rule is None or reached.at + timedelta(hours=rule.hours) <= now():
        return None
    going = await alerts.lock_of_origin(session, reached.origin, now())
    pending = [each for each in going if each.state in PENDING]
    data = written(rule, reached)
    if data is None or any(each.msg_type is MsgType.CANCEL for each in pending):
        return None  # an officer is taking it back by hand
    for each in pending:
        await withdraw_locked(session, each, MACHINE, because=reached.level)
    in_force = [each for each in going if each.state is State.ISSUED and each.msg_type is not MsgType.CANCEL]
    if not in_force and reached.level == 0:
        return None
    if in_force:
        return await draft_update(session, in_force[-1], data, MACHINE)
    return await draft(session, data, MACHINE, reached.origin)


def written(rule: DraftRule, reached: Reached) -> schemas.AlertWrite | None:
    """The text of the rule with the station's sentence; None when no ward is known."""
    wards = list(rule.wards) or ([reached.ward] if reached.ward else [])
    if not wards:
        return None
    texts = {
        key: schemas.LocalWrite(
            headline=rule.words["headline"][key].format(name=name)[:HEADLINE],
            description=sentence or name,
            instruction=rule.words["instruction"][key],
        )
        for key, name, sentence in zip(("vi", "en"), reached.name, reached.sentence, strict=True)
    }
    return schemas.AlertWrite(
        hazard=rule.hazard,
        risk_level=rule.risk_level,
        urgency=Urgency(rule.urgency),
        certainty=Certainty.OBSERVED,
        response_types=[ResponseType(each) for each in rule.response_types],
        onset=reached.at,
        expires=reached.at + timedelta(hours=rule.hours),
        texts=schemas.TextsWrite(**texts),
        wards=wards,
    )
