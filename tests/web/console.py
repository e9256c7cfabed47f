"""The operations console, as its people use it."""

from playwright.async_api import Locator, Page, expect

from tests.people import photo_with_position


class Desk:
    def __init__(self, page: Page) -> None:
        self.page = page

    async def sign_in(self, role: str = "Điều phối viên trung tâm", *, unit: str = "") -> None:
        await self.page.goto("/ops/")
        await self.page.get_by_text("Đăng nhập thử nghiệm").click()
        await self.page.get_by_label(role).check()
        if unit:
            await self.page.get_by_label("Đơn vị", exact=True).select_option(label=unit)
        await self.page.get_by_role("button", name="Dùng thử").click()
        await self.see_queue()

    async def sign_in_with_account(self, login: str, password: str, code: str) -> None:
        await self.page.goto("/ops/")
        await self.page.get_by_label("Tên đăng nhập").fill(login)
        await self.page.get_by_label("Mật khẩu").fill(password)
        await self.page.get_by_label("Mã xác thực").fill(code)
        await self.page.get_by_role("button", name="Đăng nhập", exact=True).click()

    async def see_queue(self) -> None:
        await expect(self.page.get_by_role("heading", level=1, name="Hàng đợi phản ánh")).to_be_visible()

    def row(self, code: str) -> Locator:
        return self.page.get_by_role("row").filter(has_text=code)

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("complementary")

    async def open(self, code: str) -> None:
        await self.row(code).get_by_role("link").click()
        await expect(self.panel.get_by_role("heading", level=2, name=code)).to_be_visible()

    async def accept(self) -> None:
        await self.panel.get_by_role("button", name="Tiếp nhận", exact=True).click()
        await self.see_recorded("Đã tiếp nhận")

    async def assign(self, unit: str) -> None:
        await self.panel.get_by_label("Đơn vị", exact=True).select_option(label=unit)
        await self.panel.get_by_role("button", name="Giao việc").click()
        await self.see_recorded("Đang xử lý")

    async def answer(self, text: str) -> None:
        await self.panel.get_by_label("Nội dung trả lời công khai").fill(text)
        photo = {"name": "done.jpg", "mimeType": "image/jpeg", "buffer": photo_with_position()}
        await self.panel.locator("input[type=file]").set_input_files(photo)
        await expect(self.panel.get_by_role("img", name="Ảnh kết quả 1")).to_be_visible()
        await self.panel.get_by_role("button", name="Gửi trả lời").click()
        await self.see_recorded("Chờ duyệt kết quả")

    async def resolve(self) -> None:
        await self.panel.get_by_role("button", name="Duyệt và công khai").click()
        await self.see_recorded("Đã giải quyết")

    async def see_recorded(self, state: str) -> None:
        await expect(self.panel.get_by_role("status").first).to_contain_text(f"Đã ghi nhận: {state}")
