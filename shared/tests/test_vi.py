"""Vietnamese text for search."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hueioc.vi import fold, normal


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Đường Lê Lợi", "duong le loi"),
        ("ĐƯỜNG  LÊ\tLỢI", "duong le loi"),
        (unicodedata.normalize("NFD", "ổ gà lớn"), "o ga lon"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        ("Ðiện lực", "dien luc"),
        ("rác\u200bthải", "racthai"),
        ("quý\u00a0khách", "quy khach"),
        ("123 Nguyễn Huệ, P. Phú Nhuận", "123 nguyen hue, p. phu nhuan"),
    ],
)
def test_however_it_is_written_it_folds_to_the_same(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộúùủũụứừửữựýỳỷỹỵ "))
def test_vietnamese_becomes_ascii(text: str) -> None:
    assert fold(text).isascii()


def test_every_accented_letter_is_ascii_when_folded() -> None:
    assert normal(unicodedata.normalize("NFD", "ỵ")) == "ỵ"
