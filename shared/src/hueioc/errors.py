"""Errors that people read: RFC 9457 problem details, in Vietnamese and English, naming the field."""

from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

PROBLEM_JSON = "application/problem+json"
TYPE_ROOT = "urn:hue:problem:"


class Text(NamedTuple):
    """One sentence in the two languages of the suite."""

    vi: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.vi


@dataclass(frozen=True)
class FieldError:
    """Which part of the request is wrong, as a JSON pointer (RFC 6901), and why."""

    pointer: str
    detail: Text


@dataclass(eq=False)
class Problem(Exception):
    """Raise a subclass that sets `status`, `code` and `title`; `detail` says what to do about this case."""

    detail: Text | None = None
    fields: tuple[FieldError, ...] = ()
    headers: dict[str, str] = field(default_factory=dict[str, str])
    extra: dict[str, Any] = field(default_factory=dict[str, Any])

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal-error"
    title: ClassVar[Text] = Text("Lỗi hệ thống", "Internal error")

    def __str__(self) -> str:
        return f"{self.code}: {(self.detail or self.title).en}"

    def document(self, language: str, *, trace_id: str = "", instance: str = "") -> dict[str, Any]:
        """The members of RFC 9457 section 3.1 and our `errors`, `trace_id`."""
        body: dict[str, Any] = {
            "type": TYPE_ROOT + self.code,
            "title": self.title.in_language(language),
            "status": self.status,
        }
        if self.detail:
            body["detail"] = self.detail.in_language(language)
        if instance:
            body["instance"] = instance
        if self.fields:
            body["errors"] = [{"pointer": f.pointer, "detail": f.detail.in_language(language)} for f in self.fields]
        if trace_id:
            body["trace_id"] = trace_id
        return body | self.extra


class BadRequest(Problem):
    status, code = 400, "bad-request"
    title = Text("Yêu cầu không hợp lệ", "The request cannot be understood")


class Unauthenticated(Problem):
    status, code = 401, "unauthenticated"
    title = Text("Bạn cần đăng nhập", "You need to sign in")


class Forbidden(Problem):
    status, code = 403, "forbidden"
    title = Text("Bạn không có quyền làm việc này", "You are not allowed to do this")


class NotFound(Problem):
    status, code = 404, "not-found"
    title = Text("Không tìm thấy", "Not found")


class Conflict(Problem):
    status, code = 409, "conflict"
    title = Text("Dữ liệu đã thay đổi", "The data has changed meanwhile")


class PreconditionFailed(Problem):
    status, code = 412, "precondition-failed"
    title = Text(
        "Người khác vừa sửa mục này; hãy tải lại rồi thử lại",
        "Somebody else has just changed this; reload it and try again",
    )


class PreconditionRequired(Problem):
    status, code = 428, "precondition-required"
    title = Text(
        "Thiếu If-Match: hãy gửi phiên bản bạn đang xem", "If-Match is missing: send the version you have seen"
    )


class TooLarge(Problem):
    status, code = 413, "too-large"
    title = Text("Nội dung quá lớn", "The content is too large")


class UnsupportedMedia(Problem):
    status, code = 415, "unsupported-media"
    title = Text("Loại tệp này không được nhận", "This kind of file is not accepted")


class Invalid(Problem):
    """The payload was understood but a field is wrong. The only 422."""

    status, code = 422, "invalid"
    title = Text("Có trường chưa đúng", "A field is not right")


class TooManyRequests(Problem):
    status, code = 429, "too-many-requests"
    title = Text("Bạn gửi quá nhanh; hãy chờ một chút", "Too many requests; wait a moment")


class Unavailable(Problem):
    status, code = 503, "unavailable"
    title = Text("Dịch vụ tạm thời gián đoạn; hãy thử lại sau", "The service is unavailable for now; try again later")


def invalid_field(pointer: str, vi: str, en: str) -> Invalid:
    """The common case: one wrong field."""
    return Invalid(fields=(FieldError(pointer, Text(vi, en)),))
