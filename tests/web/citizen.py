"""The citizen's app, as a person with a phone uses it."""

import re

from playwright.async_api import Locator, Page, expect

from tests.people import photo_with_position


class Phone:
    def __init__(self, page: Page) -> None:
        self.page = page

    async def sign_in(self, name: str) -> None:
        await self.page.goto("/sign-in?next=/mine")
        await self.try_out(name)
        await expect(self.heading("Phản ánh của tôi")).to_be_visible()

    async def try_out(self, name: str = "") -> None:
        """The development sign-in, on the page where it is offered."""
        await self.page.get_by_text("Đăng nhập thử nghiệm").click()
        await self.page.get_by_label("Tên hiển thị").fill(name)
        await self.page.get_by_role("button", name="Dùng thử").click()

    async def ask_for_code(self, number: str) -> None:
        await self.page.get_by_label("Số điện thoại di động").fill(number)
        await self.page.get_by_role("button", name="Gửi mã cho tôi").click()
        await expect(self.page.get_by_label("Mã 6 số trong tin nhắn")).to_be_focused()

    async def enter_code(self, code: str) -> None:
        await self.page.get_by_label("Mã 6 số trong tin nhắn").fill(code)

    def heading(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("heading", level=1, name=name)

    async def go_on(self) -> None:
        await self.page.get_by_role("button", name="Tiếp tục", exact=True).click()

    async def take_photo(self) -> None:
        photo = {"name": "image.jpg", "mimeType": "image/jpeg", "buffer": photo_with_position()}
        await self.page.locator("input[type=file][multiple]").set_input_files(photo)
        await expect(self.page.get_by_role("img", name="Ảnh 1")).to_be_visible()

    async def write_report(self, description: str, *, category: str = "Đường hư hỏng, ổ gà") -> None:
        """From the home page to the page with all answers."""
        await self.page.goto("/")
        await self.page.get_by_role("link", name="Gửi phản ánh").first.click()
        await self.take_photo()
        await self.go_on()
        await self.page.get_by_role("button", name="Dùng vị trí của tôi").click()
        await expect(self.page.get_by_text("Đã chọn:")).to_be_visible()
        await self.page.get_by_label("Địa chỉ hoặc mô tả vị trí").fill("Trước Ngọ Môn")
        await self.go_on()
        await self.page.get_by_label("Lĩnh vực").select_option(label=category)
        await self.page.get_by_label("Mô tả").fill(description)
        await self.go_on()
        await expect(self.heading("Kiểm tra trước khi gửi")).to_be_visible()

    async def send(self) -> None:
        await self.page.get_by_role("button", name="Gửi phản ánh").click()

    async def code_of_sent(self) -> str:
        await expect(self.heading("Đã gửi phản ánh")).to_be_visible(timeout=20_000)
        return await self.page.get_by_text(re.compile(r"^PA-")).inner_text()

    async def follow(self) -> str:
        """Open the report's page; the report's id."""
        await self.page.get_by_role("link", name="Theo dõi phản ánh").click()
        await expect(self.heading(re.compile("^Phản ánh PA-"))).to_be_visible()
        return self.page.url.rsplit("/", 1)[-1]

    async def see_state(self, name: str) -> None:
        await expect(self.page.get_by_role("main").get_by_text(name, exact=True).first).to_be_visible(timeout=25_000)
