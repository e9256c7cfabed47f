"""A boat as staff see it."""

from collections.abc import Sequence

from fishing import models, schemas
from fishing.schemas import Words
from fishing.states import Channel, Flag


def label(row: models.Vessel) -> str:
    return row.name or row.registration or (f"MMSI {row.mmsi}" if row.mmsi else str(row.number))


def fix(row: models.Latest | None) -> schemas.Fix | None:
    if row is None or row.at is None or row.lat is None or row.lon is None:
        return None
    return schemas.Fix(
        at=row.at,
        lat=round(row.lat, 6),
        lon=round(row.lon, 6),
        sog=row.sog,
        cog=row.cog,
        heading=row.heading,
        channel=row.channel or Channel.DEVICE,
    )


def flag_names(flag: int) -> list[str]:
    return [each.name.lower().replace("_", "-") for each in Flag(flag) if each.name]


def zone_name(row: models.Zone) -> schemas.ZoneName:
    return schemas.ZoneName(
        code=row.code, name=Words(vi=row.name_vi, en=row.name_en), kind=row.kind, enforceable=row.enforceable
    )


def summary(row: models.Vessel, latest: models.Latest | None, zones: Sequence[models.Zone]) -> schemas.VesselSummary:
    return schemas.VesselSummary(
        id=row.id,
        registration=row.registration,
        mmsi=row.mmsi,
        name=row.name,
        role=row.role,
        length_m=row.length_m,
        is_registered=row.is_registered,
        state=row.state,
        fix=fix(latest),
        zones=[zone_name(each) for each in zones],
        version=row.version,
    )


def boat(row: models.Vessel, latest: models.Latest) -> schemas.Boat | None:
    shown = fix(latest)
    if shown is None:
        return None
    return schemas.Boat(
        id=row.id,
        label=label(row),
        role=row.role,
        is_registered=row.is_registered,
        state=row.state,
        **shown.model_dump(include={"at", "lat", "lon", "sog", "cog"}),
    )


def vessel(
    row: models.Vessel,
    latest: models.Latest | None,
    zones: Sequence[models.Zone],
    devices: Sequence[models.Device],
    history: Sequence[models.VesselChange],
) -> schemas.Vessel:
    common = summary(row, latest, zones).model_dump()
    return schemas.Vessel(
        **common,
        call_sign=row.call_sign,
        gear=row.gear,
        power_kw=row.power_kw,
        home_port=row.home_port,
        silent_since=row.silent_since,
        devices=[
            schemas.Device(id=each.id, code=each.code, supplier=each.supplier, is_revoked=each.revoked_at is not None)
            for each in devices
        ],
        history=[schemas.HistoryLine(kind=line.kind, at=line.at, facts=line.facts) for line in history],
    )
