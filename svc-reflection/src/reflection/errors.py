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


class TooManyFiles(Invalid):
    code = "too-many-files"
    title = Text("Phản ánh đã có đủ số tệp", "The report has as many files as it may have")


class NoPicture(Conflict):
    code = "no-picture"
    title = Text("Chỉ che được ảnh đã nhận", "Only a photo that was taken in can be covered")


class NothingToShow(Conflict):
    code = "nothing-to-show"
    title = Text("Tệp này chưa có bản sao để công khai", "This file has no copy to publish yet")


class NoSuchRule(Conflict):
    code = "no-such-rule"
    title = Text(
        "Chưa có quy định thời hạn cho bước này; hãy đặt hạn bằng tay",
        "No rule is in force for this term; set the due date by hand",
    )


class PastTheCalendar(Conflict):
    code = "past-the-calendar"
    title = Text(
        "Lịch làm việc của năm đó chưa có; hãy đặt hạn bằng tay",
        "The working days of that year are not known yet; set the due date by hand",
    )


class CategoryStopped(Invalid):
    """`detail` says where to go instead."""

    code = "category-stopped"
    title = Text("Việc này không được xử lý ở đây", "This is not handled here")


class AnswersMisfit(Invalid):
    code = "answers-misfit"
    title = Text("Câu trả lời cho câu hỏi của lĩnh vực không hợp lệ", "An answer to the category's questions is wrong")


class AccountLocked(Forbidden):
    """`detail` says until when, why, and where to appeal."""

    code = "account-locked"
    title = Text("Tài khoản này đang bị khóa gửi phản ánh", "This account may not send reports for now")


class AlreadyReopened(Conflict):
    code = "already-reopened"
    title = Text(
        "Phản ánh chỉ được yêu cầu xử lý lại một lần; hãy gửi phản ánh mới",
        "A report is reopened once; send a new report",
    )


class TooLateToReopen(Conflict):
    code = "too-late-to-reopen"
    title = Text(
        "Đã hết thời hạn yêu cầu xử lý lại; hãy gửi phản ánh mới", "The time for reopening is over; report anew"
    )


class AppealedBefore(Conflict):
    code = "appealed-before"
    title = Text(
        "Bạn đã đề nghị xem xét lại phản ánh này một lần",
        "You have asked once already that this report be looked at again",
    )


class TooLateToAppeal(Conflict):
    code = "too-late-to-appeal"
    title = Text(
        "Đã hết thời hạn đề nghị xem xét lại; hãy gửi phản ánh mới",
        "The time for appealing is over; send a new report",
    )


class OwnRejection(Forbidden):
    code = "own-rejection"
    title = Text(
        "Người đã từ chối không tự xem xét lại; hãy để người khác quyết định",
        "Who rejected it does not decide the appeal; somebody else must",
    )


class RatedOtherwise(Conflict):
    code = "rated-otherwise"
    title = Text(
        "Bạn đã hài lòng với kết quả này; hãy gửi phản ánh mới", "You were content with this answer; send a new report"
    )


class NoUnit(Conflict):
    code = "no-unit"
    title = Text("Phản ánh chưa có đơn vị xử lý", "The report has no unit yet")


class AlreadyExtended(Conflict):
    code = "already-extended"
    title = Text("Hạn chỉ được gia hạn một lần", "A deadline is extended once")


class ExtensionTooLong(Invalid):
    code = "extension-too-long"
    title = Text("Thời gian gia hạn quá dài", "The extension is too long")


class ExtensionTooLate(Conflict):
    code = "extension-too-late"
    title = Text("Đã quá hạn nên không gia hạn được", "The deadline has passed; it cannot be extended any more")


class NothingToDecide(Conflict):
    code = "nothing-to-decide"
    title = Text("Không có đề nghị nào chờ quyết định", "No request waits for a decision")


class CannotMerge(Conflict):
    code = "cannot-merge"
    title = Text("Không gộp được hai phản ánh này", "These two reports cannot be merged")


class PlannedTooEarly(Invalid):
    code = "planned-too-early"
    title = Text("Ngày dự kiến phải sau hôm nay", "The planned day must be after today")


class NotAskedAgain(Conflict):
    code = "not-asked-again"
    title = Text("Chưa có câu hỏi nào cho phản ánh này", "Nothing was asked about this report yet")


class NoSuchLock(NotFound):
    code = "lock-not-found"
    title = Text("Không có lần khóa tài khoản này", "There is no such lock")


class NoSuchTemplate(NotFound):
    code = "template-not-found"
    title = Text("Không có mẫu trả lời này", "There is no such template")


class LockInThePast(Invalid):
    code = "lock-in-the-past"
    title = Text("Thời điểm mở khóa phải ở tương lai", "The end of the lock must lie in the future")


class AlreadyAppealed(Conflict):
    code = "already-appealed"
    title = Text("Bạn đã khiếu nại lần khóa này", "You have already appealed against this lock")


class OwnReportOnly(Conflict):
    code = "own-report"
    title = Text("Đây là phản ánh của chính bạn", "This is your own report")


class TooManySubscriptions(Conflict):
    code = "too-many-subscriptions"
    title = Text(
        "Bạn đã theo dõi quá nhiều khu vực; hãy bỏ bớt", "You have too many subscriptions; end one of them first"
    )


class AlreadyClaimed(Conflict):
    code = "already-claimed"
    title = Text("Đã có người nhận xử lý phản ánh này", "Somebody else is at this report")


class NotYourClaim(Forbidden):
    code = "not-your-claim"
    title = Text("Người khác đang giữ phản ánh này", "Somebody else holds this report")


class WordsNotFound(Invalid):
    code = "words-not-found"
    title = Text(
        "Không thấy những từ này trong phản ánh; hãy chép đúng như trong văn bản",
        "These words do not stand in the report; copy them as they stand in the text",
    )


class WordsGone(Conflict):
    code = "words-gone"
    title = Text(
        "Không khôi phục được: người gửi đã xóa dữ liệu cá nhân",
        "This cannot be brought back: the reporter has erased the personal data",
    )


class ResponsibleMissing(Invalid):
    code = "responsible-missing"
    title = Text(
        "Không thuộc thẩm quyền thì hãy nêu cơ quan có thẩm quyền",
        "If it is not the authority's remit, say who is responsible",
    )
