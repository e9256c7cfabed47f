"""Problem documents as HTTP answers (RFC 9457), from our own errors and from those of the framework."""

from typing import Any

import orjson
import structlog
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from hueioc.errors import (
    PROBLEM_JSON,
    BadRequest,
    FieldError,
    Invalid,
    NotFound,
    Problem,
    Text,
)
from hueioc.tracing import current_trace_id

log = structlog.get_logger(__name__)

_SENTENCES: dict[str, tuple[str, str]] = {
    "missing": ("Trường này là bắt buộc", "This field is required"),
    "extra_forbidden": ("Không có trường này; hãy bỏ đi", "There is no such field; leave it out"),
    "string_too_long": ("Tối đa {max_length} ký tự", "At most {max_length} characters"),
    "string_too_short": ("Ít nhất {min_length} ký tự", "At least {min_length} characters"),
    "string_pattern_mismatch": ("Không đúng dạng {pattern}", "Does not have the form {pattern}"),
    "greater_than_equal": ("Phải từ {ge} trở lên", "Must be at least {ge}"),
    "less_than_equal": ("Không được quá {le}", "Must be at most {le}"),
    "too_long": ("Tối đa {max_length} mục", "At most {max_length} items"),
    "too_short": ("Ít nhất {min_length} mục", "At least {min_length} items"),
    "enum": ("Phải là một trong: {expected}", "Must be one of: {expected}"),
    "literal_error": ("Phải là một trong: {expected}", "Must be one of: {expected}"),
    "uuid_parsing": ("Không phải là UUID", "Not a UUID"),
    "json_invalid": ("Nội dung không phải là JSON hợp lệ", "The body is not valid JSON"),
    "timezone_aware": ("Thời điểm cần có múi giờ", "The moment needs a time zone"),
    "int_parsing": ("Phải là số nguyên", "Must be a whole number"),
    "float_parsing": ("Phải là số", "Must be a number"),
}
_OTHERWISE = ("Giá trị không hợp lệ", "The value is not valid")


class UnexpectedProblem(Problem):
    title = Text(
        "Lỗi hệ thống; chúng tôi đã ghi lại, hãy thử lại sau", "An error on our side; it is recorded, try again later"
    )


def language_of(request: Request) -> str:
    """`en` when English is preferred over Vietnamese (RFC 9110 section 12.5.4), otherwise `vi`."""
    weights = {"vi": 0.0, "en": 0.0}
    for part in request.headers.get("accept-language", "").lower().split(","):
        tag, _, quality = part.replace(" ", "").replace("\t", "").partition(";q=")
        base = tag.split("-")[0]
        if base in weights:
            weights[base] = max(weights[base], _weight(quality))
    return "en" if weights["en"] > weights["vi"] else "vi"


def _weight(quality: str) -> float:
    try:
        weight = float(quality) if quality else 1.0
    except ValueError:
        return 0.0
    return weight if 0.0 <= weight <= 1.0 else 0.0


def problem_response(request: Request, problem: Problem) -> Response:
    language = language_of(request)
    body = problem.document(language, trace_id=current_trace_id(), instance=request.url.path)
    headers = {"Content-Language": language, "Cache-Control": "no-store", **problem.headers}
    return Response(orjson.dumps(body, default=str), problem.status, headers, PROBLEM_JSON)


def from_validation(error: RequestValidationError) -> Problem:
    """422 with one entry per field, in both languages, without echoing the input.

    A location begins with body, query, path, header or cookie; the pointer is what follows.
    """
    return Invalid(fields=tuple(_field(each) for each in error.errors()))


def _field(error: Any) -> FieldError:
    location = [str(part) for part in error["loc"][1:]] if error["type"] != "json_invalid" else []
    pointer = "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in location)
    vi, en = _SENTENCES.get(error["type"], _OTHERWISE)
    context = error.get("ctx", {})
    try:
        return FieldError(pointer, Text(vi.format(**context), en.format(**context)))
    except (KeyError, IndexError):
        return FieldError(pointer, Text(*_OTHERWISE))


def from_http_exception(error: HTTPException) -> Problem:
    known: dict[int, type[Problem]] = {400: BadRequest, 404: NotFound}
    kind = known.get(error.status_code)
    if kind:
        return kind()
    problem = _Framework(headers=dict(error.headers or {}))
    problem.http_status = error.status_code
    return problem


class _Framework(Problem):
    """What the framework refuses by itself: 405 and its like."""

    code = "not-possible"
    title = Text("Yêu cầu không được hỗ trợ ở địa chỉ này", "This request is not possible at this address")
    http_status = 400

    @property
    def status(self) -> int:  # type: ignore[override]
        return self.http_status


def unexpected(error: Exception) -> Problem:
    log.error("unexpected_error", error=type(error).__name__, exc_info=error)
    return UnexpectedProblem()
