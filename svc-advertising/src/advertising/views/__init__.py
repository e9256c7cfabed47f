"""The documents of the register, for everybody, and what staff see of the rest. Pure."""

from datetime import date
from typing import Any

from advertising import models, schemas
from advertising.rules.licences import licence_state
from advertising.schemas import Bilingual
from advertising.states import WHY
from hueioc.city import layer_view, tile_view
from hueioc.errors import Text
from hueioc.events import Audience
from hueioc.views import View

SERVICE = "advertising"
SCREEN = View(
    service=SERVICE,
    name="screen",
    route="/v1/advertising/screens/{key}",
    schema=schemas.Screen,
    audience=Audience.PUBLIC,
    most_keys=500,
)
SCREENS = View(
    service=SERVICE,
    name="screens",
    route="/v1/advertising/screens",
    schema=schemas.ScreenList,
    audience=Audience.PUBLIC,
    most_keys=1,
)
TILE = tile_view(SERVICE, Audience.STAFF)
LAYER = layer_view(SERVICE, Audience.STAFF)


def words(text: Text) -> Bilingual:
    return Bilingual(vi=text.vi, en=text.en)


def screen(row: models.Screen, day: date) -> schemas.Screen:
    return schemas.Screen.model_validate(_of_register(row, day))


def staff_screen(row: models.Screen, day: date, open_cases: int) -> schemas.StaffScreen:
    names = ("owner_tax_code", "azimuth", "width_px", "height_px", "max_nits", "verdict", "verdict_at")
    more = {name: getattr(row, name) for name in names} | {"open_cases": open_cases}
    return schemas.StaffScreen.model_validate(_of_register(row, day) | more)


def _of_register(row: models.Screen, day: date) -> dict[str, Any]:
    given = schemas.Screen.model_fields.keys() - {"name", "licence_state", "ward"}
    return {name: getattr(row, name) for name in given} | {
        "name": Bilingual(vi=row.name_vi, en=row.name_en),
        "licence_state": licence_state(row.licence_until, day),
        "ward": row.ward_code,
    }


def creative(row: models.Creative) -> schemas.Creative:
    return schemas.Creative.model_validate({name: getattr(row, name) for name in schemas.Creative.model_fields})


def snapshot(row: models.Snapshot) -> schemas.Snapshot:
    figures = {name: row.figures.get(name) for name in schemas.Figures.model_fields}
    return schemas.Snapshot(
        id=row.id,
        screen_id=row.screen_id,
        at=row.at,
        state=row.state,
        verdict=row.verdict,
        why=row.why,
        reason=words(WHY[row.why]) if row.why else None,
        creative_id=row.creative_id,
        figures=schemas.Figures.model_validate(figures),
        has_view=row.view_sha256 is not None,
        has_heat_map=row.heat_sha256 is not None,
    )


def case_summary(row: models.Case, screen: models.Screen) -> schemas.CaseSummary:
    return schemas.CaseSummary.model_validate(_of_case(row, screen))


def case(row: models.Case, screen: models.Screen, seen: models.Snapshot, lines: list[models.CaseLine]) -> schemas.Case:
    more = {
        "snapshot": snapshot(seen),
        "offence": schemas.OffenceRow.model_validate(row.offence) if row.offence else None,
        "reply": row.reply,
        "closing": row.closing,
        "history": [schemas.CaseLine(state=line.state, at=line.at) for line in lines],
        "version": row.version,
    }
    return schemas.Case.model_validate(_of_case(row, screen) | more)


def _of_case(row: models.Case, screen: models.Screen) -> dict[str, Any]:
    names = ("id", "screen_id", "verdict", "state", "licence_expired", "reply_due", "outcome")
    return {name: getattr(row, name) for name in names} | {
        "screen_code": screen.code,
        "screen_name": Bilingual(vi=screen.name_vi, en=screen.name_en),
        "opened_at": row.created_at,
    }
