"""GeoReport Bulk: the same redacted requests as one flat table, in CSV, JSON or XML."""

import csv
import io
from typing import Any

from reflection.open311.documents import Row, Tree, Voice, shown_state, status_notes, status_of, written

COLUMNS = (
    "service_request_id",
    "requested_datetime",
    "updated_datetime",
    "closed_date",
    "status_description",
    "status_notes",
    "source",
    "service_name",
    "service_subtype",
    "description",
    "agency_responsible",
    "address",
    "lat",
    "long",
)
CSV = "text/csv; charset=utf-8"
_FORMULA = ("=", "+", "-", "@", "\t")
"""What a spreadsheet would carry out."""


def line(row: Row, voice: Voice) -> Tree:
    is_closed = status_of(row["state"]) == "closed"
    updated = written(row["updated_at"])
    values = (
        str(row["id"]),
        written(row["created_at"]),
        updated,
        updated if is_closed else None,
        shown_state(row).value,
        status_notes(row, voice),
        row["source"].value,
        voice.choose(row["group_vi"], row["group_en"]),
        voice.choose(row["service_vi"], row["service_en"]),
        row["description"],
        voice.choose(row["unit_vi"], row["unit_en"]),
        row["address"] or row["ward_name"],
        round(row["lat"], 5),
        round(row["lon"], 5),
    )
    return dict(zip(COLUMNS, values, strict=True))


def as_csv(lines: list[Tree]) -> bytes:
    """RFC 4180; a text that a spreadsheet would take for a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for each in lines:
        writer.writerow([_cell(each[name]) for name in COLUMNS])
    return out.getvalue().encode()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return "'" + value if isinstance(value, str) and value.startswith(_FORMULA) else value
