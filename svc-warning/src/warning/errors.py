"""What can be wrong with an alert or a situation."""

from hueioc.errors import Conflict, Forbidden, Invalid, NotFound, Text


class UnknownAlert(NotFound):
    code = "alert-not-found"
    title = Text("Không có cảnh báo này", "There is no such warning")


class UnknownWard(NotFound):
    code = "ward-not-found"
    title = Text("Không có phường/xã mang mã này", "No ward has this code")


class UnknownSituation(NotFound):
    code = "situation-not-found"
    title = Text("Không có tình huống này", "There is no such situation")


class NotNow(Conflict):
    code = "alert-not-in-state"
    title = Text(
        "Cảnh báo không ở trạng thái cho phép việc này; hãy tải lại",
        "The warning is not in a state that allows this; reload it",
    )


class PendingAlready(Conflict):
    code = "alert-has-pending"
    title = Text(
        "Cảnh báo này đã có một bản tiếp theo đang chờ; hãy xử lý bản đó trước",
        "A next message of this warning is waiting already; deal with that one first",
    )


class NotActive(Conflict):
    code = "alert-not-active"
    title = Text(
        "Chỉ cập nhật hoặc hủy được cảnh báo đang có hiệu lực", "Only a warning in force can be updated or cancelled"
    )


class SameOfficer(Forbidden):
    code = "second-officer-needed"
    title = Text(
        "Người soạn hoặc trình không được tự duyệt; hãy nhờ một cán bộ khác",
        "Who wrote or submitted it may not approve it; ask another officer",
    )


class BreaksRules(Invalid):
    code = "cap-rules-broken"
    title = Text("Cảnh báo chưa đúng quy tắc CAP; hãy sửa các mục sau", "The warning breaks rules of CAP; mend these")


class NotCap(Invalid):
    code = "not-cap"
    title = Text("Tệp không phải là CAP 1.2 đọc được", "The file is no CAP 1.2 that can be read")


class SituationClosed(Conflict):
    code = "situation-closed"
    title = Text("Tình huống này đã đóng", "This situation is closed already")
