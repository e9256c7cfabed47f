"""Why a row was rejected or a file not read, in words that say what to do."""

from environment.schemas import Words
from environment.states import Reason
from hueioc.errors import Text

_TEXTS = {
    Reason.SYNTAX: Text(
        "Dòng phải có 5 cột: ký hiệu, giá trị, đơn vị, thời gian, trạng thái",
        "A line has 5 columns: symbol, value, unit, time, status",
    ),
    Reason.UNKNOWN_SYMBOL: Text("Trạm không đo thông số này", "The station does not measure this parameter"),
    Reason.NOT_A_NUMBER: Text("Giá trị không phải là số", "The value is not a number"),
    Reason.WRONG_UNIT: Text("Đơn vị không dùng cho thông số này", "The unit does not belong to this parameter"),
    Reason.WRONG_TIME: Text(
        "Thời gian phải theo dạng yyyyMMddHHmmss (GMT+7) hoặc ISO 8601 có múi giờ",
        "The time has the form yyyyMMddHHmmss (GMT+7), or ISO 8601 with a zone",
    ),
    Reason.IN_THE_FUTURE: Text(
        "Thời gian ở tương lai; hãy chỉnh đồng hồ của trạm", "The time lies in the future; set the station's clock"
    ),
    Reason.TOO_OLD: Text("Dữ liệu cũ hơn hai năm; hãy dùng chức năng nhập", "Older than two years; use an import"),
    Reason.WRONG_STATUS: Text("Trạng thái phải là 00, 01 hoặc 02", "The status is 00, 01 or 02"),
    Reason.UNKNOWN_STATION: Text(
        "Không có trạm mang mã trong tên này, hoặc khóa thuộc trạm khác",
        "No station has a code from this name, or the key belongs to another station",
    ),
    Reason.NOT_TEXT: Text("Tệp không phải văn bản", "The file is not text"),
    Reason.EMPTY: Text("Tệp trống", "The file is empty"),
    Reason.TOO_MANY_ROWS: Text("Quá nhiều dòng; hãy chia nhỏ", "Too many rows; send them in parts"),
}
REASONS = {reason: Words(vi=text.vi, en=text.en) for reason, text in _TEXTS.items()}
