"""What can be wrong with a boat, a device, a zone or a distress."""

from hueioc.errors import Conflict, Invalid, NotFound, Text, Unauthenticated


class UnknownVessel(NotFound):
    code = "vessel-not-found"
    title = Text("Không có tàu này", "There is no such vessel")


class VesselExists(Conflict):
    code = "vessel-exists"
    title = Text(
        "Đã có tàu khác mang số đăng ký hoặc MMSI này", "Another vessel has this registration number or MMSI already"
    )


class UnknownZone(NotFound):
    code = "zone-not-found"
    title = Text("Không có vùng biển này", "There is no such zone")


class UnknownDistress(NotFound):
    code = "distress-not-found"
    title = Text("Không có tín hiệu cấp cứu này", "There is no such distress")


class DistressClosed(Conflict):
    code = "distress-closed"
    title = Text(
        "Vụ cấp cứu đã đóng; tín hiệu mới sẽ mở vụ mới", "The distress is closed; a new signal opens a new one"
    )


class UnknownDevice(NotFound):
    code = "device-not-found"
    title = Text("Tàu không có thiết bị này", "The vessel has no such device")


class DeviceExists(Conflict):
    code = "device-exists"
    title = Text("Đã có thiết bị mang mã này", "There is a device with this code already")


class KeyRefused(Unauthenticated):
    code = "device-key-refused"
    title = Text(
        "Khóa thiết bị thiếu, sai hoặc đã bị thu hồi; hãy gửi đầu đề Device-Key",
        "The device key is missing, wrong or revoked; send it in the header Device-Key",
    )


class OtherDevice(Invalid):
    code = "other-device"
    title = Text("device_id không phải của khóa này", "device_id is not the device of this key")


class TooMuchTrack(Invalid):
    code = "span-refused"
    title = Text("Khoảng thời gian không đúng", "The span of time is wrong")
