"""Films and photos between the phone and the centre: sent, looked at, released, covered in part, hidden."""

import re
from collections.abc import Callable

from playwright.async_api import FilePayload, Locator, expect

from tests.city import City
from tests.people import Person, new_report, photo_with_position, until
from tests.web.conftest import Visitor
from tests.web.console import Desk

pytest_plugins = ("hueioc.testing.films",)
SHOWS = """picture => new Promise(done => {
    if (picture.complete && picture.naturalWidth) done(true);
    picture.onload = () => done(true);
    picture.onerror = () => done(false);
})"""
PLAYS = """player => new Promise(done => {
    if (player.readyState) done(true);
    player.onloadedmetadata = () => done(true);
    player.onerror = () => done(false);
})"""


async def files_of(desk: Desk, code_or_id: str) -> Locator:
    """The opened list of the files of a report."""
    await desk.page.goto(f"/ops/reports/{code_or_id}")
    await desk.panel.get_by_text(re.compile(r"^Ảnh và tệp \(\d")).click()
    return desk.panel.get_by_role("group").filter(has_text="Ảnh và tệp")


async def test_a_film_is_sent_looked_at_released_and_played_by_everybody(
    visitor: Visitor, web_city: City, film: Callable[..., bytes]
):
    phone, desk = await visitor.phone(), await visitor.desk()
    await phone.sign_in("Người quay")
    await phone.page.goto("/")
    await phone.page.get_by_role("link", name="Gửi phản ánh").first.click()
    clip: FilePayload = {"name": "clip.webm", "mimeType": "video/webm", "buffer": film("webm", "libvpx-vp9")}
    await phone.page.locator("input[type=file][multiple]").set_input_files(clip)
    await expect(phone.page.get_by_role("img", name="Video 1")).to_be_visible()
    await phone.go_on()
    await phone.page.get_by_role("button", name="Dùng vị trí của tôi").click()
    await expect(phone.page.get_by_text("Đã chọn:")).to_be_visible()
    await phone.page.get_by_label("Địa chỉ hoặc mô tả vị trí").fill("Trước Ngọ Môn")
    await phone.go_on()
    await phone.page.get_by_label("Lĩnh vực").select_option(label="Đường hư hỏng, ổ gà")
    await phone.page.get_by_label("Mô tả").fill("Xe tải làm rơi đất xuống đường, xem video")
    await phone.go_on()
    await phone.send()
    await phone.code_of_sent()
    report_id = await phone.follow()

    await desk.sign_in()
    files = await files_of(desk, report_id)
    await expect(files.get_by_text("Chờ xem trước khi công khai")).to_be_visible()
    await files.get_by_role("button", name="Phát: Video 1 (0:02)").click()
    assert await files.get_by_label("Video 1", exact=True).evaluate(PLAYS)
    await files.get_by_role("button", name="Cho công khai").click()
    await files.get_by_role("button", name="Xác nhận").click()
    await expect(files.get_by_role("alert")).to_be_visible()
    await files.get_by_label("Cho công khai: Lý do").fill("Không thấy rõ mặt ai")
    await files.get_by_role("button", name="Xác nhận").click()
    await expect(files.get_by_text("Công khai cùng phản ánh")).to_be_visible()
    await desk.accept()

    async with web_city.client() as client:
        await until(lambda: client.get(f"/v1/reports/{report_id}"), is_it=lambda found: "video/webm" in found.text)
    await phone.page.goto(f"/reports/{report_id}")
    await phone.page.get_by_role("button", name="Phát: Video 1 (0:02)").click()
    assert await phone.page.get_by_label("Video 1", exact=True).evaluate(PLAYS)


async def test_photos_follow_a_report_and_what_is_no_photo_is_told_by_name(visitor: Visitor, web_city: City):
    phone = await visitor.phone()
    await phone.sign_in("nguoi-gui-sau")
    async with web_city.client() as client:
        citizen = Person(client, web_city.token("citizen", name="nguoi-gui-sau"))
        report = new_report(media=[await citizen.upload(photo_with_position())])
        assert (await citizen.submit(report)).is_success
    await phone.page.goto(f"/reports/{report['id']}")
    chosen: list[FilePayload] = [
        {"name": "sau.jpg", "mimeType": "image/jpeg", "buffer": photo_with_position("red")},
        {"name": "danh-sach.jpg", "mimeType": "image/jpeg", "buffer": b"no photo at all"},
    ]
    await phone.page.get_by_label("Gửi thêm ảnh, video, ghi âm").set_input_files(chosen)
    await expect(phone.page.get_by_text("Đã nhận thêm 1 tệp")).to_be_visible()
    await expect(phone.page.get_by_role("alert").filter(has_text="danh-sach.jpg")).to_be_visible()
    await phone.page.reload()
    await expect(phone.page.get_by_text("Số ảnh, tệp đã gửi: 2")).to_be_visible()
    code = await phone.page.get_by_role("heading", level=1).inner_text()
    photos = phone.page.get_by_role("img", name=re.compile(rf"^Ảnh \d.*{code.split()[-1]}"))
    await expect(photos).to_have_count(2)
    for photo in await photos.all():
        await photo.scroll_into_view_if_needed()
        assert await photo.evaluate(SHOWS)


async def test_a_part_of_a_photo_is_covered_uncovered_and_the_photo_hidden(visitor: Visitor, web_city: City):
    async with web_city.client() as client:
        citizen, moderator = (Person(client, web_city.token(role)) for role in ("citizen", "moderator"))
        report = new_report(media=[await citizen.upload(photo_with_position())])
        await citizen.submit(report)
        path = f"/v1/ops/reports/{report['id']}"
        await until(lambda: moderator.get(path), is_it=lambda found: '"state":"ready"' in found.text)
    desk = await visitor.desk()
    await desk.sign_in()
    files = await files_of(desk, report["id"])
    await files.get_by_role("button", name="Che một vùng ảnh").click()
    dialog = desk.page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Thêm vùng che").click()
    part = dialog.get_by_role("button", name="Vùng che 1")
    before = await part.bounding_box()
    await part.press("ArrowLeft")
    await part.press("Shift+ArrowDown")
    after = await part.bounding_box()
    assert before
    assert after
    assert (after["x"] < before["x"], after["height"] > before["height"]) == (True, True)
    box = await dialog.get_by_role("img").bounding_box()
    assert box
    await desk.page.mouse.move(box["x"] + 10, box["y"] + 10)
    await desk.page.mouse.down()
    await desk.page.mouse.move(box["x"] + 60, box["y"] + 60, steps=3)
    await desk.page.mouse.up()
    await dialog.get_by_label("Lý do").fill("Số nhà của người khác")
    await dialog.get_by_role("button", name="Che 2 vùng").click()
    await expect(dialog).to_be_hidden()
    await expect(files.get_by_text("Công khai cùng phản ánh")).to_be_visible()

    await files.get_by_role("button", name="Che một vùng ảnh").click()
    await expect(dialog.get_by_text("Đã che 2 vùng")).to_be_visible()
    await dialog.get_by_role("button", name="Bỏ che").click()
    await expect(dialog).to_be_hidden()
    await expect(files.get_by_text("Công khai cùng phản ánh")).to_be_visible()
    await expect(desk.panel.get_by_text("Che một vùng ảnh: Số nhà của người khác")).to_be_visible()
    for button, state in (("Ẩn tệp", "Đã ẩn với công chúng"), ("Hiện lại tệp", "Công khai cùng phản ánh")):
        await files.get_by_role("button", name=button).click()
        await files.get_by_label(f"{button}: Lý do").fill("Kiểm tra lại ảnh")
        await files.get_by_role("button", name="Xác nhận").click()
        await expect(files.get_by_text(state)).to_be_visible()
