"""How much one caller may ask of the services."""

from types import SimpleNamespace

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.protocol import ReadModelProtocol
from gateway.ratelimit import BURST_S, MOST_CALLERS, RateLimiter
from hueioc.auth.principal import ANONYMOUS, Principal, Role
from hueioc.errors import TooManyRequests
from hueioc.settings import Env

PERSON = Principal(subject="lan", roles=frozenset({Role.CITIZEN}))
MACHINE = Principal(subject="gauge", roles=frozenset({Role.DEVICE}))


def scope(host="203.0.113.5", forwarded=""):
    return {"client": (host, 5000), "headers": [(b"x-forwarded-for", forwarded.encode())] if forwarded else []}


class Stopped:
    """A limiter whose clock the test moves."""

    def __init__(self, proxies=0, env=Env.PROD):
        self.moment = 1000.0
        settings = SimpleNamespace(
            env=env, rate_per_address=2, rate_per_person=1, rate_per_machine=10, trusted_proxies=proxies
        )
        self.limiter = RateLimiter(settings, lambda: self.moment)

    def takes(self, principal=ANONYMOUS, where=None):
        try:
            self.limiter.demand(principal, where or scope())
        except TooManyRequests as refused:
            self.refused = refused
            return False
        return True

    def taken_at_once(self, *asked):
        number = 0
        while self.takes(*asked):
            number += 1
        return number


@pytest.fixture
def stopped():
    return Stopped()


@pytest.mark.parametrize(("principal", "burst"), [(ANONYMOUS, 60), (PERSON, 30), (MACHINE, 300)])
def test_thirty_seconds_worth_may_come_at_once(stopped, principal, burst):
    assert stopped.taken_at_once(principal) == burst


def test_afterwards_requests_are_taken_at_their_pace(stopped):
    stopped.taken_at_once(PERSON)
    stopped.moment += 3.001
    assert stopped.taken_at_once(PERSON) == 3


def test_who_has_waited_as_long_as_was_said_is_let_in(stopped):
    stopped.taken_at_once(PERSON)
    stopped.moment += int(stopped.refused.headers["Retry-After"])
    assert stopped.takes(PERSON)


def test_a_refused_request_costs_nothing(stopped):
    stopped.taken_at_once(PERSON)
    for _ in range(100):
        stopped.takes(PERSON)
    stopped.moment += 1.001
    assert stopped.takes(PERSON)


def test_one_caller_is_nothing_to_another(stopped):
    stopped.taken_at_once(PERSON)
    assert stopped.takes(Principal(subject="minh", roles=frozenset({Role.CITIZEN})))


def test_who_has_a_token_is_not_counted_by_address(stopped):
    stopped.taken_at_once()
    assert stopped.takes(PERSON)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("203.0.113.5", "203.0.113.6", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.5", "203.0.113.5", True),
    ],
)
def test_an_address_is_one_of_ipv4_or_a_network_of_ipv6(stopped, one, other, is_same):
    stopped.taken_at_once(ANONYMOUS, scope(one))
    assert stopped.takes(ANONYMOUS, scope(other)) is not is_same


def test_behind_our_proxy_the_address_is_what_it_has_appended():
    behind = Stopped(proxies=1)
    behind.taken_at_once(ANONYMOUS, scope("10.0.0.1", "6.6.6.6, 198.51.100.7"))
    assert not behind.takes(ANONYMOUS, scope("10.0.0.1", "7.7.7.7, 198.51.100.7"))
    assert behind.takes(ANONYMOUS, scope("10.0.0.1", "6.6.6.6, 198.51.100.8"))


def test_a_development_machine_is_one_caller_and_has_room():
    assert Stopped(env=Env.DEV).taken_at_once(PERSON) == 50 * 30


def test_many_callers_do_not_fill_the_memory(stopped):
    for number in range(MOST_CALLERS + 5):
        stopped.takes(Principal(subject=str(number), roles=frozenset({Role.CITIZEN})))
    assert len(stopped.limiter) <= MOST_CALLERS


@given(st.lists(st.floats(0, 3), max_size=200))
def test_never_more_than_the_burst_and_the_pace_come_through(waits):
    stopped, taken, began = Stopped(), 0, 1000.0
    for wait in waits:
        stopped.moment += wait
        taken += stopped.takes(PERSON)
    assert taken <= BURST_S + (stopped.moment - began) + 1


@pytest.fixture
async def strict(make_front, serve, service_of_echo):
    """Lets three through, and then one every ten seconds."""
    front = await make_front(
        upstreams={"reflection": f"http://127.0.0.1:{await serve(service_of_echo)}"}, rate_per_address=0.002
    )
    return f"http://127.0.0.1:{await serve(front, http=ReadModelProtocol)}"


@pytest.fixture
def service_of_echo():
    async def echo(scope, receive, send):
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    return echo


async def test_too_many_are_told_when_to_come_again(strict):
    async with httpx.AsyncClient(base_url=strict) as client:
        answers = [await client.get("/v1/reports?state=closed") for _ in range(4)]
    last = answers[-1]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert last.headers["content-type"] == "application/problem+json"
    assert last.json()["violated-policies"] == ["address"]
    assert (last.headers["retry-after"], last.headers["ratelimit"]) == ("10", '"address";r=0;t=10')


async def test_probes_are_never_refused(strict):
    async with httpx.AsyncClient(base_url=strict) as client:
        assert {(await client.get("/livez")).status_code for _ in range(5)} == {200}
