"""Items are told apart, tagged, counted once, gathered in stories, and ring once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from press.models import Alert, Edit, Item, Story
from press.rules.blame import blamed
from press.rules.copies import is_copy, jaccard, shingles
from press.rules.words import accented_words, toned, words_of
from press.service.lexicon import CITY, lexicon
from press.service.stories import close_quiet
from press.states import Keeps, Tone

BRIDGE = "Cầu Trường Tiền ở phường Thuận Hóa, Huế đóng cửa ba đêm để sửa chữa mặt cầu"
BRIDGE_TEXT = (
    "Từ tối nay, cầu Trường Tiền tại Huế tạm đóng cửa ba đêm để thay lớp mặt cầu đã xuống cấp. Xe cộ đi vòng"
    " qua cầu Phú Xuân và cầu Dã Viên. Việc sửa chữa hoàn thành trước cuối tuần."
)
BLAME = "Người dân phường Kim Long, Huế bức xúc vì Sở Xây dựng chậm trễ sửa đường"


async def items_of(session):
    return list(await session.scalars(select(Item).order_by(Item.created_at, Item.id)))


async def events_of(session, database):
    from hueioc.outbox import COLLECTED

    return [each.subject for each in session.info.get(COLLECTED, []) if each.subject.startswith("evt.")]


async def test_the_same_entry_again_is_no_new_item(office, make_entry):
    source, one = await office.source(), make_entry("Tin một ở Huế", identity="1")
    assert [await office.read(source, one), await office.read(source, one)] == [1, 0]


async def test_an_edited_title_is_the_same_item_and_the_old_one_is_kept(office, make_entry):
    source = await office.source()
    await office.read(source, make_entry("Tin một ở Huế", identity="1"))
    await office.read(source, make_entry("Tin một ở Huế (cập nhật)", identity="1"))
    (item,), (edit,) = await items_of(office.session), list(await office.session.scalars(select(Edit)))
    assert (item.title, edit.title) == ("Tin một ở Huế (cập nhật)", "Tin một ở Huế")


async def test_a_syndicated_copy_is_counted_once(office, make_entry):
    first = await office.source()
    second = await office.source("https://bao2.example.vn/rss", publisher="Báo hai")
    await office.read(first, make_entry(BRIDGE, BRIDGE_TEXT))
    await office.read(second, make_entry(BRIDGE, BRIDGE_TEXT + " (Theo Báo thử)"))
    original, copy = await items_of(office.session)
    story = await office.story_of(copy)
    assert copy.copy_of == original.id
    assert (story.voices, story.originals, story.copies) == (1, 1, 1)


async def test_the_same_page_in_two_feeds_is_one(office, make_entry):
    first, second = await office.source(), await office.source("https://bao.example.vn/all")
    url = "https://bao.example.vn/tin-1.html"
    await office.read(first, make_entry("Tin ngắn ở Huế", url=url))
    await office.read(second, make_entry("Tin ngắn ở Huế", url=url))
    assert [bool(item.copy_of) for item in await items_of(office.session)] == [False, True]


async def test_another_report_of_the_same_event_joins_its_story(office, make_entry):
    first = await office.source()
    second = await office.source("https://bao2.example.vn/rss", publisher="Báo hai")
    await office.read(first, make_entry(BRIDGE, BRIDGE_TEXT))
    await office.read(
        second, make_entry("Đóng cửa ba đêm cầu Trường Tiền, Huế để sửa chữa", "Xe đi vòng qua cầu Phú Xuân.")
    )
    (story,) = list(await office.session.scalars(select(Story)))
    assert (story.voices, story.originals) == (2, 2)


async def test_another_event_is_another_story(office, make_entry):
    source = await office.source()
    await office.read(source, make_entry(BRIDGE, BRIDGE_TEXT))
    await office.read(source, make_entry("Học sinh Huế đoạt giải toán quốc tế", "Bốn em mang về hai huy chương vàng."))
    assert len(list(await office.session.scalars(select(Story)))) == 2


async def test_stories_are_told_as_they_open_and_grow(office, make_entry):
    source = await office.source()
    await office.read(source, make_entry(BRIDGE, BRIDGE_TEXT))
    await office.read(source, make_entry(BRIDGE + " lần nữa", BRIDGE_TEXT))
    assert await events_of(office.session, office.database) == ["evt.press.story.opened", "evt.press.story.grew"]


async def test_a_place_and_an_agency_are_tagged_by_the_dictionary(office, make_entry):
    await office.read(await office.source(), make_entry(BLAME))
    (item,) = await items_of(office.session)
    lex = await lexicon(office.session)
    assert item.places == ["19774"]
    assert [lex.names[code].vi for code in item.agencies] == ["Sở Xây dựng"]


@pytest.mark.parametrize(
    ("title", "places"),
    [
        ("Lễ hội ở phường Thuận Hoá, Huế", ["19789"]),
        ("Le hoi o phuong Kim Long, Hue", ["19774"]),
        ("Tin từ Gia Hội, Huế", ["19753"]),
        ("Phong Điền, Cần Thơ vào mùa trái cây", []),
        ("Ngập ở phường Phong Điền, Huế", ["19819"]),
        ("Ông kim long trọng phát biểu tại Huế", []),
    ],
)
async def test_a_place_is_found_in_its_forms_and_not_in_others(office, make_entry, title, places):
    await office.read(await office.source(tier=1), make_entry(title))
    (item,) = await items_of(office.session)
    assert item.places == places


async def test_a_national_feed_keeps_only_what_names_hue(office, make_entry):
    source = await office.source(keeps=Keeps.NAMES_HUE, tier=1)
    taken = await office.read(
        source, make_entry("Giá vàng hôm nay"), make_entry("Bún bò Huế ở Sài Gòn"), make_entry("Mưa lớn ở Huế")
    )
    assert taken == 1


async def test_blame_turns_a_story_negative_and_rings_once(office, make_entry):
    source = await office.source()
    await office.read(source, make_entry(BLAME, "Nhiều hộ dân nói họ đã chờ nhiều tháng."))
    await office.read(source, make_entry(BLAME + " lần hai", "Nhiều hộ dân nói họ đã chờ nhiều tháng nay rồi."))
    (story,) = list(await office.session.scalars(select(Story)))
    (alert,) = list(await office.session.scalars(select(Alert)))
    assert story.tone is Tone.NEGATIVE
    assert [each["kind"] for each in alert.reasons] == ["negative"]
    assert (await events_of(office.session, office.database)).count("evt.press.story.turned_negative") == 1


async def test_a_keyword_rings_once_for_its_story(office, make_entry):
    source = await office.source()
    await office.read(source, make_entry("Sạt lở chia cắt đường lên A Lưới, Huế", "Đất đá tràn xuống mặt đường."))
    await office.read(
        source, make_entry("Sạt lở chia cắt đường lên A Lưới, Huế: xe ùn tắc", "Đất đá tràn xuống mặt đường.")
    )
    (alert,) = list(await office.session.scalars(select(Alert)))
    assert alert.reasons == [{"kind": "keyword", "name": "Ngập lụt, sạt lở", "words": "sạt lở"}]


async def test_an_exercise_rings_nobody(office, make_entry):
    await office.read(await office.source(), make_entry("Diễn tập ứng phó sạt lở ở Huế"))
    assert list(await office.session.scalars(select(Alert))) == []


@pytest.mark.parametrize(
    ("sentence", "agencies"),
    [
        ("Người dân bức xúc với Sở Xây dựng", 1),
        ("Sở Xây dựng không tắc trách", 0),
        ("Người dân bức xúc. Sở Xây dựng đã đến nơi", 0),
        ("Công an thành phố Huế khởi tố ba bị can", 0),
        ("Khởi tố hai cán bộ Sở Xây dựng", 1),
        ("Tai nạn nghiêm trọng, Sở Y tế cử bác sĩ đến", 0),
    ],
)
async def test_blame_needs_an_authority_and_a_fault_in_one_sentence(office, sentence, agencies):
    lex = await lexicon(office.session)
    assert len(blamed(sentence, lex.agencies, lex.cues)) == agencies


async def test_the_city_itself_is_an_authority(office):
    lex = await lexicon(office.session)
    (found,) = blamed("Chính quyền địa phương làm ngơ trước bãi rác", lex.agencies, lex.cues)
    assert (found.agency, found.cue) == (CITY, "làm ngơ")


async def test_telephone_numbers_do_not_become_public(office, make_entry):
    await office.read(await office.source(), make_entry("Ai thấy xin gọi 0912345678 ở Huế", "Gọi ngay 0912 345 678."))
    (item,) = await items_of(office.session)
    assert "0912" not in item.title + item.excerpt


async def test_a_story_closes_after_five_quiet_days(office, make_entry, at_noon):
    await office.read(await office.source(), make_entry(BRIDGE))
    await office.session.flush()
    at_noon.move(timedelta(days=6))
    await close_quiet(office.database, 5)
    (story,) = list(await office.session.scalars(select(Story).execution_options(populate_existing=True)))
    assert story.closed_at == at_noon.moment


async def test_what_is_a_month_old_is_no_news(office, make_entry):
    assert await office.read(await office.source(), make_entry("Tin cũ ở Huế", minutes=60 * 24 * 40)) == 0


def test_a_text_is_a_copy_of_itself_with_a_word_more_and_not_of_another():
    one, more = shingles(BRIDGE_TEXT), shingles(BRIDGE_TEXT + " Hết")
    assert is_copy(one, more, 0.8)
    assert jaccard(one, shingles(BLAME)) == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hoà", "hòa"),
        ("thuỷ", "thủy"),
        ("khoẻ", "khỏe"),
        ("qúy", "quý"),
        ("quý", "quý"),
        ("hoàn", "hoàn"),
        ("toán", "toán"),
    ],
)
def test_the_old_placement_of_a_tone_is_the_new_one(old, new):
    assert toned(old) == new


def test_ky_and_ki_are_one_in_dictionaries():
    assert words_of("kỹ lý Mỹ")[0].accented == words_of("kĩ")[0].accented
    assert accented_words("Lý") == "lý"
