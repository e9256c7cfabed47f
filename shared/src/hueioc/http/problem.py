"""What can go wrong between us and an upstream, as problems that a route may let pass to its caller."""

from hueioc.errors import Problem, Text, Unavailable


class PoolFull(Unavailable):
    """All connections are busy and the queue for them is full."""

    code = "upstream-busy"
    title = Text("Hệ thống đang quá tải; hãy thử lại sau giây lát", "The system is overloaded; try again in a moment")


class ConnectFailed(Unavailable):
    """The upstream did not accept a connection in time: nothing was sent, so every request may be retried."""

    code = "upstream-unreachable"


class BreakerOpen(Unavailable):
    """The upstream failed often; it is left alone until `Retry-After`."""

    code = "upstream-resting"


class UpstreamBroken(Problem):
    """The connection ended, or what came was not HTTP, before the answer was whole."""

    status, code = 502, "upstream-broken"
    title = Text("Dịch vụ phía sau trả lời không trọn vẹn", "The service behind answered incompletely")


class DeadlineExceeded(Problem):
    status, code = 504, "deadline-exceeded"
    title = Text("Dịch vụ phía sau trả lời quá chậm", "The service behind answered too slowly")


class StaleConnection(UpstreamBroken):
    """A kept-alive connection was closed by the peer before the first byte of the answer."""
