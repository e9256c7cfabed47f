"""CSV (RFC 4180) and XLSX (ECMA-376) as rows of text, within limits, without running anything that is in them."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hueioc.errors import Invalid, Text

MOST_ROWS = 10_000
MOST_COLUMNS = 60
LONGEST_CELL = 2_000
LARGEST_UNPACKED = 64 << 20
"""Bytes of an XLSX after unpacking: what is small when packed may be a bomb."""
MOST_PARTS = 200
_ZIP = b"PK\x03\x04"


class NotATable(Invalid):
    code = "not-a-table"
    title = Text(
        "Không đọc được bảng: cần CSV (UTF-8) hoặc XLSX có dòng tiêu đề",
        "The table cannot be read: send CSV (UTF-8) or XLSX with a header line",
    )


class TableTooLarge(Invalid):
    code = "table-too-large"
    title = Text(
        f"Bảng quá lớn: tối đa {MOST_ROWS} dòng, {MOST_COLUMNS} cột", "The table is too large; split it and try again"
    )


@dataclass(frozen=True)
class Row:
    """`number` as the person sees it: the header is line 1."""

    number: int
    cells: Mapping[str, str]


def read_table(content: bytes) -> list[Row]:
    """The rows that are not empty. Raises `NotATable`, `TableTooLarge`. Takes CPU time: call it in a thread."""
    lines = _xlsx(content) if content.startswith(_ZIP) else _csv(content)
    rows: list[Row] = []
    names: list[str] | None = None
    for number, line in enumerate(lines, 1):
        cells = [cell.strip() for cell in line]
        while cells and not cells[-1]:  # a spreadsheet's line is as wide as its widest
            cells.pop()
        if len(cells) > MOST_COLUMNS or any(len(cell) > LONGEST_CELL for cell in cells) or len(rows) > MOST_ROWS:
            raise TableTooLarge
        if not any(cells):
            continue
        if names is None:
            names = [cell.lower() for cell in cells]
            if len(set(filter(None, names))) != len([name for name in names if name]):
                raise NotATable(Text("Hai cột trùng tên", "Two columns have one name"))
            continue
        rows.append(Row(number, {name: cell for name, cell in zip(names, cells, strict=False) if name}))
    if names is None:
        raise NotATable
    if len(rows) > MOST_ROWS:
        raise TableTooLarge
    return rows


def _csv(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotATable from error
    if "\0" in text:
        raise NotATable
    head = text[: text.find("\n")] if "\n" in text else text
    delimiter = max(",;\t", key=head.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise NotATable from error


def _xlsx(content: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook

    _demand_small(content)
    try:
        book: Any = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            for line in sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS + 1, values_only=True):
                yield [_cell(value) for value in line]
        finally:
            book.close()
    except Exception as error:
        # the library raises whatever its parsers meet in a broken file
        if isinstance(error, Invalid):
            raise
        raise NotATable from error


def _demand_small(content: bytes) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise NotATable from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise TableTooLarge


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def write_csv(columns: Iterable[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """UTF-8 with a byte order mark, as spreadsheets expect; a cell never begins a formula."""
    out = io.StringIO(newline="")
    names = list(columns)
    writer = csv.writer(out)
    writer.writerow(names)
    for row in rows:
        writer.writerow([_harmless("" if row.get(name) is None else str(row[name])) for name in names])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return "'" + cell if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
