"""What everybody and what staff see of an alert."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hueioc.areas.units import wards
from warning import models, schemas
from warning.rules.cap_check import Finding
from warning.states import MsgType, State, Status

DRAWN = ("Vùng vẽ trên bản đồ", "Area drawn on the map")
WARNS = (MsgType.ALERT, MsgType.UPDATE)


@dataclass(frozen=True)
class Facts:
    """What documents of alerts are made of beside the row."""

    hazards: Mapping[str, models.Hazard]
    levels: Mapping[int, models.RiskLevel]


def level_of(row: models.RiskLevel) -> schemas.Level:
    return schemas.Level(number=row.number, colour=row.colour, name=schemas.Words(**row.words))


def area_of(alert: models.Alert) -> schemas.Area:
    """Names of its wards, or of what was drawn."""
    named = [wards()[code] for code in alert.wards if code in wards()]
    drawn = bool(alert.polygons or alert.circles)
    vi = [each.name_vi for each in named] + [DRAWN[0]] * drawn
    en = [each.name_en for each in named] + [DRAWN[1]] * drawn
    return schemas.Area(
        name=schemas.Words(vi=", ".join(vi), en=", ".join(en)),
        wards=alert.wards,
        polygons=[[(lat, lon) for lat, lon in ring] for ring in alert.polygons],
        circles=[(lat, lon, radius) for lat, lon, radius in alert.circles],
    )


def public(alert: models.Alert, facts: Facts, references: Sequence[str]) -> schemas.PublicAlert:
    """Only of what was issued."""
    assert alert.identifier  # noqa: S101 - set when it is issued
    assert alert.sent  # noqa: S101 - as above
    hazard = facts.hazards[alert.hazard]
    return schemas.PublicAlert(
        **_same(alert, "id", "chain_id", "msg_type", "state", "hazard", "urgency", "severity", "certainty"),
        **_same(alert, "response_types", "onset", "expires", "covered", "version"),
        identifier=alert.identifier,
        sender=alert.sender,
        sent=alert.sent,
        event=schemas.Words(**hazard.words),
        category=hazard.category,
        level=level_of(facts.levels[alert.risk_level]),
        texts=schemas.Texts(**alert.texts),
        area=area_of(alert),
        references=list(references),
        cap=f"/v1/warning/alerts/{alert.id}/cap",
    )


def summary(alert: models.Alert, facts: Facts, *, is_active: bool) -> schemas.Alert:
    return schemas.Alert(**_summary(alert, facts, is_active=is_active))


def detail(
    alert: models.Alert,
    facts: Facts,
    findings: Sequence[Finding],
    tellings: Sequence[models.Telling],
    history: Sequence[models.AlertChange],
    *,
    is_active: bool,
) -> schemas.AlertDetail:
    return schemas.AlertDetail(
        **_summary(alert, facts, is_active=is_active),
        **_same(alert, "urgency", "certainty", "response_types", "onset", "covered", "note"),
        **_same(alert, "drafted_by", "submitted_by", "approved_by"),
        texts=schemas.Texts(**alert.texts),
        area=area_of(alert),
        findings=[
            schemas.FindingShown(
                pointer=each.pointer, is_error=each.is_error, message=schemas.Words(vi=each.words.vi, en=each.words.en)
            )
            for each in findings
        ],
        reach=_reach(tellings),
        history=[
            schemas.HistoryLine(action=line.action, actor=line.actor, at=line.at, facts=line.facts) for line in history
        ],
    )


def is_public(alert: models.Alert) -> bool:
    """Whether the public may ever see it."""
    return alert.status is Status.ACTUAL and alert.sent is not None


def _summary(alert: models.Alert, facts: Facts, *, is_active: bool) -> dict[str, Any]:
    names = ("id", "chain_id", "origin", "state", "status", "msg_type", "identifier", "sent", "hazard", "severity")
    return {
        **_same(alert, *names, "wards", "expires", "created_at", "updated_at", "version"),
        "event": schemas.Words(**facts.hazards[alert.hazard].words),
        "level": level_of(facts.levels[alert.risk_level]),
        "headline": schemas.Words(vi=alert.texts["vi"]["headline"], en=alert.texts["en"]["headline"]),
        "is_active": is_active and alert.state is State.ISSUED and alert.msg_type in WARNS,
    }


def _reach(tellings: Sequence[models.Telling]) -> schemas.Reach:
    return schemas.Reach(
        told=sum(each.told for each in tellings),
        queued=sum(each.queued for each in tellings),
        wards_asked=len(tellings),
        wards_told=sum(each.told_at is not None for each in tellings),
        wards=[
            schemas.WardReach(
                ward=each.ward,
                name=wards()[each.ward].name_vi if each.ward in wards() else each.ward,
                told=each.told,
                queued=each.queued,
                told_at=each.told_at,
            )
            for each in tellings
        ],
    )


def _same(alert: models.Alert, *names: str) -> dict[str, Any]:
    return {name: getattr(alert, name) for name in names}
