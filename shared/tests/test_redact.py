"""Redaction: generated Vietnamese texts leak nothing, and what is nobody's number stays."""

import pytest

from hueioc.personal.redact import MASKS, find, redact

PHONE, MAIL, CARD = MASKS["phone"], MASKS["email"], MASKS["citizen_id"]


@pytest.mark.parametrize(
    "written",
    [
        "0912345678",
        "+84912345678",
        "84912345678",
        "0084912345678",
        "+84 (0) 912 345 678",
        "+84(0)912345678",
        "(+84) 912-345-678",
        "84-912-345-678",
        "0912 345 678",
        "0912.345.678",
        "0912-345-678",
        "0912_345_678",
        "0912,345,678",
        "0912/345/678",
        "(0912) 345 678",
        "(0912)345-678",
        "0912 \u2013 345 \u2013 678",
        "0912\u00a0345\u00a0678",
        "0912\u2009345\u202f678",
        "0912\u200b345\u2060678",
        "09\u00ad12345678",
        "０９１２３４５６７８",
        "٠٩١٢٣٤٥٦٧٨",
        "0️⃣9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣",
        "O912345678",
        "o912 345 678",
        "09o2.345.67o",
        "0 9 1 2 3 4 5 6 7 8",
        "09.12.34.56.78",
        "0912 34 56 78",
        "091 234 5678",
        "0234 3822 123",
        "0234.3.822.123",
        "(0234) 3822123",
        "+84 234 3822 123",
        "024 3825 3536",
        "01234567890",
        "0162 345 6789",
        "+1 415 555 2671",
    ],
)
def test_a_telephone_number_is_masked_however_it_is_written(written: str) -> None:
    assert redact(f"Gọi tôi {written} nhé.") == f"Gọi tôi {PHONE} nhé."


@pytest.mark.parametrize(
    "written",
    [
        "nguyenvana@gmail.com",
        "nguyen.van-a+hue@sub.hue.gov.vn",
        "nguyễnvănă@hue.vn",
        "a@b",
        "a＠b．com",
        "a @ gmail . com",
        "a [at] b . com",
        "a(at)b(dot)com",
        "a (a còng) b",
        "a [a còng] gmail [chấm] com",
        "nguyenvana a còng gmail chấm com",
        "me at gmail dot com",
        "a\u200b@\u200bb.com",
        "0912345678@gmail.com",
    ],
)
def test_an_address_is_masked_however_it_is_hidden(written: str) -> None:
    assert redact(f"Thư về {written} nhé") == f"Thư về {MAIL} nhé"


@pytest.mark.parametrize(
    "written",
    [
        "046199012345",
        "046 199 012 345",
        "046.199.012.345",
        "0461-9901-2345",
        "０４６１９９０１２３４５",
        "191234567",
        "191 234 567",
        "19 1234 567",
    ],
)
def test_a_card_number_is_masked(written: str) -> None:
    assert redact(f"Tôi là A, {written}, ở Huế") == f"Tôi là A, {CARD}, ở Huế"


@pytest.mark.parametrize("written", ["191.234.000", "123 456 789 012", "1 9 1 2 3 4 5 6 7"])
def test_behind_the_word_for_the_card_any_grouping_is_one(written: str) -> None:
    for word in ("CMND số", "căn cước công dân:", "CCCD", "Citizen ID"):
        assert redact(f"{word} {written}") == f"{word} {CARD}"


@pytest.mark.parametrize(
    "text",
    [
        "phạt 1.500.000 đ",
        "phạt 150.000.000 đồng",
        "84.912.345.678 đồng",
        "chi 150000000 đồng",
        "100.000.000",
        "$ 150000000",
        "dân số 1.236.393 người",
        "ngày 20/10/2023",
        "từ 05/07/2022 15/07/2022",
        "từ 05.07.2022 15.07.2022",
        "05.07.2022 - 15.07.2022",
        "05-07-2022 15:30",
        "2023-10-20T15:30:00",
        "07.30 - 11.30, 13.30 - 17.00",
        "07h30 - 11h30",
        "16.4637, 107.5909",
        "16.463712345678, 107.590912345678",
        "lat=16.463712345 lng=107.590912345",
        "-16.46, +107.59",
        "30/2022/QĐ-UBND",
        "Nghị định 13/2023/NĐ-CP ngày 17/4/2023",
        "hotline 19001075",
        "1900 1075 hoặc 1800 599 920",
        "113/114/115",
        "113, 114, 115",
        "gọi 113 114 115",
        "113-114-115",
        "123/45/6 Nguyễn Trãi",
        "84 Nguyễn Huệ",
        "kiệt 12/34/5 đường 19 tháng 5",
        "H57.12.34-231015-0012",
        "000.00.01.H57-231020-0001",
        "MST 0301234567",
        "192.168.10.25",
        "10.10.100.25",
        "3f2a0912-3456-7890-8123-046199012345",
        "read more at hue.gov.vn",
        "gặp tôi @ quán",
        "o Lan ở số 5",
        "",
    ],
)
def test_a_number_that_is_nobodys_stays(text: str) -> None:
    assert redact(text) == text


def test_two_numbers_side_by_side_are_both_masked() -> None:
    assert redact("0912345678/0987654321") == f"{PHONE}/{PHONE}"
    assert redact("0912 345 678 0987 654 321") == f"{PHONE} {PHONE}"
    assert redact("0912345678, 191234567") == f"{PHONE}, {CARD}"


def test_a_number_beside_a_date_is_masked_and_the_date_stays() -> None:
    assert redact("05.07.2022 0912 345 678") == f"05.07.2022 {PHONE}"
    assert redact("ngày 05/07/2022 (0912345678)") == f"ngày 05/07/2022 ({PHONE})"


def test_a_span_names_the_place_in_the_original() -> None:
    text = "Chị\u200b Lan \u200b09\u200b12 345 678, a@b.vn"
    assert [(span.kind, text[span.start : span.end]) for span in find(text)] == [
        ("phone", "09\u200b12 345 678"),
        ("email", "a@b.vn"),
    ]
