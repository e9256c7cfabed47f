"""The dated rules as their owners read them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import Any

from hueioc.areas.units import ward_by_code
from reflection import models
from reflection.models import RuleLine
from reflection.rules.dating import Span
from reflection.rules.terms import UNITS_OF, Term
from reflection.schemas import rules as schemas
from reflection.schemas.parts import Names
from reflection.schemas.rules import RowStatus
from reflection.views.parts import question, said

EVERYWHERE = "all"
Lines = Mapping[str, RuleLine]


def status_of(span: Span[Any], at: date) -> RowStatus:
    if span.begins > at:
        return RowStatus.WAITING
    return RowStatus.IN_FORCE if span.holds(at) else RowStatus.OVER


def _dated(row: Any, at: date) -> dict[str, Any]:
    return {
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "status": status_of(Span(row.valid_from, row.valid_to), at),
        "source": row.source,
    }


def _line(lines: Lines, key: str) -> dict[str, Any]:
    line = lines.get(key)
    return {"version": line.version if line else 0, "changed_at": line.changed_at if line else None}


def _by(rows: Iterable[Any], key: Callable[[Any], Any]) -> list[tuple[Any, list[Any]]]:
    return [(name, list(found)) for name, found in groupby(rows, key)]


def category_row(row: models.Category, at: datetime) -> schemas.CategoryRow:
    return schemas.CategoryRow(
        **_dated(row, at),
        name=Names(vi=row.name_vi, en=row.name_en),
        group=row.group_code,
        group_name=Names(vi=row.group_vi, en=row.group_en),
        parent=row.parent_code,
        position=row.position,
        is_urgent=row.is_urgent,
        is_home_rounded=row.is_home_rounded,
        duplicate_radius_m=row.duplicate_radius_m,
        emergency=said(row.emergency_vi, row.emergency_en),
        stopper=said(row.stopper_vi, row.stopper_en),
    )


def category_lines(rows: Iterable[models.Category], lines: Lines, at: datetime) -> list[schemas.CategoryLine]:
    """As people find them in the list: by the position of the newest row."""
    found = _by(rows, lambda row: row.code)
    found.sort(key=lambda each: (each[1][-1].position, each[0]))
    return [
        schemas.CategoryLine(code=code, rows=[category_row(row, at) for row in of_code], **_line(lines, code))
        for code, of_code in found
    ]


def question_lines(rows: Iterable[models.Question], lines: Lines, at: datetime) -> list[schemas.QuestionLine]:
    found = _by(rows, lambda row: (row.category_code, row.code))
    found.sort(key=lambda each: (each[1][-1].position, each[0]))
    return [
        schemas.QuestionLine(
            category=category,
            code=code,
            rows=[
                schemas.QuestionRow(**_dated(row, at), question=question(row), position=row.position) for row in of_code
            ],
            **_line(lines, f"{category}/{code}"),
        )
        for (category, code), of_code in found
    ]


def routed_unit(row: models.Unit) -> schemas.RoutedUnit:
    name = Names(vi=row.name_vi, en=row.name_en)
    return schemas.RoutedUnit(id=row.id, agency_id=row.agency_id, name=name, valid_to=row.valid_to)


def routing_key(category: str, ward: str | None) -> str:
    return f"{category}/{ward or EVERYWHERE}"


def routing_lines(
    rows: Iterable[tuple[models.RoutingRule, models.Unit]], lines: Lines, today: date
) -> list[schemas.RoutingLine]:
    return [
        schemas.RoutingLine(
            category=category,
            ward=code,
            ward_name=_ward_name(code),
            rows=[_routing_row(of_day, today) for _, of_day in _by(of_line, lambda row: row[0].valid_from)],
            **_line(lines, routing_key(category, code)),
        )
        for (category, code), of_line in _by(rows, lambda row: (row[0].category_code, row[0].ward_code))
    ]


def _ward_name(code: str | None) -> Names | None:
    ward = ward_by_code(code) if code else None
    return Names(vi=ward.name_vi, en=ward.name_en) if ward else None


def _routing_row(rows: list[tuple[models.RoutingRule, models.Unit]], today: date) -> schemas.RoutingRow:
    first = rows[0][0]
    return schemas.RoutingRow(
        **_dated(first, today),
        lead=next((routed_unit(unit) for rule, unit in rows if rule.is_lead), None),
        supporting=[routed_unit(unit) for rule, unit in rows if not rule.is_lead],
    )


def term_lines(
    rows: Iterable[models.ProcessRule], lines: Lines, today: date, running: Mapping[Term, int]
) -> list[schemas.TermLine]:
    order = list(Term)
    found = _by(rows, lambda row: row.code)
    return [
        schemas.TermLine(
            code=code,
            rows=[schemas.TermRow(**_dated(row, today), value=row.value, unit=row.unit) for row in of_code],
            units=sorted(UNITS_OF[code], key=lambda each: each.value),
            open_reports=running.get(code, 0),
            **_line(lines, code.value),
        )
        for code, of_code in sorted(found, key=lambda each: order.index(each[0]))
    ]
