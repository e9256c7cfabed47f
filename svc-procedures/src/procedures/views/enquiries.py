"""Enquiries as the investor and as staff see them. Pure."""

from collections.abc import Sequence
from datetime import datetime

from hueioc.city import Words
from procedures import models
from procedures.schemas import enquiries as schemas
from procedures.states import EnquiryState


def shown(row: models.Enquiry, at: datetime) -> schemas.EnquiryShown:
    project = row.project
    return schemas.EnquiryShown(
        code=row.code,
        project=schemas.ProjectNamed(
            id=project.id, code=project.code, name=Words(vi=project.name_vi, en=project.name_en or project.name_vi)
        ),
        state=row.state,
        question=row.question,
        received_at=row.received_at,
        due_at=row.deadline.due_at,
        is_overdue=row.state is EnquiryState.RECEIVED and row.deadline.due_at < at,
        answer=row.answer,
        answered_at=row.answered_at,
        erase_at=row.erase_at,
    )


def enquiry(
    row: models.Enquiry, history: Sequence[models.EnquiryChange], at: datetime, *, has_contact: bool
) -> schemas.Enquiry:
    return schemas.Enquiry(
        **shown(row, at).model_dump(),
        id=row.id,
        language=row.language,
        days=row.deadline.days,
        rule_source=row.rule_source,
        has_contact=has_contact,
        history=[schemas.EnquiryLine(action=each.action, at=each.at, note=each.note) for each in history],
        version=row.version,
    )
