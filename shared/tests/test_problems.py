"""Problem documents: RFC 9457, two languages, fields by pointer, nothing of the input."""

import importlib
import pkgutil

import orjson
import pytest
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from hypothesis import given
from hypothesis import strategies as st
from starlette.exceptions import HTTPException

from hueioc.errors import FieldError, Invalid, Problem, Text, invalid_field
from hueioc.problems import from_http_exception, from_validation, language_of, problem_response, unexpected
from hueioc.service import installed_services


def every_problem():
    """Every class of every package that is installed."""
    for package in ("hueioc", *(service.name for service in installed_services())):
        module = importlib.import_module(package)
        for found in pkgutil.walk_packages(module.__path__, package + "."):
            if not any(part in found.name for part in ("testing", "__main__")):
                importlib.import_module(found.name)
    pending, classes = [Problem], []
    while pending:
        kind = pending.pop()
        classes.append(kind)
        pending += kind.__subclasses__()
    return sorted(
        {kind for kind in classes if kind.__module__.partition(".")[0] != "importlib"}, key=lambda k: k.__qualname__
    )


def request(language="", path="/v1/x"):
    headers = [(b"accept-language", language.encode("latin-1"))]
    return Request(
        {"type": "http", "method": "GET", "path": path, "headers": headers, "query_string": b"", "server": ("h", 80)}
    )


@pytest.mark.parametrize("kind", every_problem(), ids=lambda kind: kind.__name__)
def test_every_problem_speaks_both_languages(kind):
    assert kind.title.vi.strip()
    assert kind.title.en.strip()
    assert kind.title.vi != kind.title.en


@pytest.mark.parametrize("kind", every_problem(), ids=lambda kind: kind.__name__)
def test_every_problem_has_a_code_and_a_status_of_an_error(kind):
    assert kind.code == kind.code.lower()
    assert " " not in kind.code
    if isinstance(kind.status, int):
        assert 400 <= kind.status < 600


def test_a_document_has_the_members_of_the_standard():
    problem = invalid_field("/a/b", "Sai", "Wrong")
    document = problem.document("en", trace_id="t", instance="/v1/x")
    assert document == {
        "type": "urn:hue:problem:invalid",
        "title": "A field is not right",
        "status": 422,
        "instance": "/v1/x",
        "errors": [{"pointer": "/a/b", "detail": "Wrong"}],
        "trace_id": "t",
    }


def test_what_more_there_is_to_say_is_a_member_of_its_own():
    assert Invalid(extra={"version": 7}).document("vi")["version"] == 7


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "vi"),
        ("*", "vi"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("vi,en", "vi"),
        ("vi;q=0.5, en;q=0.8", "en"),
        ("vi; q=0.5, en; q=0.8", "en"),
        ("fr, en ;q=0.1", "en"),
        ("en;q=0", "vi"),
        ("en;q=nan", "vi"),
        ("en;q=inf", "vi"),
        ("en;q=-1", "vi"),
        ("EN-US", "en"),
        ("vi-VN,vi;q=0.9,en-US;q=0.8", "vi"),
    ],
)
def test_the_language_is_the_callers(accepted, language):
    assert language_of(request(accepted)) == language


@given(st.text(st.characters(max_codepoint=255)))
def test_no_header_breaks_the_choice_of_language(accepted):
    assert language_of(request(accepted)) in {"vi", "en"}


def test_an_answer_names_its_language_and_is_not_kept():
    answer = problem_response(request("en"), Invalid())
    assert answer.headers["content-language"] == "en"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.media_type == "application/problem+json"


def validation(*location, kind="missing", **context):
    return from_validation(RequestValidationError([{"type": kind, "loc": location, "ctx": context, "input": "BÍ MẬT"}]))


@pytest.mark.parametrize(
    ("location", "pointer"),
    [
        (("body", "place", "lat"), "/place/lat"),
        (("body", "media", 3), "/media/3"),
        (("body", "a/b~c"), "/a~1b~0c"),
        (("body", "body", "path"), "/body/path"),
        (("query", "query"), "/query"),
        (("header", "if-match"), "/if-match"),
        (("body",), ""),
    ],
)
def test_a_field_is_named_by_a_json_pointer(location, pointer):
    assert validation(*location).fields[0].pointer == pointer


def test_a_body_that_is_not_json_is_wrong_as_a_whole():
    assert validation("body", 17, kind="json_invalid").fields[0].pointer == ""


@given(st.text(min_size=1))
def test_a_pointer_can_be_undone(name):
    pointer = validation("body", name).fields[0].pointer
    assert pointer[1:].replace("~1", "/").replace("~0", "~") == name


@pytest.mark.parametrize("kind", ["missing", "enum", "string_too_long", "no_such_kind"])
def test_the_input_does_not_come_back(kind):
    answer = problem_response(request(), validation("body", "x", kind=kind, expected="a", max_length=3))
    assert "BÍ MẬT" not in bytes(answer.body).decode()


def test_a_sentence_that_lacks_its_number_is_replaced():
    assert validation("body", "x", kind="string_too_long").fields[0].detail.en == "The value is not valid"


def test_a_limit_is_told():
    assert validation("body", "x", kind="string_too_long", max_length=9).fields[0].detail.vi == "Tối đa 9 ký tự"


def test_what_the_framework_refuses_keeps_its_status_and_its_fields():
    answer = problem_response(request(), from_http_exception(HTTPException(405, headers={"Allow": "GET"})))
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert orjson.loads(answer.body)["status"] == 405


def test_an_unexpected_error_says_nothing_of_itself():
    assert "password" not in str(unexpected(ValueError("password=1")).document("en"))


def test_a_detail_is_in_the_language_too():
    problem = Invalid(Text("Chi tiết", "Detail"), (FieldError("/x", Text("Sai", "Wrong")),))
    assert problem.document("vi")["detail"] == "Chi tiết"
    assert str(problem) == "invalid: Detail"
