"""Reference data of the camera service: offences by law."""

import tomllib
from importlib.resources import files
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy.dialects.postgresql import insert

from camera.models import Offence
from hueioc.runtime import Runtime


async def seed(runtime: Runtime) -> None:
    """Write what comes with the suite; existing rows stay as they are."""
    async with runtime.database.transaction() as session:
        await session.execute(insert(Offence).values(offence_rows()).on_conflict_do_nothing())


def offence_rows() -> list[dict[str, Any]]:
    document = tomllib.loads(files("camera.seed").joinpath("offences.toml").read_text(encoding="utf-8"))
    return [
        {
            "id": _id(each["code"], each["vehicle"], each.get("valid_from", document["valid_from"])),
            "code": each["code"],
            "rule": each["rule"],
            "vehicle": each["vehicle"],
            "article": each["article"],
            "name_vi": each["name"][0],
            "name_en": each["name"][1],
            "min_vnd": each["fine"][0],
            "max_vnd": each["fine"][1],
            "points": each["points"],
            "valid_from": each.get("valid_from", document["valid_from"]),
            "valid_to": each.get("valid_to"),
            "source": each.get("source", document["source"]),
            "verified_by": "",
        }
        for each in document["offence"]
    ]


def _id(*parts: object) -> UUID:
    return uuid5(NAMESPACE_URL, ":".join(map(str, ("camera", "offence", *parts))))
