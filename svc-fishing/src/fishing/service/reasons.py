"""Why something was not taken, as it is said to people."""

from fishing.schemas import Words
from fishing.states import Reason

REASONS: dict[Reason, Words] = {
    Reason.SYNTAX: Words(vi="Không đọc được dòng này", en="This cannot be read"),
    Reason.CHECKSUM: Words(
        vi="Sai mã kiểm tra; dòng bị hỏng trên đường truyền", en="Wrong checksum: damaged on its way"
    ),
    Reason.INCOMPLETE: Words(vi="Thiếu phần còn lại của bản tin", en="The other parts of the message did not come"),
    Reason.UNSUPPORTED: Words(vi="Loại bản tin AIS chưa được dùng", en="A type of AIS message that is not used"),
    Reason.NO_POSITION: Words(
        vi="Không có vị trí: cần vĩ độ -90…90, kinh độ -180…180, khác 0/0",
        en="No position: latitude -90…90 and longitude -180…180 are needed, not 0/0",
    ),
    Reason.WRONG_TIME: Words(
        vi="Thời điểm không đúng; gửi giây UNIX hoặc ISO 8601 có múi giờ",
        en="The time is wrong; send UNIX seconds or ISO 8601 with a zone",
    ),
    Reason.IN_THE_FUTURE: Words(
        vi="Thời điểm ở tương lai; kiểm tra đồng hồ", en="The time is in the future; check the clock"
    ),
    Reason.TOO_OLD: Words(vi="Quá cũ so với thời hạn lưu trữ", en="Older than what is stored"),
    Reason.WRONG_VALUE: Words(
        vi="Tốc độ, hướng hoặc sai số không phải là số hợp lệ", en="Speed, course or accuracy is not a valid number"
    ),
    Reason.TOO_MANY_VESSELS: Words(
        vi="Quá nhiều tàu lạ; đã dừng ghi mới", en="Too many strangers; no new ones are kept"
    ),
    Reason.NOT_STORED: Words(vi="Không lưu được", en="It could not be stored"),
}
