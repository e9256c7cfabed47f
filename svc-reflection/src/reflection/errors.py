"""What can be wrong with a report or an action on it."""

from hueioc.errors import Conflict, Forbidden, Invalid, NotFound, Text


class UnknownReport(NotFound):
    code = "report-not-found"
    title = Text("Không tìm thấy phản ánh này", "There is no such report")


class UnknownCategory(Invalid):
    code = "unknown-category"
    title = Text(
        "Lĩnh vực này không có; hãy chọn lại trong danh sách", "There is no such category; choose one from the list"
    )


class UnknownUnit(Invalid):
    code = "unknown-unit"
    title = Text("Đơn vị này không có trong danh bạ", "There is no such unit in the registry")


class OutsideHue(Invalid):
    code = "outside-hue"
    title = Text("Vị trí nằm ngoài thành phố Huế", "The place is outside the city of Hue")


class CoordinatesSwapped(Invalid):
    code = "coordinates-swapped"
    title = Text("Vĩ độ và kinh độ bị đổi chỗ cho nhau", "Latitude and longitude are in the wrong order")


class MediaMissing(Invalid):
    code = "media-missing"
    title = Text(
        "Tệp chưa được tải lên; hãy tải lên rồi gửi lại", "A file has not been uploaded; upload it and send again"
    )


class EvidenceMissing(Invalid):
    code = "evidence-missing"
    title = Text(
        "Câu trả lời cần ít nhất một ảnh hoặc tài liệu làm bằng chứng",
        "An answer needs at least one photo or document as evidence",
    )


class ReasonMissing(Invalid):
    code = "reason-missing"
    title = Text("Hãy nêu lý do", "Give the reason")


class InTheFuture(Invalid):
    code = "in-the-future"
    title = Text("Thời điểm chụp nằm trong tương lai", "The moment of the photo lies in the future")


class DueInThePast(Invalid):
    code = "due-in-the-past"
    title = Text("Hạn xử lý phải ở tương lai", "The due date must lie in the future")


class ReportExists(Conflict):
    code = "report-exists"
    title = Text("Mã phản ánh này đã được dùng cho nội dung khác", "This report id is already used for another report")


class MoveNotAllowed(Conflict):
    code = "move-not-allowed"
    title = Text(
        "Không làm được việc này ở trạng thái hiện tại của phản ánh",
        "This cannot be done in the report's present state",
    )


class NotYours(Forbidden):
    code = "not-your-report"
    title = Text("Đây không phải là phản ánh của bạn", "This is not your report")


class AlreadyRated(Conflict):
    code = "already-rated"
    title = Text("Bạn đã đánh giá phản ánh này", "You have already rated this report")
