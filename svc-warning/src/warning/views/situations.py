"""What staff see of a situation."""

from collections.abc import Sequence

from warning import models, schemas


def situation(row: models.Situation, members: Sequence[models.Seen]) -> schemas.Situation:
    names = ("id", "rule", "state", "urgent", "lat", "lon", "ward", "last_at", "closes_at", "closed_at", "closed_by")
    return schemas.Situation(
        **{name: getattr(row, name) for name in (*names, "reason", "version")},
        title=schemas.Words(**row.words),
        opened_at=row.created_at,
        members=[
            schemas.MemberShown(
                kind=each.kind,
                detail=each.detail,
                subject_id=each.subject_id,
                lat=each.lat,
                lon=each.lon,
                at=each.at,
            )
            for each in members
        ],
    )
