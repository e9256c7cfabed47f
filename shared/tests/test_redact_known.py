"""What is known of the writer is masked wherever it stands."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hueioc.personal.known import NOBODY, Known
from hueioc.personal.redact import MASKS, find, redact

AN = Known("Nguyễn Văn An", "0234 3822 822", "An.Nguyen@hue.vn")
NAME, PHONE, MAIL = MASKS["name"], MASKS["phone"], MASKS["email"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Tôi là Nguyễn Văn An.", f"Tôi là {NAME}."),
        ("NGUYEN VAN AN", NAME),
        ("nguyễn-văn–an", NAME),
        ("N\u200bguyễn  Văn\tAn", NAME),
        ("nguyenvanan", NAME),
        ("ông Văn An ở đây", f"ông {NAME} ở đây"),
        ("chú An ở đây", f"chú {NAME} ở đây"),
        ("chúng tôi an toàn", "chúng tôi an toàn"),
        ("an ninh trật tự", "an ninh trật tự"),
        ("Văn phòng, An Cựu", "Văn phòng, An Cựu"),
        ("gọi 3822822", f"gọi {PHONE}"),
        ("gọi 3822.822", f"gọi {PHONE}"),
        ("số nhà 38, kiệt 22", "số nhà 38, kiệt 22"),
        ("AN.NGUYEN@HUE.VN", MAIL),
    ],
)
def test_the_writer_is_masked_and_others_are_not(text: str, shown: str) -> None:
    assert redact(text, AN) == shown


def test_composed_or_decomposed_a_name_is_a_name() -> None:
    assert redact(unicodedata.normalize("NFD", "Tôi là Nguyễn Văn An"), AN).endswith(NAME)


def test_a_single_name_is_masked_as_a_word() -> None:
    assert redact("Lan viết: lan can hỏng", Known("Lan")).startswith(NAME)
    assert redact("Planet", Known("Lan")) == "Planet"


@pytest.mark.parametrize("known", [NOBODY, Known(" ", "12", ""), Known("-", "", " ")])
def test_what_is_not_known_is_not_looked_for(known: Known) -> None:
    assert redact("Rác ở chợ An Cựu - 12 Lê Lợi", known) == "Rác ở chợ An Cựu - 12 Lê Lợi"


@given(st.text(max_size=120), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_any_text_and_any_contact_go_together(text: str, name: str, phone: str, email: str) -> None:
    spans = find(text, Known(name, phone, email))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
