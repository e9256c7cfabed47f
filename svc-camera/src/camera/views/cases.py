"""A violation case as one caller may see it: never stored, because it depends on who looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from camera import models, schemas
from camera.schemas import Words
from camera.states import CaseState, LegalClass
from hueioc.auth.principal import Principal, Role

DECIDED = (CaseState.CONFIRMED, CaseState.REJECTED, CaseState.SEALED, CaseState.TRANSFERRED)
REVIEWED_BY = {
    CaseState.QUEUED: (Role.MODERATOR, Role.SUPERVISOR),
    CaseState.ADJUDICATION: (Role.SUPERVISOR,),
}
"""Who may decide in which state."""


@dataclass(frozen=True)
class CaseFacts:
    violation: models.Violation
    camera: models.Camera
    reviews: Sequence[models.Review]
    files: Sequence[models.EvidenceFile]
    offences: Sequence[models.Offence]


def shown_state(state: CaseState, caller: Principal) -> CaseState:
    """That two differ is told to those who may settle it; to everybody else the case still waits."""
    return CaseState.QUEUED if state is CaseState.ADJUDICATION and not caller.has_role(Role.SUPERVISOR) else state


def violation(facts: CaseFacts, caller: Principal, moment: datetime) -> schemas.Violation:
    row = facts.violation
    is_held = row.claimed_until is not None and row.claimed_until > moment
    is_mine = is_held and row.claimed_by == caller.subject
    has_reviewed = any(review.reviewer == caller.subject for review in facts.reviews)
    may = caller.has_role(*REVIEWED_BY.get(row.state, ())) and not has_reviewed and (is_mine or not is_held)
    is_decided = row.state in DECIDED
    is_device = facts.camera.legal_class is LegalClass.ENFORCEMENT_DEVICE
    return schemas.Violation(
        id=row.id,
        number=row.number,
        camera_id=row.camera_id,
        camera=Words(vi=facts.camera.name_vi, en=facts.camera.name_en),
        rule=row.rule,
        zone=row.zone,
        size=row.size,
        began_at=row.began_at,
        occurred_at=row.occurred_at,
        measured=row.measured,
        state=shown_state(row.state, caller),
        is_mine=is_mine,
        may_review=may,
        files=[file_of(each) for each in facts.files],
        offences=[bracket(each) for each in facts.offences],
        reviews=[
            schemas.Reviewed(decision=each.decision, reason=each.reason, at=each.at)
            for each in (facts.reviews if is_decided else ())
        ],
        is_ready_for_sanction=is_device and row.state in (CaseState.SEALED, CaseState.TRANSFERRED),
        transfer_reference=row.transfer_reference,
    )


def file_of(row: models.EvidenceFile) -> schemas.EvidenceFile:
    url = f"/v1/ops/camera/violations/{row.violation_id}/files/{row.role.value}"
    return schemas.EvidenceFile(role=row.role, sha256=row.sha256, media_type=row.media_type, bytes=row.bytes, url=url)


def bracket(row: models.Offence) -> schemas.OffenceBracket:
    return schemas.OffenceBracket(
        code=row.code,
        vehicle=row.vehicle,
        article=row.article,
        name=Words(vi=row.name_vi, en=row.name_en),
        min_vnd=row.min_vnd,
        max_vnd=row.max_vnd,
        points=row.points,
        source=row.source,
        verified_by=row.verified_by,
    )
