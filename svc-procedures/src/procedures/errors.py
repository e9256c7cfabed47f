"""What can be wrong with what this service keeps."""

from hueioc.errors import Conflict, Forbidden, Invalid, NotFound, Text, TooManyRequests


class UnknownProject(NotFound):
    code = "project-not-found"
    title = Text("Không có dự án này", "There is no such project")


class ProjectExists(Conflict):
    code = "project-exists"
    title = Text("Đã có dự án với mã này; hãy sửa dự án đó", "There is a project with this code; edit that one")


class ProjectMoveNotAllowed(Conflict):
    code = "project-move-not-allowed"
    title = Text("Dự án không chuyển được sang trạng thái này", "The project cannot go to this status from where it is")


class UnknownImport(NotFound):
    code = "import-not-found"
    title = Text("Không có lần nhập này", "There is no such import")


class UnknownEnquiry(NotFound):
    code = "enquiry-not-found"
    title = Text(
        "Không mở được câu hỏi: liên kết sai hoặc đã hết hạn", "The enquiry cannot be opened: the link is wrong or over"
    )


class EnquiryAnswered(Conflict):
    code = "enquiry-answered"
    title = Text("Câu hỏi này đã được trả lời", "This enquiry has its answer already")


class ContactMissing(Invalid):
    code = "contact-missing"
    title = Text("Hãy để lại e-mail hoặc số điện thoại", "Leave an e-mail address or a telephone number")


class TooManyEnquiries(TooManyRequests):
    code = "too-many-enquiries"
    title = Text(
        "Đã có nhiều câu hỏi được gửi; hãy thử lại sau hoặc gọi cho cơ quan xúc tiến đầu tư",
        "Many enquiries have come; try again later or call the investment office",
    )


class ContactErased(NotFound):
    code = "contact-erased"
    title = Text("Thông tin liên hệ đã được xóa theo thời hạn", "The contact was erased when its time was over")


class NoTermInForce(Conflict):
    code = "no-term-in-force"
    title = Text("Chưa có quy định nào đang hiệu lực cho việc này", "No rule for this is in force")


class UnknownVenue(NotFound):
    code = "venue-not-found"
    title = Text("Không có điểm đến với mã này", "There is no venue with this code")


class UnknownCampaign(NotFound):
    code = "campaign-not-found"
    title = Text("Không có đợt khai báo này", "There is no such campaign")


class NoCampaign(Conflict):
    code = "no-campaign"
    title = Text(
        "Hiện không có đợt khai báo y tế nào; bạn không cần khai báo",
        "No epidemic is being watched now; there is nothing to declare",
    )


class CampaignOpen(Conflict):
    code = "campaign-open"
    title = Text("Đang có một đợt khai báo; hãy đóng đợt đó trước", "A campaign is open; close it first")


class CampaignClosed(Conflict):
    code = "campaign-closed"
    title = Text("Đợt khai báo này đã đóng", "This campaign is closed already")


class WrongDeskKey(Forbidden):
    code = "wrong-desk-key"
    title = Text(
        "Khóa của điểm đến không đúng; hãy xin khóa mới từ cơ quan y tế",
        "The key of the venue is wrong; ask the health officer for a new one",
    )


class TooManyVisits(TooManyRequests):
    code = "too-many-visits"
    title = Text("Hôm nay bạn đã khai báo quá nhiều lần", "You have checked in too often today")
