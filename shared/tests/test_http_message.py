"""Heads of requests: framing is ours, and nothing is smuggled in."""

import pytest

from hueioc.errors import BadRequest
from hueioc.http import Request
from hueioc.http.message import encode_head


@pytest.mark.parametrize(
    "request_",
    [
        Request(b"GET", b"/ HTTP/1.1\r\nx: y", []),
        Request(b"GET", b"/a b", []),
        Request(b"GE T", b"/", []),
        Request(b"GET", b"/", [(b"x", b"1\r\ncontent-length: 5")]),
        Request(b"GET", b"/", [(b"x\n", b"1")]),
        Request(b"GET", b"/", [(b"x", b"1\0")]),
    ],
)
def test_a_line_break_smuggled_into_a_head_is_refused(request_: Request) -> None:
    with pytest.raises(BadRequest):
        encode_head(request_, b"host")


def test_framing_is_written_by_the_pool_and_not_by_the_caller() -> None:
    head = encode_head(
        Request(b"POST", b"/", [(b"content-length", b"99"), (b"transfer-encoding", b"chunked"), (b"a", b"b")], b"xyz"),
        b"host:80",
    )
    assert head == b"POST / HTTP/1.1\r\na: b\r\nhost: host:80\r\ncontent-length: 3\r\n\r\n"


def test_fields_named_by_connection_are_not_sent() -> None:
    head = encode_head(Request(b"GET", b"/", [(b"x-hop", b"1"), (b"connection", b"close, X-Hop")]), b"h")
    assert head == b"GET / HTTP/1.1\r\nhost: h\r\n\r\n"
