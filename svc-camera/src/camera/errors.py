"""What can be wrong with a camera, a recording or a case."""

from hueioc.errors import Conflict, Forbidden, Invalid, NotFound, Text, UnsupportedMedia


class UnknownCamera(NotFound):
    code = "camera-not-found"
    title = Text("Không có camera này", "There is no such camera")


class UnknownRecording(NotFound):
    code = "recording-not-found"
    title = Text("Không có đoạn ghi hình này", "There is no such recording")


class UnknownViolation(NotFound):
    code = "violation-not-found"
    title = Text("Không có hồ sơ vi phạm này", "There is no such violation case")


class NoPicture(NotFound):
    code = "no-picture"
    title = Text("Chưa có hình ảnh từ camera này", "There is no picture of this camera yet")


class CameraExists(Conflict):
    code = "camera-exists"
    title = Text("Đã có camera mang mã này", "There is a camera with this code already")


class NotAClip(UnsupportedMedia):
    code = "not-a-clip"
    title = Text("Chỉ nhận video MP4, MOV, WebM hoặc MKV", "Only MP4, MOV, WebM or MKV videos are taken")


class WrongSource(Invalid):
    code = "wrong-source"
    title = Text("Địa chỉ nguồn chưa đúng", "The address of the source is not right")


class WrongScene(Invalid):
    code = "wrong-scene"
    title = Text("Vạch hoặc vùng vẽ chưa đúng", "A line or zone is not drawn right")


class ReviewedAlready(Conflict):
    code = "reviewed-already"
    title = Text(
        "Bạn đã xét hồ sơ này; người thứ hai phải là người khác",
        "You have reviewed this case; the second reviewer must be somebody else",
    )


class ClaimedByAnother(Conflict):
    code = "claimed-by-another"
    title = Text(
        "Người khác đang xét hồ sơ này; hãy lấy hồ sơ tiếp theo", "Somebody else reviews this case; take the next one"
    )


class NotToBeReviewed(Conflict):
    code = "not-to-be-reviewed"
    title = Text("Hồ sơ này không còn chờ xét", "This case does not wait for a review")


class SupervisorDecides(Forbidden):
    code = "supervisor-decides"
    title = Text(
        "Hai người xét khác nhau; lãnh đạo quyết định", "The two reviewers differ; a supervisor decides this case"
    )


class ReasonNeeded(Invalid):
    code = "reason-needed"
    title = Text("Bác bỏ phải có lý do; xác nhận thì không", "A rejection needs its reason; nothing else has one")


class NotSealed(Conflict):
    code = "not-sealed"
    title = Text("Hồ sơ chưa được niêm phong", "The evidence of this case is not sealed yet")


class EvidenceAltered(Conflict):
    code = "evidence-altered"
    title = Text(
        "Tệp chứng cứ không còn nguyên vẹn; hãy báo lãnh đạo",
        "A file of the evidence is not as it was; tell a supervisor",
    )
