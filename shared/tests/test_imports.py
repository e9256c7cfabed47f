"""Tables that people bring: read within limits, checked row by row."""

import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from pydantic import BaseModel, ConfigDict

from hueioc.errors import Invalid
from hueioc.imports.check import check, row_problems
from hueioc.imports.table import LONGEST_CELL, MOST_ROWS, read_table, write_csv


class Lamp(BaseModel):
    model_config = ConfigDict(extra="forbid")

    code: str
    since: date
    note: str = "–"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_in_the_header(delimiter):
    (row,) = read_table(f"Code{delimiter}since\na{delimiter}2026-01-01\n".encode("utf-8-sig"))
    assert (row.number, dict(row.cells)) == (2, {"code": "a", "since": "2026-01-01"})


def test_empty_lines_are_left_out_and_numbers_stay_those_of_the_sheet():
    assert [row.number for row in read_table(b"a\n\n1\n,\n2\n")] == [3, 5]


def test_a_spreadsheet_is_read_with_its_dates_and_whole_numbers():
    book, out = Workbook(), io.BytesIO()
    book.active.append(["code", "since", "n"])
    book.active.append(["a", date(2026, 1, 1), 7.0])
    book.save(out)
    assert dict(read_table(out.getvalue())[0].cells) == {"code": "a", "since": "2026-01-01", "n": "7"}


def test_good_rows_are_models_and_bad_ones_say_why_in_both_languages():
    good, bad = check(read_table(b"code,since,more\na,2026-01-01,\nb,soon,\n,2026-01-01,\nc,2026-01-01,x\n"), Lamp)
    assert [(row.number, row.value.code, row.value.note) for row in good] == [(2, "a", "–")]
    problems = row_problems(bad)
    assert [(each.row, each.column) for each in problems] == [(3, "since"), (4, "code"), (5, "more")]
    assert all(each.vi and each.en and each.vi != each.en for each in problems)


@pytest.mark.parametrize(
    "content", [b"a,a\n", b"", b"\n\n", b"a\n" + b"x" * (LONGEST_CELL + 1), b"a\n" + b"1\n" * (MOST_ROWS + 2)]
)
def test_what_is_beyond_the_limits_is_refused(content):
    with pytest.raises(Invalid):
        read_table(content)


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=400)
    | st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail)
    | st.text(max_size=200).map(str.encode)
)
def test_any_bytes_are_a_table_or_a_refusal(content):
    try:
        rows = read_table(content)
    except Invalid:
        return
    assert all(row.number > 1 for row in rows)


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30).map(str.strip)


@given(st.lists(st.tuples(CELLS.filter(bool), CELLS), max_size=8))
def test_what_was_written_is_read_again(rows):
    written = write_csv(["a", "b"], [{"a": first, "b": second} for first, second in rows])
    read = [(row.cells.get("a", ""), row.cells.get("b", "")) for row in read_table(written)]
    assert [(a.removeprefix("'"), b.removeprefix("'")) for a, b in read] == [
        (a.removeprefix("'"), b.removeprefix("'")) for a, b in rows
    ]


@pytest.mark.parametrize("cell", ["=1+1", "+84", "-1", "@SUM(A1)"])
def test_no_cell_begins_a_formula(cell):
    assert f"'{cell}".encode() in write_csv(["a"], [{"a": cell}])
