"""What can be wrong with a source, a story or an answer."""

from hueioc.errors import Conflict, Invalid, NotFound, Text


class UnknownSource(NotFound):
    code = "source-not-found"
    title = Text("Không có nguồn báo chí này", "There is no such source")


class UnknownItem(NotFound):
    code = "item-not-found"
    title = Text("Không có tin này", "There is no such item")


class UnknownStory(NotFound):
    code = "story-not-found"
    title = Text("Không có câu chuyện này", "There is no such story")


class UnknownAlert(NotFound):
    code = "alert-not-found"
    title = Text("Không có cảnh báo này", "There is no such alert")


class UnknownAnswer(NotFound):
    code = "answer-not-found"
    title = Text("Không có nội dung trả lời này", "There is no such answer")


class UnknownWatch(NotFound):
    code = "watch-not-found"
    title = Text("Không có chủ đề theo dõi này", "There is no such watch")


class SourceExists(Conflict):
    code = "source-exists"
    title = Text("Đã có nguồn với địa chỉ này", "There is a source with this address already")


class AlreadyAssigned(Conflict):
    code = "item-assigned-already"
    title = Text(
        "Tin này đã được giao; hãy chuyển đơn vị trên nội dung đã giao",
        "This item is assigned already; reassign the one that exists",
    )


class MoveNotAllowed(Conflict):
    code = "move-not-allowed"
    title = Text("Bước này không làm được ở trạng thái hiện tại", "This step is not possible in the present state")


class NoRuleInForce(Conflict):
    code = "no-rule-in-force"
    title = Text("Không có quy định thời hạn nào đang hiệu lực", "No rule for a deadline is in force")


class PrivateAddress(Invalid):
    code = "private-address"
    title = Text(
        "Địa chỉ trong mạng nội bộ chỉ được dùng khi phát triển",
        "An address of a private network is for development only",
    )
