"""What can be wrong with a screen, a creative, a key or a case."""

from hueioc.errors import Conflict, Invalid, NotFound, Text, Unauthenticated


class UnknownScreen(NotFound):
    code = "screen-not-found"
    title = Text("Không có màn hình này", "There is no such screen")


class UnknownViewpoint(NotFound):
    code = "viewpoint-not-found"
    title = Text("Không có điểm nhìn này của màn hình", "The screen has no such viewpoint")


class UnknownCreative(NotFound):
    code = "creative-not-found"
    title = Text("Không có nội dung này", "There is no such creative")


class UnknownCase(NotFound):
    code = "case-not-found"
    title = Text("Không có vụ việc này", "There is no such case")


class UnknownPicture(NotFound):
    code = "picture-not-found"
    title = Text("Không có ảnh này hoặc ảnh chưa được xử lý", "There is no such picture, or it is not judged yet")


class ScreenExists(Conflict):
    code = "screen-exists"
    title = Text("Đã có màn hình mang mã này", "There is a screen with this code already")


class NotThatWay(Conflict):
    code = "state-forbids"
    title = Text("Trạng thái hiện tại không cho phép việc này", "The present state does not allow this")


class SameHands(Conflict):
    code = "second-person-needed"
    title = Text(
        "Người nhập nội dung không được tự duyệt; hãy nhờ người khác duyệt",
        "Who entered a creative may not approve it; ask somebody else",
    )


class NoPicture(Conflict):
    code = "creative-without-picture"
    title = Text("Nội dung chưa có tệp ảnh; hãy tải ảnh lên trước", "The creative has no picture yet; upload it first")


class BadPicture(Invalid):
    code = "picture-refused"
    title = Text(
        "Không đọc được ảnh: cần JPEG, PNG hoặc WebP nguyên vẹn, từ 64 điểm ảnh mỗi cạnh",
        "The picture cannot be read: send a whole JPEG, PNG or WebP of 64 pixels a side at least",
    )


class KeyRefused(Unauthenticated):
    code = "device-key-refused"
    title = Text(
        "Khóa thiết bị thiếu, sai, đã bị thu hồi hoặc không dùng cho việc này; hãy gửi đầu đề Device-Key",
        "The device key is missing, wrong, revoked or not for this; send it in the header Device-Key",
    )
