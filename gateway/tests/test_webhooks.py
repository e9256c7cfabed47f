"""A partner's webhook, from its making to what happens when it does not answer; read by a library that is not ours."""

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update
from standardwebhooks import Webhook, WebhookVerificationError
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from gateway.identity.keys import sealing_key
from gateway.jobs import expired
from gateway.models import Client, WebhookDelivery, WebhookEndpoint, WebhookMessage, WebhookPosition
from gateway.partners import signing, targets
from gateway.partners.dispatch import WebhookDispatcher
from gateway.partners.events import WebhookDisabled
from gateway.partners.feed import Feed
from gateway.partners.sending import retry_after
from gateway.partners.states import CLAIM, KEPT, MOST_TRIES, PREVIOUS_SECRET_FOR, RETRIES, WebhookOutcome
from gateway.partners.targets import Reach, target_of
from hueioc.auth.principal import Role
from hueioc.clock import now
from hueioc.embedded.ports import free_port
from hueioc.outbox import outbox

ASSIGNED = "vn.hue.reflection.report.assigned.v1"
PARTNER = "tour-guide"


class Receiver:
    """A partner's server: notes what comes, answers what it is told to."""

    def __init__(self):
        self.heard, self.status, self.headers, self.by_body = [], 204, {}, {}

    async def answer(self, request):
        body = await request.body()
        self.heard.append(SimpleNamespace(headers=dict(request.headers), body=body, path=request.url.path))
        number = orjson.loads(body)["data"].get("number")
        return Response(status_code=self.by_body.get(number, self.status), headers=self.headers)

    @property
    def numbers(self):
        return [orjson.loads(each.body)["data"]["number"] for each in self.heard]


@pytest.fixture
async def receiver(serve):
    receiver = Receiver()
    receiver.port = await serve(Starlette(routes=[Route("/{path:path}", receiver.answer, methods=["POST"])]))
    receiver.url = f"http://127.0.0.1:{receiver.port}/hue"
    return receiver


@pytest.fixture
async def office(house, receiver, clock):
    """The supervisor's and a partner's own client, and the dispatcher to be worked by hand."""
    async with house.runtime.database.transaction() as session:
        for client_id in (PARTNER, "another"):
            session.add(Client(client_id=client_id, name=client_id, grants=["client_credentials"], role="partner"))
    settings = house.runtime.settings
    dispatcher = WebhookDispatcher(house.runtime, Feed(house.runtime), sealing_key(settings), Reach.of(settings))
    supervisor = house.ask(house.token(Role.SUPERVISOR))

    def partner(client_id=PARTNER, scopes=("webhooks",)):
        return house.ask(house.token(Role.PARTNER, client_id=client_id, scope=" ".join(scopes)))

    async def made(**over):
        data = {"url": receiver.url, "event_types": ["vn.hue.reflection.*"]} | over
        answer = await partner().post("/v1/webhooks", json=data)
        assert answer.status_code == 201, answer.text
        return SimpleNamespace(**answer.json())

    async def happened(webhook, *numbers):
        async with house.runtime.database.transaction() as session:
            for number in numbers:
                body = orjson.dumps({"type": ASSIGNED, "timestamp": now().isoformat(), "data": {"number": number}})
                message = WebhookMessage(id=uuid4(), type=ASSIGNED, subject="1", occurred_at=now(), body=body)
                session.add(message)
                await session.flush()
                session.add(WebhookDelivery(endpoint_id=UUID(webhook.id), message_id=message.id))
                await session.flush()

    async def work(webhook):
        while await dispatcher.work(UUID(webhook.id)):
            pass

    async def row(webhook):
        async with house.runtime.database.transaction() as session:
            return await session.get(WebhookEndpoint, UUID(webhook.id), populate_existing=True)

    async def log(webhook, **query):
        answer = await partner().get(f"/v1/webhooks/{webhook.id}/deliveries", params=query)
        return answer.json()["items"]

    return SimpleNamespace(**locals())


async def test_a_message_is_signed_as_the_standard_says(office, receiver):
    webhook = await office.made()
    await office.happened(webhook, 1)
    await office.work(webhook)
    [heard] = receiver.heard
    told = Webhook(webhook.secret).verify(heard.body, _real_time(heard.headers, webhook.secret, heard.body))
    assert (told["type"], told["data"], heard.path) == (ASSIGNED, {"number": 1}, "/hue")


def _real_time(headers, secret, body):
    """The library looks at its own clock; the test's stands still in the past, so the same is signed for today."""
    message_id = headers["webhook-id"]
    assert headers["webhook-signature"] == signing.headers([secret], message_id, now(), body)["webhook-signature"]
    return signing.headers([secret], message_id, datetime.now(UTC), body)


async def test_a_message_that_was_changed_on_its_way_is_not_accepted(office, receiver):
    webhook = await office.made()
    await office.happened(webhook, 1)
    await office.work(webhook)
    [heard] = receiver.heard
    headers = _real_time(heard.headers, webhook.secret, heard.body)
    with pytest.raises(WebhookVerificationError):
        Webhook(webhook.secret).verify(heard.body.replace(b"1", b"2"), headers)


async def test_a_new_secret_signs_beside_the_one_before_for_a_day(office, receiver, clock):
    webhook = await office.made()
    answer = await office.partner().post(f"/v1/webhooks/{webhook.id}/secret")
    counts = []
    for _ in range(2):
        await office.happened(webhook, 1)
        await office.work(webhook)
        counts.append(len(receiver.heard[-1].headers["webhook-signature"].split()))
        clock.move(PREVIOUS_SECRET_FOR)
    assert (answer.status_code, counts) == (201, [2, 1])
    for secret in (webhook.secret, answer.json()["secret"]):
        first = receiver.heard[0]
        assert _signature_of(secret, first) in first.headers["webhook-signature"]


def _signature_of(secret, heard):
    return signing.signature(secret, heard.headers["webhook-id"], int(heard.headers["webhook-timestamp"]), heard.body)


async def test_a_secret_is_shown_once_and_kept_sealed(office):
    webhook = await office.made()
    shown = await office.partner().get(f"/v1/webhooks/{webhook.id}")
    row = await office.row(webhook)
    assert "secret" not in shown.json()
    assert webhook.secret.encode() not in row.sealed_secret


async def test_the_same_id_comes_with_every_attempt(office, receiver, clock):
    webhook = await office.made()
    receiver.status = 500
    await office.happened(webhook, 1)
    for wait in (timedelta(0), *RETRIES[:2]):
        clock.move(wait * 1.2)
        await office.work(webhook)
    assert len({each.headers["webhook-id"] for each in receiver.heard}) == 1
    assert len(receiver.heard) == 3


async def test_after_the_last_attempt_the_webhook_is_off_and_staff_are_told(office, receiver, clock, house):
    webhook = await office.made()
    receiver.status = 500
    await office.happened(webhook, 1)
    for wait in (timedelta(0), *RETRIES):
        clock.move(wait * 1.2)
        await office.work(webhook)
    [delivery] = await office.log(webhook)
    shown = (await office.partner().get(f"/v1/webhooks/{webhook.id}")).json()
    assert (len(receiver.heard), delivery["outcome"], shown["disabled_reason"]) == (MOST_TRIES, "failed", "exhausted")
    assert [each["status"] for each in delivery["attempts"]] == [500] * MOST_TRIES
    async with house.runtime.database.transaction() as session:
        types = select(outbox.c.headers["ce-type"].astext).where(outbox.c.subject == WebhookDisabled.subject)
        assert (await session.scalars(types)).all() == [WebhookDisabled.type]


async def test_410_turns_the_webhook_off_at_once_and_the_message_waits(office, receiver):
    webhook = await office.made()
    receiver.status = 410
    await office.happened(webhook, 1)
    await office.work(webhook)
    shown = (await office.partner().get(f"/v1/webhooks/{webhook.id}")).json()
    assert (shown["disabled_reason"], shown["waiting"]) == ("gone", 1)


async def test_what_waited_goes_out_when_the_webhook_is_enabled_again(office, receiver, clock):
    webhook = await office.made()
    receiver.status = 410
    await office.happened(webhook, 1)
    await office.work(webhook)
    receiver.status = 200
    assert (await office.partner().post(f"/v1/webhooks/{webhook.id}/enable")).status_code == 200
    clock.move(CLAIM * 2)
    await office.work(webhook)
    assert [each["outcome"] for each in await office.log(webhook)] == ["delivered"]


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_a_failure_and_is_not_followed(office, receiver, status):
    webhook = await office.made()
    receiver.status, receiver.headers = status, {"Location": f"{receiver.url}/elsewhere"}
    await office.happened(webhook, 1)
    await office.work(webhook)
    [delivery] = await office.log(webhook)
    assert ([each.path for each in receiver.heard], delivery["outcome"]) == (["/hue"], "waiting")


async def test_an_endpoint_that_asks_for_time_gets_it(office, receiver, clock):
    webhook = await office.made()
    receiver.status, receiver.headers = 429, {"Retry-After": "600"}
    await office.happened(webhook, 1)
    await office.work(webhook)
    await office.happened(webhook, 2)
    receiver.status, receiver.headers = 200, {}
    clock.move(timedelta(seconds=599))
    await office.work(webhook)
    before = receiver.numbers
    clock.move(timedelta(seconds=2))
    await office.work(webhook)
    assert (before, sorted(receiver.numbers)) == ([1], [1, 1, 2])


@pytest.mark.parametrize("value", ["soon", "-5", "Fri, 99 Foo 2026 00:00:00 GMT", "9" * 40])
async def test_whatever_stands_in_retry_after_it_is_tried_again(office, receiver, clock, value):
    webhook = await office.made()
    receiver.status, receiver.headers = 503, {"Retry-After": value}
    await office.happened(webhook, 1)
    await office.work(webhook)
    receiver.status, receiver.headers = 200, {}
    clock.move(timedelta(hours=25))
    await office.work(webhook)
    assert receiver.numbers == [1, 1]


async def test_an_ordered_webhook_gets_nothing_past_a_message_that_failed(office, receiver, clock):
    webhook = await office.made(is_ordered=True)
    receiver.by_body = {2: 500}
    await office.happened(webhook, 1, 2, 3)
    await office.work(webhook)
    before = receiver.numbers
    receiver.by_body = {}
    clock.move(RETRIES[0] * 1.2)
    await office.work(webhook)
    assert (before, receiver.numbers) == ([1, 2], [1, 2, 2, 3])


async def test_a_message_that_fails_holds_up_no_other_of_an_unordered_webhook(office, receiver, clock):
    webhook = await office.made()
    receiver.by_body = {2: 500}
    await office.happened(webhook, 1, 2, 3, 4, 5, 6, 7)
    await office.work(webhook)
    clock.move(timedelta(seconds=5.01))
    receiver.by_body = {2: 500}
    await office.work(webhook)
    delivered = [each for each in await office.log(webhook) if each["outcome"] == "delivered"]
    assert len(delivered) == 6


async def test_nobody_there_is_written_into_the_log(office, receiver):
    webhook = await office.made(url=f"http://127.0.0.1:{free_port()}/hue")
    await office.happened(webhook, 1)
    await office.work(webhook)
    [delivery] = await office.log(webhook)
    assert (delivery["attempts"][0]["status"], delivery["attempts"][0]["answer"]) == (None, "upstream-unreachable")


async def test_what_a_dead_process_had_in_hand_is_sent_by_the_next_one(office, receiver, clock, house):
    webhook = await office.made()
    await office.happened(webhook, 1)
    async with house.runtime.database.transaction() as session:
        claimed = update(WebhookDelivery).values(outcome=WebhookOutcome.SENDING, due_at=now() + CLAIM)
        await session.execute(claimed)
    await office.work(webhook)
    before = len(receiver.heard)
    clock.move(CLAIM)
    await office.work(webhook)
    assert (before, len(receiver.heard)) == (0, 1)


async def test_a_delivery_is_sent_again_when_asked(office, receiver):
    webhook = await office.made()
    await office.happened(webhook, 1)
    await office.work(webhook)
    [delivery] = await office.log(webhook)
    answer = await office.partner().post(f"/v1/webhooks/{webhook.id}/deliveries/{delivery['id']}/replay")
    await office.work(webhook)
    assert (answer.json(), receiver.numbers) == ({"replayed": 1}, [1, 1])


async def test_what_failed_since_a_moment_is_sent_again(office, receiver, clock, house):
    webhook, began = await office.made(), now()
    await office.happened(webhook, 1)
    await office.work(webhook)
    clock.move(timedelta(hours=1))
    await office.happened(webhook, 2)
    async with house.runtime.database.transaction() as session:
        waiting = WebhookDelivery.outcome == WebhookOutcome.WAITING
        await session.execute(update(WebhookDelivery).where(waiting).values(outcome=WebhookOutcome.FAILED))
    asked = {"since": began.isoformat(), "until": (now() + timedelta(seconds=1)).isoformat()}
    answer = await office.partner().post(f"/v1/webhooks/{webhook.id}/replay", json=asked)
    await office.work(webhook)
    assert (answer.json(), receiver.numbers) == ({"replayed": 1}, [1, 2])


async def test_a_test_message_goes_out_and_its_delivery_tells_how(office, receiver):
    webhook = await office.made()
    answer = await office.partner().post(f"/v1/webhooks/{webhook.id}/test")
    await office.work(webhook)
    shown = await office.partner().get(f"/v1/webhooks/{webhook.id}/deliveries/{answer.json()['id']}")
    assert (answer.status_code, shown.json()["outcome"]) == (202, "delivered")
    assert shown.json()["body"].encode() == receiver.heard[0].body


async def test_a_closed_client_gets_nothing_more(office, receiver):
    webhook = await office.made()
    await office.happened(webhook, 1)
    await office.supervisor.delete(f"/v1/ops/clients/{PARTNER}")
    await office.work(webhook)
    assert receiver.heard == []


async def test_a_partner_sees_its_own_webhooks_only(office):
    webhook = await office.made()
    another = office.partner("another")
    listed = (await another.get("/v1/webhooks")).json()["items"]
    shown = await another.get(f"/v1/webhooks/{webhook.id}")
    deliveries = await another.get(f"/v1/webhooks/{webhook.id}/deliveries")
    assert (listed, shown.status_code, deliveries.status_code) == ([], 404, 404)


async def test_a_supervisor_makes_a_webhook_for_a_partner(office, receiver):
    data = {"url": receiver.url, "event_types": [ASSIGNED], "client_id": PARTNER}
    answer = await office.supervisor.post("/v1/webhooks", json=data)
    assert (answer.status_code, answer.json()["client_id"]) == (201, PARTNER)


async def test_a_token_without_the_scope_makes_none(office, receiver):
    answer = await office.partner(scopes=()).get("/v1/webhooks")
    assert answer.status_code == 403


async def test_a_webhook_to_the_same_address_is_made_once(office, receiver):
    await office.made()
    answer = await office.partner().post("/v1/webhooks", json={"url": receiver.url, "event_types": [ASSIGNED]})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:hue:problem:webhook-exists")


@pytest.mark.parametrize(
    "url",
    ["https://10.0.0.1/", "https://169.254.169.254/latest", "https://[::1]:9/", "http://example.org/",
     "https://user@example.org/", "https://example.org/#part", "ftp://example.org/", "https://example.org:22/",
     "https:///x", "https://exa mple.org/", "https://[64:ff9b::7f00:1]/"],
)  # fmt: skip
async def test_an_address_that_may_not_be_spoken_to_is_refused_with_its_field(office, url):
    answer = await office.partner().post("/v1/webhooks", json={"url": url, "event_types": [ASSIGNED]})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/url")


async def test_a_name_that_leads_inside_later_is_not_connected_to(office, receiver, house):
    async def lies(host, port):
        return ["8.8.8.8", "127.0.0.1"]

    webhook = await office.made()
    office.dispatcher._reach = Reach(resolve=lies)
    await office.happened(webhook, 1)
    await office.work(webhook)
    [delivery] = await office.log(webhook)
    assert (receiver.heard, delivery["attempts"][0]["answer"]) == ([], "address-refused")


async def test_a_name_that_is_looked_up_for_long_holds_up_nobody(monkeypatch):
    async def sleeps(host, port):
        await asyncio.sleep(30)

    monkeypatch.setattr(targets, "LOOK_UP_S", 0.01)
    async with asyncio.timeout(5):
        await Reach(resolve=sleeps).demand("https://partner.example/hue", "/url")


@pytest.mark.parametrize("wanted", ["reflection", "vn.hue", "vn.hue.*x", "vn.hue.reflection.*.v1", "vn.hue.A.b"])
async def test_a_type_that_can_never_come_is_refused_with_its_field(office, receiver, wanted):
    answer = await office.partner().post("/v1/webhooks", json={"url": receiver.url, "event_types": [wanted]})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/event_types/0")


async def test_a_change_needs_the_version_that_was_seen(office, receiver):
    webhook = await office.made()
    data = {"url": receiver.url, "event_types": [ASSIGNED], "description": "Đồng phục"}
    path = f"/v1/webhooks/{webhook.id}"
    changed = await office.partner().put(path, json=data, headers={"If-Match": '"1"'})
    late = await office.partner().put(path, json=data, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.headers["etag"], late.status_code) == (200, '"2"', 412)


async def test_sending_changes_no_version(office, receiver):
    webhook = await office.made()
    receiver.status = 500
    await office.happened(webhook, 1)
    await office.work(webhook)
    assert ((await office.row(webhook)).version, (await office.row(webhook)).failures) == (1, 1)


async def test_without_any_webhook_the_events_are_not_read(office, house):
    webhook = await office.made()
    async with house.runtime.database.transaction() as session:
        during = len((await session.scalars(select(WebhookPosition))).all())
    await office.partner().delete(f"/v1/webhooks/{webhook.id}")
    async with house.runtime.database.transaction() as session:
        after = len((await session.scalars(select(WebhookPosition))).all())
    assert (during, after) == (1, 0)


async def test_messages_are_kept_for_fourteen_days(office, house, clock):
    webhook = await office.made()
    await office.happened(webhook, 1)
    clock.move(KEPT + timedelta(seconds=1))
    conditions = dict(expired(now()))
    async with house.runtime.database.transaction() as session:
        assert len((await session.scalars(select(WebhookMessage).where(conditions[WebhookMessage]))).all()) == 1


async def test_the_log_comes_in_pages(office, receiver):
    webhook = await office.made()
    await office.happened(webhook, 1, 2, 3)
    path = f"/v1/webhooks/{webhook.id}/deliveries"
    first = (await office.partner().get(path, params={"limit": 2})).json()
    rest = (await office.partner().get(path, params={"limit": 2, "cursor": first["next_cursor"]})).json()
    ids = [each["id"] for each in (*first["items"], *rest["items"])]
    assert (len(set(ids)), rest["next_cursor"]) == (3, None)


@given(st.one_of(st.text(max_size=80), st.from_regex(r"https?://[^/]{0,20}(:[0-9]{0,6})?/?.{0,20}", fullmatch=True)))
def test_whatever_is_given_as_an_address_is_one_or_none(text):
    found = target_of(text)
    if found:
        assert found.scheme in {"http", "https"}
        assert 0 < found.port < 65_536
        assert found.path.startswith(b"/")
        assert not set(found.path) & set(b" \r\n#")
        assert not set(found.authority) & set(" \r\n/@?#")


@given(st.text(st.characters(max_codepoint=255), max_size=40))
def test_whatever_stands_in_retry_after_is_a_wait_of_a_day_at_most_or_none(text):
    wait = retry_after(503, text)
    assert wait is None or timedelta(seconds=1) <= wait <= timedelta(hours=24)


@pytest.mark.parametrize(("status", "wait"), [(204, None), (503, timedelta(minutes=2)), (429, timedelta(minutes=2))])
def test_a_success_asks_for_no_time(status, wait):
    assert retry_after(status, "120") == wait
