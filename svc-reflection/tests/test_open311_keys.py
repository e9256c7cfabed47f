"""Keys of partners: given once, seen without the secret, taken back, all of it audited."""

import pytest
from sqlalchemy import select

from hueioc.audit import audit
from hueioc.auth.principal import Role
from hueioc.ids import uuid7
from reflection.models import Open311Key
from reflection.open311.answers import KeyExhausted, KeyRefused
from reflection.open311.keys import partner_of

KEYS = "/v1/ops/open311-keys"


@pytest.fixture
def supervisor(make_client):
    return make_client(Role.SUPERVISOR)


async def give(supervisor, **over):
    answer = await supervisor.post(KEYS, json={"name": "Báo Huế"} | over)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_key_is_shown_once_and_kept_as_a_hash(supervisor, office, session):
    given = await give(supervisor, per_day=500)
    assert (await partner_of(session, office.vault, given["api_key"])).name == "Báo Huế"
    (row,) = await session.scalars(select(Open311Key))
    assert given["api_key"].encode() not in row.key_hash
    answer = await supervisor.get(KEYS)
    assert given["api_key"] not in answer.text
    assert answer.json()["items"] == [{name: value for name, value in given.items() if name != "api_key"}]


async def test_a_key_that_was_taken_back_opens_nothing(supervisor, office, session):
    given = await give(supervisor)
    for _ in range(2):
        assert (await supervisor.delete(f"{KEYS}/{given['id']}")).status_code == 204
    with pytest.raises(KeyRefused):
        await partner_of(session, office.vault, given["api_key"])
    assert (await supervisor.get(KEYS)).json()["items"][0]["revoked_at"]
    rows = await session.scalars(select(audit.c.action).where(audit.c.subject == given["id"]))
    assert sorted(rows) == ["open311-key.given", "open311-key.revoked"]


async def test_the_limit_and_the_last_use_are_those_of_what_came_with_the_key(supervisor, make_client, office, session):
    given = await give(supervisor, per_day=1)
    form = {"api_key": given["api_key"], "service_code": "pothole", "lat": "16.4698", "long": "107.5779"}
    sent = await make_client().post("/open311/v2/requests.json", data=form | {"description": "O ga"})
    assert sent.is_success, sent.text
    assert (await supervisor.get(KEYS)).json()["items"][0]["last_used_at"]
    with pytest.raises(KeyExhausted):
        await partner_of(session, office.vault, given["api_key"])


@pytest.mark.parametrize("data", [{}, {"name": " "}, {"name": "a", "per_day": 0}, {"name": "a", "more": 1}])
async def test_a_key_without_a_name_or_with_no_use_is_refused(supervisor, data):
    assert (await supervisor.post(KEYS, json=data)).status_code == 422


async def test_only_supervisors_give_keys(make_client):
    assert (await make_client(Role.MODERATOR).post(KEYS, json={"name": "a"})).status_code == 403
    assert (await make_client(Role.SUPERVISOR).delete(f"{KEYS}/{uuid7()}")).status_code == 404
