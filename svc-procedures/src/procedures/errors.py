"""What can be wrong with a dossier and what belongs to it."""

from hueioc.errors import Conflict, Forbidden, Invalid, NotFound, Text, TooManyRequests


class UnknownDossier(NotFound):
    code = "dossier-not-found"
    title = Text("Không có hồ sơ này", "There is no such dossier")


class NothingFound(NotFound):
    """One answer for a wrong code and for wrong digits, so that nobody learns which dossiers there are."""

    code = "no-dossier-for-these"
    title = Text(
        "Không tìm thấy hồ sơ với mã và số điện thoại này. Hãy xem lại mã trên giấy hẹn và số điện thoại đã khai",
        "No dossier is found for this code and number. Look again at the code on your receipt and the number you gave",
    )


class TooManyLookups(TooManyRequests):
    code = "too-many-lookups"
    title = Text("Bạn tra cứu quá nhiều lần; hãy chờ rồi thử lại", "Too many look-ups; wait and try again")


class UnknownApology(NotFound):
    code = "apology-not-found"
    title = Text("Không có thư xin lỗi này", "There is no such letter of apology")


class UnknownRefusedRow(NotFound):
    code = "refused-row-not-found"
    title = Text("Không có dòng bị từ chối này", "There is no such refused row")


class UnknownAgency(Invalid):
    code = "agency-unknown"
    title = Text("Không có cơ quan với mã định danh này", "There is no agency with this identifier")


class UnknownProcedure(Invalid):
    code = "procedure-unknown"
    title = Text(
        "Thủ tục này chưa có trong danh mục hoặc chưa có hiệu lực", "This procedure is not in the catalogue or in force"
    )


class IllegalMove(Conflict):
    code = "illegal-move"
    title = Text(
        "Hồ sơ không thể chuyển sang trạng thái này từ trạng thái hiện tại",
        "The dossier cannot go to this status from the one it is in",
    )


class LedElsewhere(Conflict):
    code = "dossier-led-elsewhere"
    title = Text(
        "Hồ sơ này do hệ thống khác xử lý và đồng bộ; hãy cập nhật ở hệ thống đó",
        "Another system leads this dossier and tells us; change it there",
    )


class NoTermKnown(Conflict):
    code = "no-term-known"
    title = Text(
        "Không biết thời hạn: thủ tục không có trong danh mục và không có ngày hẹn trả",
        "No term is known: the procedure is not in the catalogue, and no date was promised",
    )


class PastTheCalendar(Conflict):
    code = "past-the-calendar"
    title = Text(
        "Thời hạn vượt quá những năm đã có lịch làm việc", "The term leaves the years whose working days are known"
    )


class ApologyDecided(Conflict):
    code = "apology-decided"
    title = Text("Thư này đã được duyệt hoặc không còn cần thiết", "This letter is approved or no longer needed")


class NoFurtherAppointment(Invalid):
    code = "no-further-appointment"
    title = Text(
        "Không được hẹn lại lần nữa theo quy định; hãy bỏ ngày hẹn mới",
        "The rules allow no further date; leave the new date out",
    )


class NoteMissing(Invalid):
    code = "note-missing"
    title = Text("Hãy ghi rõ giấy tờ cần bổ sung hoặc lý do", "Say which papers are missing, or why this is done")


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


class NoticeKnown(Conflict):
    code = "notice-known"
    title = Text("Văn bản này đã được nhập", "This notice has been taken already")
