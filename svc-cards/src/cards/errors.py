"""What can be wrong with a card, an official, a key or a rating."""

from hueioc.errors import Conflict, Forbidden, Invalid, NotFound, Problem, Text


class UnknownOfficial(NotFound):
    code = "official-not-found"
    title = Text("Không có cán bộ này", "There is no such official")


class UnknownCard(NotFound):
    code = "card-not-found"
    title = Text("Không có thẻ này", "There is no such card")


class UnknownKey(NotFound):
    code = "card-key-not-found"
    title = Text("Không có khóa này", "There is no such key")


class UnknownList(NotFound):
    code = "status-list-not-found"
    title = Text(
        "Không có danh sách trạng thái này vào thời điểm đó", "There is no such status list, or none of that time"
    )


class NotAcceptable(Problem):
    status, code = 406, "not-acceptable"
    title = Text(
        "Danh sách chỉ có dạng application/statuslist+jwt", "The list is only there as application/statuslist+jwt"
    )


class OfficialExists(Conflict):
    code = "official-exists"
    title = Text(
        "Đã có cán bộ mang số hiệu hoặc số định danh này",
        "There is an official with this staff number or citizen id already",
    )


class HasCard(Conflict):
    code = "card-exists"
    title = Text(
        "Cán bộ đang có thẻ hoặc đang có yêu cầu cấp thẻ; hãy dùng chức năng cấp lại hoặc xử lý yêu cầu cũ",
        "The official has a card or a request already; replace the card or settle the request first",
    )


class NotThatWay(Conflict):
    code = "state-forbids"
    title = Text("Trạng thái hiện tại của thẻ không cho phép việc này", "The card's present state does not allow this")


class SameHands(Conflict):
    code = "second-person-needed"
    title = Text(
        "Người yêu cầu không được tự duyệt; hãy nhờ người khác duyệt",
        "Who asked for a card may not approve it; ask somebody else",
    )


class NoPhoto(Conflict):
    code = "official-without-photo"
    title = Text("Cán bộ chưa có ảnh; hãy tải ảnh lên trước", "The official has no photo yet; upload it first")


class NotIssued(Conflict):
    code = "card-not-issued"
    title = Text("Thẻ chưa được cấp nên chưa có mã", "The card is not issued yet, so it has no codes")


class OverBudget(Invalid):
    code = "card-too-large"
    title = Text(
        "Nội dung thẻ quá dài, mã in ra sẽ không quét được; hãy rút gọn chức vụ hoặc tên cơ quan",
        "The card says too much for a code that can be scanned; shorten the position or the agency's name",
    )


class BadPhoto(Invalid):
    code = "photo-refused"
    title = Text(
        "Không dùng được ảnh: cần JPEG, PNG hoặc WebP nguyên vẹn, mỗi cạnh từ 120 điểm ảnh",
        "The photo cannot be used: send a whole JPEG, PNG or WebP of 120 pixels a side at least",
    )


class OtherAgency(Forbidden):
    code = "other-agency"
    title = Text("Cán bộ này thuộc cơ quan khác", "This official belongs to another agency")


class RatedAlready(Conflict):
    code = "rated-today"
    title = Text("Bạn đã đánh giá cán bộ này hôm nay", "You have rated this official today")


class TooManyRatings(Conflict):
    code = "too-many-ratings"
    title = Text("Bạn đã đánh giá đủ số lần trong hôm nay", "You have given as many ratings as a day allows")


class CardNotValid(Conflict):
    code = "card-not-valid"
    title = Text(
        "Chỉ đánh giá được cán bộ có thẻ còn hiệu lực; nếu nghi thẻ giả, hãy gửi phản ánh",
        "Only the holder of a valid card can be rated; if you doubt the card, send a report",
    )
