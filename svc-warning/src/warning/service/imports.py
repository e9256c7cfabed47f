"""CAP files of others (the national weather service, a province): read strictly, taken as a draft of ours."""

from datetime import timedelta

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import now
from hueioc.errors import FieldError, Text
from warning import schemas
from warning.errors import BreaksRules, NotCap
from warning.models import Alert
from warning.rules.cap import Info, Message, moment_of, reference_of
from warning.rules.cap_check import errors
from warning.rules.cap_xml import Unreadable, read
from warning.rules.geometry import circle_of, pairs_of
from warning.service.alerts import draft, fields_of
from warning.service.composing import RISK, TERMS, WARD, facts_now
from warning.states import Certainty, ResponseType, Status, Urgency
from warning.views import Facts

WITHOUT_EXPIRES = timedelta(hours=24)
HEADLINE, PARAGRAPH = 140, 4000


async def take(session: AsyncSession, raw: bytes, actor: str) -> Alert:
    """A draft. Raises `NotCap`, `BreaksRules`, or what a draft of our own would raise."""
    try:
        message = read(raw)
    except Unreadable as error:
        raise NotCap(fields=fields_of(error.findings)) from error
    if found := errors(message):
        raise BreaksRules(fields=fields_of(found))
    data = written(message, await facts_now(session))
    note = reference_of(message.sender, message.identifier, message.sent)
    return await draft(session, data, actor, note=f"CAP {note}"[:PARAGRAPH])


def written(message: Message, facts: Facts) -> schemas.AlertWrite:
    """A message whose rules hold, as a draft. Raises `BreaksRules` for what we cannot say."""
    if not message.info:
        raise BreaksRules(fields=(FieldError("/info", Text("Không có nội dung", "There is no info")),))
    first = message.info[0]
    polygons = [pairs_of(each) or [] for area in first.area for each in area.polygon]
    circles = [circle_of(each) for area in first.area for each in area.circle]
    codes = {pair.value for area in first.area for pair in area.geocode if pair.valueName == WARD}
    try:
        return schemas.AlertWrite(
            status=Status(message.status),
            hazard=_hazard(first, facts),
            risk_level=_risk(first, facts),
            urgency=Urgency(first.urgency),
            certainty=Certainty(first.certainty),
            response_types=[ResponseType(each) for each in first.responseType] or [ResponseType.MONITOR],
            onset=moment_of(first.onset),
            expires=moment_of(first.expires) or now() + WITHOUT_EXPIRES,
            texts=_texts(message),
            wards=sorted(codes),
            polygons=[] if codes else polygons,
            circles=[each for each in circles if each and each[2] > 0],
        )
    except ValidationError as error:
        raise BreaksRules(fields=tuple(_field(each["loc"], each["msg"]) for each in error.errors()[:20])) from error


def _field(place: tuple[int | str, ...], words: str) -> FieldError:
    return FieldError("/" + "/".join(map(str, place)), Text(f"Không nhận được: {words}", f"Cannot be taken: {words}"))


def _hazard(info: Info, facts: Facts) -> str:
    codes = {pair.value for pair in info.eventCode if pair.valueName == TERMS}
    named = (row.code for row in facts.hazards.values() if row.event_code in codes)
    alike = (row.code for row in facts.hazards.values() if row.category.value in info.category)
    return next(named, None) or next(alike, None) or next(iter(facts.hazards))


def _risk(info: Info, facts: Facts) -> int:
    """As the message says, or the lowest level of its severity."""
    said = [pair.value for pair in info.parameter if pair.valueName == RISK]
    if said and said[0].isdecimal() and int(said[0][:3]) in facts.levels:
        return int(said[0][:3])
    return min((row.number for row in facts.levels.values() if row.severity.value == info.severity), default=1)


def _texts(message: Message) -> schemas.TextsWrite:
    """A language that is missing gets the other's words; the editor shows that they are alike."""
    first = message.info[0]
    of = {each.language[:2].lower() or "en": each for each in reversed(message.info)}
    return schemas.TextsWrite(vi=_words(of.get("vi", first)), en=_words(of.get("en", first)))


def _words(info: Info) -> schemas.LocalWrite:
    description = info.description or info.headline or info.event
    return schemas.LocalWrite(
        headline=(info.headline or info.event)[:HEADLINE],
        description=description[:PARAGRAPH],
        instruction=(info.instruction or description)[:PARAGRAPH],
    )
