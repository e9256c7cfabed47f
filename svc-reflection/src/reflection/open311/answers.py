"""How Open311 answers: in the form the address ends with, and with an error document when something is wrong."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from hueioc.edge import EdgeRoute, Handler
from hueioc.errors import FieldError, Forbidden, NotFound, Problem, Text, Unauthenticated, Unavailable
from hueioc.idempotency import StillRunning
from hueioc.problems import from_http_exception, from_validation, language_of
from reflection.errors import UnknownCategory
from reflection.open311.wire import CONTENT_TYPES, Form, encode

MISSING = (NotFound, UnknownCategory)
"""What the standard calls a resource that does not exist, whatever our REST routes say of it."""


class Wrong(Problem):
    """One or more parameters do not fit; each becomes an error of its own."""

    status, code = 400, "open311-wrong"
    title = Text("Yêu cầu không hợp lệ", "The request cannot be understood")


class KeyRefused(Forbidden):
    code = "open311-key"
    title = Text(
        "api_key thiếu, sai hoặc đã thu hồi; xem key_service trong discovery",
        "api_key is missing, wrong or revoked; see key_service in discovery",
    )


class KeyExhausted(Forbidden):
    code = "open311-key-limit"
    title = Text(
        "api_key này đã gửi hết số phản ánh của một ngày", "This api_key has sent as many requests as a day allows"
    )


class NoSuchAddress(NotFound):
    code = "open311-address"
    title = Text("Không có địa chỉ này trong Open311", "There is no such address in Open311")


class UnknownJurisdiction(NotFound):
    code = "open311-jurisdiction"
    title = Text(
        "jurisdiction_id này không có; hãy dùng hue.gov.vn", "There is no such jurisdiction_id; use hue.gov.vn"
    )


def wrong(name: str, vi: str, en: str) -> FieldError:
    return FieldError(name, Text(vi, en))


def refuse(name: str, vi: str, en: str) -> Wrong:
    return Wrong(fields=(wrong(name, vi, en),))


def form_of(request: Request) -> Form:
    """By how the address ends; XML, the form every server must speak, when it ends otherwise."""
    return Form.JSON if request.url.path.endswith(".json") else Form.XML


def answer(request: Request, root: str, tree: Any, headers: Mapping[str, str] | None = None) -> Response:
    form = form_of(request)
    given = {"Vary": "Accept-Language", "Content-Language": language_of(request), **(headers or {})}
    return Response(encode(form, root, tree), 200, given, CONTENT_TYPES[form])


def error_document(request: Request, problem: Problem) -> Response:
    """404 for what does not exist, 403 for the key, 503 for a passing fault of ours, 400 for everything else."""
    status, language, form = status_of(problem), language_of(request), form_of(request)
    errors = [{"code": status, "description": each.in_language(language)} for each in _descriptions(problem)]
    headers = {"Content-Language": language, "Cache-Control": "no-store"}
    if "Retry-After" in problem.headers:
        headers["Retry-After"] = problem.headers["Retry-After"]
    return Response(encode(form, "errors", errors), status, headers, CONTENT_TYPES[form])


def status_of(problem: Problem) -> int:
    if isinstance(problem, MISSING):
        return 404
    if isinstance(problem, (Forbidden, Unauthenticated)):
        return 403
    if isinstance(problem, (Unavailable, StillRunning)):
        return 503
    return 400


def _descriptions(problem: Problem) -> list[Text]:
    if isinstance(problem, Wrong):
        return [_of_field(each) for each in problem.fields] or [problem.title]
    if problem.fields:
        details = [each.detail for each in problem.fields]
        return [_joined(problem.title, each) for each in details]
    return [_joined(problem.title, problem.detail) if problem.detail else problem.title]


def _of_field(field: FieldError) -> Text:
    return Text(*(f"{field.pointer}: {each}" for each in field.detail))


def _joined(title: Text, detail: Text) -> Text:
    return Text(f"{title.vi}. {detail.vi}", f"{title.en}. {detail.en}")


class Open311Route(EdgeRoute):
    """As every route of ours, but what is refused is told as GeoReport v2 tells it."""

    def get_route_handler(self) -> Handler:
        handler = super().get_route_handler()

        async def speak(request: Request) -> Response:
            try:
                if request.path_params.get("form", Form.XML) not in set(Form):
                    raise NoSuchAddress
                return await handler(request)
            except Problem as problem:
                return error_document(request, problem)
            except RequestValidationError as error:
                return error_document(request, from_validation(error))
            except HTTPException as error:
                return error_document(request, from_http_exception(error))

        return speak
