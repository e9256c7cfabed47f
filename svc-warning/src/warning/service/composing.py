"""Makes the CAP message of an alert: both languages alike, references and identifier by construction."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.areas.units import wards
from hueioc.clock import VIETNAM, now
from warning.models import Alert, Hazard, RiskLevel
from warning.queries import alerts, reference
from warning.rules.cap import Area, Info, Message, Pair, cap_time, identifier_of, reference_of
from warning.rules.geometry import text_of
from warning.service.voice import Voice, outlines
from warning.states import Language, Scope, State
from warning.views import Facts
from warning.views.alerts import DRAWN

SECOND = timedelta(seconds=1)
WARD = "VN-WARD"
"""`valueName` of geocodes: the code of the statistics office for a ward or commune of 2025."""
RISK = "VN-risk-level"
TERMS = "OET:v1.2"
SENDER_NAMES = ("Trung tâm Giám sát, điều hành đô thị thông minh thành phố Huế", "Hue City operations centre")
CONTACT = "1022"
WEB = "https://hue.gov.vn/warnings/"
AWARENESS = {1: "1; green; Minor", 2: "2; yellow; Moderate", 3: "3; orange; Severe"}
"""MeteoAlarm's word for the level; above: red."""
HIGHEST_AWARENESS = "4; red; Extreme"


async def facts_now(session: AsyncSession) -> Facts:
    day = now().astimezone(VIETNAM).date()
    return Facts(await reference.hazards(session, day), await reference.risk_levels(session, day))


async def references_of(session: AsyncSession, alert: Alert, moment: datetime) -> list[str]:
    """Every message of the chain that was sent before and has not expired at `moment`."""
    found = await alerts.predecessors(session, alert)
    return [
        reference_of(each.sender, each.identifier, cap_time(each.sent))
        for each in found
        if each.identifier and each.sent and each.expires > moment and each.state is not State.EXPIRED
    ]


async def free_second(session: AsyncSession, voice: Voice) -> datetime:
    """The moment of the next message. Identifiers tell the second: two messages in one would be alike."""
    moment = now().replace(microsecond=0)
    while await alerts.has_identifier(session, identifier_of(voice.arc, moment)):
        moment += SECOND
    return moment


async def compose(session: AsyncSession, alert: Alert, voice: Voice, facts: Facts) -> Message:
    """As it would be issued now, or as it was."""
    sent = alert.sent or await free_second(session, voice)
    references = await references_of(session, alert, sent)
    hazard, level = facts.hazards[alert.hazard], facts.levels[alert.risk_level]
    return Message(
        identifier=alert.identifier or identifier_of(voice.arc, sent),
        sender=voice.sender,
        sent=cap_time(sent),
        status=alert.status.value,
        msgType=alert.msg_type.value,
        scope=Scope.PUBLIC.value,
        note=alert.note,
        references=" ".join(references),
        info=[_info(alert, number, hazard, level, voice) for number in range(2)],
    )


def _info(alert: Alert, number: int, hazard: Hazard, level: RiskLevel, voice: Voice) -> Info:
    """`number` 0: Vietnamese, 1: English."""
    key, language = (("vi", Language.VI), ("en", Language.EN))[number]
    texts = alert.texts[key]
    return Info(
        language=language.value,
        category=[hazard.category.value],
        event=hazard.words[key],
        responseType=list(alert.response_types),
        urgency=alert.urgency.value,
        severity=alert.severity.value,
        certainty=alert.certainty.value,
        eventCode=[Pair(TERMS, hazard.event_code)],
        onset=cap_time(alert.onset) if alert.onset else "",
        expires=cap_time(alert.expires),
        senderName=SENDER_NAMES[number],
        headline=texts["headline"],
        description=texts["description"],
        instruction=texts["instruction"],
        web=f"{WEB}{alert.id}",
        contact=CONTACT,
        parameter=[Pair(RISK, str(level.number)), Pair("awareness_level", awareness(level.number))],
        area=[*_wards(alert.wards, number, voice), *_drawn(alert, number)],
    )


def awareness(number: int) -> str:
    return AWARENESS.get(number, HIGHEST_AWARENESS)


def _wards(codes: Iterable[str], number: int, voice: Voice) -> list[Area]:
    return [
        Area(
            areaDesc=(wards()[code].name_vi, wards()[code].name_en)[number],
            polygon=[text_of(ring) for ring in outlines(voice.areas_path, code)],
            geocode=[Pair(WARD, code)],
        )
        for code in codes
        if code in wards()
    ]


def _drawn(alert: Alert, number: int) -> list[Area]:
    if not alert.polygons and not alert.circles:
        return []
    rings: Sequence[Sequence[tuple[float, float]]] = [[(lat, lon) for lat, lon in ring] for ring in alert.polygons]
    circles = [f"{text_of([(lat, lon)])} {radius:g}" for lat, lon, radius in alert.circles]
    return [Area(areaDesc=DRAWN[number], polygon=[text_of(ring) for ring in rings], circle=circles)]
