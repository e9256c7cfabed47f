"""Who may call what, of the whole API. A new route is a new line here, so that somebody has looked at it."""

from collections.abc import Iterator

import pytest

from hueioc.auth.access import routes_of, rule_of
from hueioc.service import Service, installed_services

UPLOADERS = "citizen moderator officer supervisor"
READERS = "auditor moderator officer supervisor"
CENTRE = "moderator supervisor"
NO_ADDRESS = "/open311/{rest:path}"
ACCESS = {
    "GET /jwks": "anyone",
    "GET /.well-known/oauth-authorization-server": "anyone",
    "GET /.well-known/openid-configuration": "anyone",
    "GET /openapi.json": "anyone",
    "POST /v1/dev/token": "anyone",  # answers 404 outside of development
    "GET /v1/config": "anyone",
    "GET /v1/areas": "anyone",
    "GET /v1/report-categories": "anyone",
    "GET /v1/units": "anyone",
    "GET /v1/reports": "anyone",
    "GET /v1/reports/{report_id}": "anyone",
    "GET /v1/reports/{report_id}/media/{sha256}": "anyone",
    "POST /v1/reports": "citizen",
    "GET /v1/reports/mine": "citizen",
    "GET /v1/reports/mine/{report_id}": "citizen",
    "GET /v1/reports/mine/{report_id}/media/{sha256}": "citizen",
    "POST /v1/reports/mine/{report_id}/rating": "citizen",
    "OPTIONS /v1/report-uploads": UPLOADERS,
    "POST /v1/report-uploads": UPLOADERS,
    "HEAD /v1/report-uploads/{upload_id}": UPLOADERS,
    "PATCH /v1/report-uploads/{upload_id}": UPLOADERS,
    "DELETE /v1/report-uploads/{upload_id}": UPLOADERS,
    "GET /v1/ops/queue": READERS,
    "GET /v1/ops/statistics": READERS,
    "GET /v1/ops/reports/{report_id}": READERS,
    "GET /v1/ops/reports/{report_id}/history": READERS,
    "GET /v1/ops/reports/{report_id}/media/{sha256}": READERS,
    "POST /v1/ops/reports/{report_id}/moderation": CENTRE,
    "POST /v1/ops/reports/{report_id}/assignment": CENTRE,
    "POST /v1/ops/reports/{report_id}/answer": "moderator officer supervisor",
    "POST /v1/ops/reports/{report_id}/review": CENTRE,
    "GET /open311/discovery.{form}": "anyone",
    "GET /open311/v2/discovery.{form}": "anyone",
    "GET /open311/v2/services.{form}": "anyone",
    "GET /open311/v2/services/{service_code}.{form}": "anyone",
    "GET /open311/v2/requests.{form}": "anyone",
    "POST /open311/v2/requests.{form}": "anyone",  # with a partner's api_key, checked by the route
    "GET /open311/v2/requests/{service_request_id}.{form}": "anyone",
    "GET /open311/v2/tokens/{token}.{form}": "anyone",
    "GET /open311/v2/servicerequestupdates.{form}": "anyone",
    "POST /open311/v2/servicerequestupdates.{form}": "anyone",  # with a partner's api_key, checked by the route
    "GET /open311/v2/bulk/requests.csv": "anyone",
    "GET /open311/v2/bulk/requests.{form}": "anyone",
    "POST /v1/dev/open311-key": "anyone",  # answers 404 outside of development
    **dict.fromkeys(
        (f"{method} /open311/{{rest:path}}" for method in ("GET", "POST", "PUT", "PATCH", "DELETE")), "anyone"
    ),
}
PUBLIC_WRITES = {
    "POST /v1/dev/token",
    "POST /v1/dev/open311-key",
    "POST /open311/v2/requests.{form}",
    "POST /open311/v2/servicerequestupdates.{form}",
    # what is no address of the standard is refused as the standard says
    *(f"{method} {NO_ADDRESS}" for method in ("POST", "PUT", "PATCH", "DELETE")),
}


def found(service: Service) -> Iterator[tuple[str, str]]:
    for route in routes_of(service.routers):
        rule = rule_of(route)
        for method in sorted(route.methods or ()):
            words = " ".join(rule["roles"]) if rule else "UNDECLARED"
            yield f"{method} {route.path}", words + (f" +{rule['scope']}" if rule and rule["scope"] else "")


@pytest.mark.parametrize("service", installed_services(), ids=lambda service: service.name)
def test_every_route_is_open_to_those_in_the_table_and_to_nobody_else(service: Service):
    routes = dict(found(service))
    assert routes == {route: ACCESS.get(route, "NOT IN THE TABLE") for route in routes}


def test_the_table_has_no_route_that_is_gone():
    assert ACCESS.keys() == {route for service in installed_services() for route, _ in found(service)}


def test_no_route_is_declared_twice():
    routes = [route for service in installed_services() for route, _ in found(service)]
    assert len(routes) == len(set(routes))


def test_nobody_writes_without_signing_in():
    writes = {route for route, roles in ACCESS.items() if roles == "anyone" and not route.startswith("GET ")}
    assert writes == PUBLIC_WRITES


def test_what_lies_under_ops_is_for_staff():
    for route, roles in ACCESS.items():
        if "/v1/ops/" in route:
            assert {"citizen", "partner", "device", "anyone"}.isdisjoint(roles.split()), route
