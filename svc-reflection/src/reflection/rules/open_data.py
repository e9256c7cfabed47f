"""Open data: its columns (those of Open311 Bulk first), what they mean, how a row is written."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from hueioc.errors import Text

COLUMNS: dict[str, tuple[str, Text]] = {
    "service_request_id": ("uuid", Text("Mã phản ánh, không đổi", "Id of the report; never changes")),
    "requested_datetime": ("datetime", Text("Lúc gửi (UTC)", "When it was sent (UTC)")),
    "updated_datetime": ("datetime", Text("Lúc thay đổi gần nhất (UTC)", "When it last changed (UTC)")),
    "closed_date": ("datetime", Text("Lúc có kết quả được công bố", "When the result was published")),
    "status_description": ("string", Text("Trạng thái công khai", "State as the public sees it")),
    "status_notes": ("string", Text("Kết quả: đã khắc phục, một phần, …", "What came of it: resolved, partly, …")),
    "source": ("string", Text("Kênh tiếp nhận", "The way it came")),
    "service_name": ("string", Text("Nhóm lĩnh vực", "Group of the category")),
    "service_subtype": ("string", Text("Lĩnh vực", "Category")),
    "description": ("string", Text("Nội dung, đã che thông tin cá nhân", "Text, personal data masked")),
    "agency_responsible": ("string", Text("Đơn vị xử lý", "Unit that handles it")),
    "address": ("string", Text("Địa chỉ, đã che thông tin cá nhân", "Address, personal data masked")),
    "lat": (
        "degrees",
        Text(
            "Vĩ độ WGS 84; làm tròn khoảng 50 m khi liên quan nhà ở",
            "Latitude WGS 84; rounded to about 50 m where a home is concerned",
        ),
    ),
    "long": ("degrees", Text("Kinh độ WGS 84", "Longitude WGS 84")),
    "code": ("string", Text("Mã đọc qua điện thoại", "Code as people say it")),
    "service_code": ("string", Text("Mã lĩnh vực", "Code of the category")),
    "ward_code": ("string", Text("Mã phường, xã (Nghị quyết 1675/NQ-UBTVQH15)", "Code of the ward or commune")),
    "ward_name": ("string", Text("Tên phường, xã", "Name of the ward or commune")),
    "due_date": ("datetime", Text("Hạn xử lý", "Due date")),
    "answered_date": ("datetime", Text("Lúc đơn vị trả lời", "When the unit answered")),
    "rating": ("string", Text("Đánh giá của người gửi", "The reporter's rating")),
    "supporters": ("integer", Text("Số người gặp cùng vấn đề", "How many others have the same trouble")),
}
NOTES = (
    Text(
        "Chỉ gồm phản ánh đã kiểm duyệt; không có thông tin về người gửi.",
        "Moderated reports only; nothing about reporters.",
    ),
    Text(
        "Che thông tin cá nhân tự động có thể sót; nếu thấy, hãy báo cho chúng tôi.",
        "Masking is automatic and may miss something; tell us when you find it.",
    ),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would carry out."""


def written(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value


def cell(value: Any) -> Any:
    """RFC 4180; a text that a spreadsheet would take for a formula begins with an apostrophe."""
    value = written(value)
    if value is None:
        return ""
    return "'" + value if isinstance(value, str) and value.startswith(FORMULA) else value


def feature(row: Mapping[str, Any]) -> bytes:
    """GeoJSON (RFC 7946): longitude first."""
    properties = {name: written(row[name]) for name in COLUMNS if name not in {"lat", "long"}}
    return orjson.dumps(
        {
            "type": "Feature",
            "id": str(row["service_request_id"]),
            "geometry": {"type": "Point", "coordinates": [row["long"], row["lat"]]},
            "properties": properties,
        },
        default=str,
    )
