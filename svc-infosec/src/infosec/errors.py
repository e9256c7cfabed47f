"""What can be wrong with a source, an alert, a rule, a page or an incident."""

from hueioc.errors import Conflict, Invalid, NotFound, Text, Unauthenticated


class UnknownSource(NotFound):
    code = "log-source-not-found"
    title = Text("Không có nguồn nhật ký này", "There is no such log source")


class SourceExists(Conflict):
    code = "log-source-exists"
    title = Text("Đã có nguồn mang mã hoặc địa chỉ này", "There is a source with this code or address already")


class KeyRefused(Unauthenticated):
    code = "source-key-refused"
    title = Text(
        "Khóa nguồn thiếu, sai hoặc đã bị thu hồi; hãy gửi đầu đề Source-Key",
        "The source's key is missing, wrong or revoked; send it in the header Source-Key",
    )


class UnreadableBatch(Invalid):
    code = "batch-unreadable"
    title = Text(
        "Thân phải là một mảng JSON hoặc mỗi dòng một đối tượng JSON, tối đa 10 000",
        "The body must be a JSON array or one JSON object a line, at most 10,000",
    )


class UnknownAlert(NotFound):
    code = "alert-not-found"
    title = Text("Không có cảnh báo này", "There is no such alert")


class AlertClosed(Conflict):
    code = "alert-closed"
    title = Text("Cảnh báo đã đóng", "The alert is closed")


class UnknownRule(NotFound):
    code = "rule-not-found"
    title = Text("Không có luật này", "There is no such rule")


class RuleRejected(Conflict):
    code = "rule-rejected"
    title = Text(
        "Tệp luật bị từ chối hoặc không còn; hãy sửa tệp trong thư mục",
        "The rule's file is rejected or gone; mend it in the folder",
    )


class UnknownSet(NotFound):
    code = "indicator-set-not-found"
    title = Text("Không có bộ chỉ dấu này", "There is no such indicator set")


class UnknownPage(NotFound):
    code = "page-not-found"
    title = Text("Không có trang được theo dõi này", "There is no such watched page")


class PageExists(Conflict):
    code = "page-exists"
    title = Text("Trang này đã được theo dõi", "This page is watched already")


class NothingToAccept(Conflict):
    code = "nothing-to-accept"
    title = Text("Trang không có thay đổi nào chờ chấp nhận", "No change of this page waits to be accepted")


class UnknownIncident(NotFound):
    code = "incident-not-found"
    title = Text("Không có sự cố này", "There is no such incident")


class IncidentMove(Conflict):
    code = "incident-move"
    title = Text("Sự cố không thể chuyển sang trạng thái này", "The incident cannot go to this state")


class UnknownDuty(NotFound):
    code = "duty-not-found"
    title = Text("Sự cố không có nghĩa vụ này hoặc đã hoàn thành", "The incident has no such duty, or it is done")
