"""Which service answers which path."""

from types import SimpleNamespace

import pytest

from gateway.upstreams import Upstreams
from hueioc.service import installed_services


@pytest.fixture
def upstreams():
    services = [
        SimpleNamespace(name="wide", prefixes=("/v1/a",), body_limits=(("/v1/a/form", 5 << 20),)),
        SimpleNamespace(name="narrow", prefixes=("/v1/a/b", "/v1/c"), body_limits=()),
    ]
    return Upstreams(services, {"wide": "http://127.0.0.1:1"})


@pytest.mark.parametrize(
    ("path", "service"),
    [("/v1/a", "wide"), ("/v1/a/x", "wide"), ("/v1/a/b", "narrow"), ("/v1/a/b/c", "narrow"), ("/v1/a/bc", "wide")],
)
def test_the_longest_prefix_wins(upstreams, path, service):
    assert upstreams.find(path)[0] == service


@pytest.mark.parametrize("path", ["/", "/v1", "/v1/ab", "/v1/cc", "/V1/a"])
def test_a_path_that_nobody_owns_is_found_nowhere(upstreams, path):
    assert upstreams.find(path) is None


def test_a_service_without_an_address_is_known_and_away(upstreams):
    assert upstreams.find("/v1/c") == ("narrow", None)
    assert upstreams.of("wide") is not None


def test_no_two_services_own_one_prefix():
    prefixes = [prefix for service in installed_services() for prefix in service.prefixes]
    assert len(prefixes) == len(set(prefixes))


def test_every_route_of_a_service_lies_below_its_prefixes():
    from hueioc.auth.access import routes_of

    for service in installed_services():
        if service.prefixes:
            for route in routes_of(service.routers):
                assert any(route.path == p or route.path.startswith(p + "/") for p in service.prefixes), route.path


@pytest.mark.parametrize(
    ("path", "limit"), [("/v1/a/form", 5 << 20), ("/v1/a/form/x", 5 << 20), ("/v1/a", 1 << 20), ("/v1/c", 1 << 20)]
)
def test_a_body_has_a_megabyte_unless_its_service_declares_more(upstreams, path, limit):
    assert upstreams.body_limit(path) == limit
