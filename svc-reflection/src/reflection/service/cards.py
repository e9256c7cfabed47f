"""Cards of the public feed and lines of the queue, from rows of `queries.feed` and `queries.queue`."""

from sqlalchemy import RowMapping

from reflection import schemas
from reflection.rules.media import MediumKind
from reflection.states import UNDER_REVIEW, State


def shown_state(state: State) -> State:
    """What everybody reads: an answer under review is still assigned."""
    return State.ASSIGNED if state in UNDER_REVIEW else state


def card(row: RowMapping) -> schemas.ReportSummary:
    return schemas.ReportSummary(
        id=row["id"],
        code=f"PA-{row['number']:06d}",
        state=shown_state(row["state"]),
        category=schemas.Names(vi=row["category_vi"], en=row["category_en"]),
        description=row["description"],
        place=schemas.PublicPlace(
            lat=round(row["lat"], 5),
            lon=round(row["lon"], 5),
            address=row["address"],
            ward=row["ward_code"],
            ward_name=row["ward_name"],
        ),
        photo=card_photo(row),
        unit=unit_names(row),
        reported_at=row["created_at"],
        due_at=row["due_at"],
        rating=row["rating"],
        supporters=row["supporters"],
        views=row["views"],
    )


def queue_item(row: RowMapping) -> schemas.QueueItem:
    """A line of the queue, from a row of `queries.queue`."""
    return schemas.QueueItem(
        id=row["id"],
        code=f"PA-{row['number']:06d}",
        state=row["state"],
        priority=row["priority"],
        category=schemas.Names(vi=row["category_vi"], en=row["category_en"]),
        description=row["description"],
        ward_name=row["ward_name"],
        lat=round(row["lat"], 5),
        lon=round(row["lon"], 5),
        photo=card_photo(row),
        unit=unit_names(row),
        unit_id=row["unit_id"],
        reported_at=row["created_at"],
        state_since=row["state_since"],
        due_at=row["due_at"],
        updated_at=row["updated_at"],
        claimed_by=row["claimed_by"],
        version=row["version"],
    )


def unit_names(row: RowMapping) -> schemas.Names | None:
    return schemas.Names(vi=row["unit_vi"], en=row["unit_en"]) if row["unit_vi"] else None


def card_photo(row: RowMapping) -> schemas.Medium | None:
    if row["photo"] is None:
        return None
    sha256, width, height = row["photo"]
    return schemas.Medium(
        sha256=sha256,
        kind=MediumKind.IMAGE,
        media_type="image/jpeg",
        width=width or 0,
        height=height or 0,
        duration_s=None,
        url=f"/v1/reports/{row['id']}/media/{sha256}",
        poster_url=None,
    )
