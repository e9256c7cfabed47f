"""What can be wrong with a station, a key or what is asked."""

from hueioc.errors import BadRequest, Conflict, Invalid, NotFound, Text, Unauthenticated


class UnknownStation(NotFound):
    code = "station-not-found"
    title = Text("Không có trạm quan trắc này", "There is no such station")


class UnknownDatastream(NotFound):
    code = "datastream-not-found"
    title = Text("Trạm không đo thông số này", "The station does not measure this parameter")


class UnknownIntake(NotFound):
    code = "intake-not-found"
    title = Text("Không có lần nhận dữ liệu này", "There is no such intake")


class KeyRefused(Unauthenticated):
    code = "device-key-refused"
    title = Text(
        "Khóa thiết bị thiếu, sai hoặc đã bị thu hồi; hãy gửi đầu đề Device-Key",
        "The device key is missing, wrong or revoked; send it in the header Device-Key",
    )


class StationExists(Conflict):
    code = "station-exists"
    title = Text("Đã có trạm mang mã này", "There is a station with this code already")


class LevelsOutOfOrder(Invalid):
    code = "levels-out-of-order"
    title = Text("Mức báo động sau phải cao hơn mức trước", "Each alarm level must be above the one before")


class UnreadableFile(Invalid):
    code = "unreadable-file"
    title = Text(
        "Không đọc được tệp này; tệp gốc đã được giữ lại", "The file cannot be read; it has been kept as it came"
    )


class FilterRefused(BadRequest):
    code = "filter-refused"
    title = Text("Điều kiện truy vấn không đúng hoặc chưa được hỗ trợ", "The query option is wrong or not supported")


class NoSuchEntity(NotFound):
    code = "entity-not-found"
    title = Text("Không có đối tượng này", "There is no such entity")
