"""Access rules: deny by default."""

import httpx
import pytest
from fastapi import APIRouter
from sqlalchemy import MetaData

from hueioc.app import UndeclaredAccessError, create_app, declared_routes
from hueioc.auth.access import Caller, allow, anyone, routes_of, rule_of
from hueioc.auth.jwks import JwksCache
from hueioc.auth.principal import MACHINES, Principal, Role
from hueioc.errors import Forbidden, Text
from hueioc.runtime import Runtime
from hueioc.service import Service
from hueioc.settings import ServiceSettings
from hueioc.testing.apps import settings_for_tests, test_keys

STAFF = allow(Role.MODERATOR, Role.OFFICER)
FEED = allow(Role.PARTNER, Role.MODERATOR, scope="feed")


def service_of(*routers):
    return Service(
        name="sample",
        title=Text("Mẫu", "Sample"),
        port=0,
        settings=ServiceSettings,
        metadata=MetaData(),
        routers=routers,
    )


def router_with(dependency=None, path="/v1/x"):
    router = APIRouter()

    @router.get(path, dependencies=[dependency] if dependency else [])
    async def show(caller: Caller) -> str:
        return caller.subject

    return router


def test_an_app_with_an_undeclared_route_does_not_start():
    with pytest.raises(UndeclaredAccessError, match="/v1/x"):
        declared_routes(service_of(router_with()))


def test_an_undeclared_route_is_found_inside_of_another_router():
    outer = APIRouter()
    outer.include_router(router_with(path="/v1/inner"))
    with pytest.raises(UndeclaredAccessError, match="/v1/inner"):
        declared_routes(service_of(outer))


def test_a_rule_of_the_router_counts_for_its_routes():
    outer = APIRouter(dependencies=[STAFF])

    @outer.get("/v1/y")
    async def show() -> None: ...

    assert rule_of(next(routes_of([outer])))["roles"] == ["moderator", "officer"]


@pytest.fixture
async def client(tmp_path, token):
    service = service_of(router_with(STAFF, "/staff"), router_with(FEED, "/feed"), router_with(anyone, "/anyone"))
    settings = settings_for_tests(service, str(tmp_path))
    app = create_app(service, settings)
    app.state.runtime = Runtime.make(service, settings, JwksCache(test_keys))
    transport = httpx.ASGITransport(app)

    async with httpx.AsyncClient(transport=transport, base_url="http://hue.test") as client:

        async def get(path, *roles, **claims):
            fields = {"Authorization": f"Bearer {token(*roles, **claims)}"} if roles else {}
            return await client.get(path, headers=fields)

        yield get


@pytest.mark.parametrize("role", Role)
async def test_a_role_is_let_in_or_not(client, role):
    answer = await client("/staff", role)
    assert answer.status_code == (200 if role in {Role.MODERATOR, Role.OFFICER} else 403)


async def test_who_did_not_sign_in_is_asked_to(client):
    answer = await client("/staff")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


async def test_a_machine_needs_the_scope_besides_its_role(client):
    assert (await client("/feed", Role.PARTNER)).status_code == 403
    assert (await client("/feed", Role.PARTNER, scope="other feeds")).status_code == 403
    assert (await client("/feed", Role.PARTNER, scope="other feed")).status_code == 200


async def test_a_person_needs_no_scope(client):
    assert (await client("/feed", Role.MODERATOR)).status_code == 200


async def test_a_public_route_still_looks_at_a_token_that_is_sent(client):
    assert (await client("/anyone")).json() == ""
    assert (await client("/anyone", Role.CITIZEN, subject="p")).json() == "p"
    assert (await client("/anyone", Role.CITIZEN, exp=1)).status_code == 401


def person(*roles, **more):
    return Principal("p", roles=frozenset(roles), **more)


def test_an_officer_acts_for_the_own_unit_only():
    person(Role.OFFICER, unit_id="u").must_act_for("u")
    for unit in ("v", ""):
        with pytest.raises(Forbidden):
            person(Role.OFFICER, unit_id="u").must_act_for(unit)
    with pytest.raises(Forbidden):
        person(Role.OFFICER).must_act_for("")


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.SUPERVISOR])
def test_the_operations_centre_acts_for_every_unit(role):
    person(role).must_act_for("u")


def test_who_has_wards_stays_in_them():
    person(wards=frozenset({"1"})).must_cover_ward("1")
    person().must_cover_ward("2")
    with pytest.raises(Forbidden):
        person(wards=frozenset({"1"})).must_cover_ward("2")


def test_people_are_no_machines():
    assert frozenset({Role.PARTNER, Role.DEVICE, Role.SERVICE}) == MACHINES
