"""A distress as staff see it; the log's words stay with the service."""

from fishing import models, schemas
from fishing.views.vessels import label


def distress_label(row: models.Distress, boat: models.Vessel | None) -> str:
    return label(boat) if boat else f"{row.kind.value.upper()} {row.sender}"


def distress(row: models.Distress, boat: models.Vessel | None) -> schemas.Distress:
    return schemas.Distress(
        id=row.id,
        kind=row.kind,
        state=row.state,
        is_test=row.is_test,
        vessel_id=row.vessel_id,
        label=distress_label(row, boat),
        mmsi=row.mmsi,
        raised_at=row.raised_at,
        heard_at=row.heard_at,
        lat=row.lat,
        lon=row.lon,
        fixed_at=row.fixed_at,
        acknowledged_at=row.acknowledged_at,
        closed_at=row.closed_at,
        closing=row.closing,
        version=row.version,
    )
