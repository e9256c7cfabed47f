"""The air quality index as the decision wants it published: colour, place, every parameter, advice, method, source."""

from collections.abc import Sequence

from environment import models, schemas
from environment.schemas import Words
from environment.states import Method

METHOD = Words(
    vi="VN_AQI theo Quyết định 1459/QĐ-TCMT: chỉ số của mỗi thông số nội suy từ Bảng 2; PM10 và PM2.5 dùng NowCast"
    " của 12 giờ; chỉ số chung là giá trị lớn nhất; phải có PM10 hoặc PM2.5.",
    en="VN_AQI by Decision 1459/QĐ-TCMT: each parameter's sub-index is interpolated in Table 2; PM10 and PM2.5 use the"
    " NowCast of 12 hours; the index is the highest of them; PM10 or PM2.5 is required.",
)


def band(row: models.AqiBand) -> schemas.Band:
    words = {name: Words(**row.words[name]) for name in ("name", "effect", "advice", "advice_sensitive")}
    return schemas.Band(code=row.code, low=row.low, high=row.high, colour=row.colour, **words)


def band_of(value: int | None, bands: Sequence[models.AqiBand]) -> schemas.Band | None:
    return next((band(row) for row in bands if value is not None and row.low <= value <= row.high), None)


def air_index(row: models.AirIndex, bands: Sequence[models.AqiBand]) -> schemas.AirIndex:
    parts = [schemas.IndexPart.model_validate(part) for part in row.parts]
    return schemas.AirIndex(
        hour=row.hour,
        value=row.value,
        band=band_of(row.value, bands),
        main=row.main,
        method=row.method,
        parts=parts,
        explanation=_explanation(row, parts),
        source=bands[0].source if bands else "",
    )


def _explanation(row: models.AirIndex, parts: Sequence[schemas.IndexPart]) -> Words:
    if row.value is None:
        return Words(
            vi="Không tính được: phải có PM10 hoặc PM2.5 với ít nhất 2 trong 3 giờ gần nhất.",
            en="No index: PM10 or PM2.5 is required, with at least 2 of the last 3 hours.",
        )
    shown = ", ".join(f"{part.parameter} {part.index}" for part in parts)
    literal = any(part.nowcast and part.nowcast.hours_missing and part.nowcast.weight <= 0.5 for part in parts)  # noqa: PLR2004 - the decision's 1/2
    vi, en = f"{shown}; cao nhất là {row.main}.", f"{shown}; the highest is {row.main}."
    if literal and row.method is Method.LITERAL:
        vi += " NowCast có giờ thiếu và w = 1/2: tính đúng theo văn bản, không chia cho tổng trọng số."
        en += " The NowCast has missing hours and w = 1/2: as printed, not divided by the weights."
    return Words(vi=vi, en=en)
