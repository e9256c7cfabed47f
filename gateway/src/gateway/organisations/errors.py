"""What can be wrong with an entry of the registry."""

from hueioc.errors import Conflict, FieldError, Invalid, NotFound, Text


class UnknownEntry(NotFound):
    code = "entry-not-found"
    title = Text("Danh bạ không có mục này", "The registry has no such entry")


class CodeTaken(Conflict):
    code = "code-taken"
    title = Text("Mã này đã dùng cho mục khác", "This code belongs to another entry")


class Overlap(Conflict):
    code = "responsibility-overlap"
    title = Text(
        "Phường/xã này đã có đơn vị phụ trách trong thời gian đó; hãy kết thúc mục cũ trước",
        "Another unit answers for this ward at that time; end that entry first",
    )


def wrong(field: str, vi: str, en: str) -> Invalid:
    return Invalid(fields=(FieldError("/" + field, Text(vi, en)),))
