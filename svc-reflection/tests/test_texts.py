"""Text as it is kept."""

import unicodedata
from xml.etree import ElementTree as ET

from hypothesis import example, given
from hypothesis import strategies as st

from reflection.rules.texts import clean

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXTS)
@example("a\r\nb\rc")
@example("\u2028x\ufeff")
@example("é")
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)


@given(TEXTS)
@example("\x00\x0b\x1f\x7f\x85\u2028\uffff")
def test_cleaned_text_can_be_written_as_xml_and_read_back(text):
    element = ET.Element("t")
    element.text = clean(text)
    assert (ET.fromstring(ET.tostring(element, encoding="utf-8")).text or "") == clean(text)  # noqa: S314 - our own text


@given(TEXTS)
def test_letters_are_composed(text):
    assert unicodedata.is_normalized("NFC", clean(text))


def test_line_ends_become_one_kind():
    assert clean("một\r\nhai\rba\nbốn") == "một\nhai\nba\nbốn"


def test_decomposed_vietnamese_is_composed():
    assert clean("Huế") == "Huế"


def test_nothing_postgresql_refuses_is_left():
    assert clean("a\x00b") == "ab"
