"""What people are told, when, by which channels; once for each event, person and channel."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4

import orjson
import pytest
from aiosmtpd.smtp import SMTP
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given as prop
from hypothesis import strategies as st
from joserfc.util import urlsafe_b64encode
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from gateway.models import Delivery, Notice
from gateway.notices.channels import SmtpMail, is_push_host
from gateway.notices.consumers import on_reporter_addressed, on_unit_news
from gateway.notices.dispatch import Dispatcher
from gateway.notices.notify import News, notify
from gateway.notices.rules import Quiet, due_at
from gateway.notices.states import MOST_TRIES, Channel, DeliveryOutcome, Digest, Kind
from gateway.notices.templates import LANGUAGES, render
from gateway.seed.accounts import ACCOUNTS
from hueioc.auth.principal import Role
from hueioc.auth.recipients import RecipientSeal, open_recipient
from hueioc.clock import VIETNAM
from hueioc.settings import Env

OFFICER = next(account for account in ACCOUNTS if account.role is Role.OFFICER)


class Message:
    """A decoded event."""

    def __init__(self, kind, data, event_id=None):
        self.event_type = f"vn.hue.reflection.{kind}.v1"
        self.event_id, self.data = event_id or uuid4(), data

    def read(self, model):
        return model.model_validate_json(orjson.dumps(self.data))


@pytest.fixture
async def citizen(house):
    browser = house.ask()
    await browser.post("/v1/session/code", json={"phone": "0912345678"})
    answer = await browser.post("/v1/session", json={"phone": "0912345678", "code": house.sms.code})
    browser.headers["Authorization"] = "Bearer " + answer.json()["access_token"]
    browser.person_id = UUID(answer.json()["subject"])
    return browser


@pytest.fixture
def send(house):
    ports = house.front.api.state.ports
    return Dispatcher(house.runtime, ports.channels, ports.sms)


def news(kind=Kind.REPORT_ANSWERED, **over):
    return News(**({"event_id": uuid4(), "kind": kind, "link": "/reports/1", "values": {"code": "PA-000001"}} | over))


async def tell(house, person_id, what=None):
    async with house.runtime.database.transaction() as session:
        return await notify(session, [person_id], what or news())


async def prefer(browser, **over):
    wanted = {"channels": {}, "quiet_from": None, "quiet_to": None, "digest": "none", "language": "vi"} | over
    answer = await browser.put("/v1/me/preferences", json=wanted)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def deliveries(house):
    async with house.runtime.database.transaction() as session:
        return {each.channel: each for each in await session.scalars(select(Delivery))}


@pytest.fixture
async def mailbox(house):
    """A real SMTP server; what it took in."""

    class Box:
        def __init__(self):
            self.got = []

        async def handle_DATA(self, server, session, envelope):  # noqa: N802, ARG002 - aiosmtpd's form
            self.got.append(envelope)
            return "250 OK"

    box = Box()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(box), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    house.front.api.state.ports.channels.mail = SmtpMail(f"smtp://127.0.0.1:{port}", "HueIOC <no-reply@hue.gov.vn>")
    yield box
    server.close()
    await server.wait_closed()


@pytest.fixture
async def browser_push(serve):
    """A push service at a real socket: requests, and the status it answers."""

    class Service:
        def __init__(self):
            self.got, self.status = [], 201

        async def take(self, request):
            self.got.append((dict(request.headers), await request.body()))
            return Response(status_code=self.status)

    made = Service()
    made.url = f"http://127.0.0.1:{await serve(Starlette(routes=[Route('/push', made.take, methods=['POST'])]))}/push"
    point = (
        ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    )
    made.subscription = {
        "endpoint": made.url,
        "expirationTime": None,
        "keys": {"p256dh": urlsafe_b64encode(point).decode(), "auth": urlsafe_b64encode(b"a" * 16).decode()},
    }
    return made


async def test_a_notice_is_in_the_inbox_in_the_language_asked_for(house, citizen):
    await tell(house, citizen.person_id)
    vi = (await citizen.get("/v1/me/notices")).json()
    en = (await citizen.get("/v1/me/notices", headers={"Accept-Language": "en"})).json()
    assert (vi["unread"], vi["items"][0]["title"]) == (1, "Phản ánh PA-000001 đã được trả lời")
    assert en["items"][0]["title"] == "Your report PA-000001 was answered"


async def test_one_event_is_told_once(house, citizen):
    what = news()
    assert [await tell(house, citizen.person_id, what) for _ in range(3)] == [1, 0, 0]
    assert len((await citizen.get("/v1/me/notices")).json()["items"]) == 1


async def test_reading_one_and_reading_all(house, citizen):
    for _ in range(3):
        await tell(house, citizen.person_id)
    items = (await citizen.get("/v1/me/notices")).json()["items"]
    assert (await citizen.post(f"/v1/me/notices/{items[0]['id']}/read")).status_code == 204
    assert (await citizen.get("/v1/me/notices", params={"unread": True})).json()["unread"] == 2
    assert (await citizen.post("/v1/me/notices/read")).status_code == 204
    assert (await citizen.get("/v1/me/notices", params={"unread": True})).json()["items"] == []


async def test_notices_come_in_pages_without_gap_or_double(house, citizen):
    for _ in range(5):
        await tell(house, citizen.person_id)
    seen, cursor = [], ""
    while True:
        page = (
            await citizen.get("/v1/me/notices", params={"limit": 2} | ({"cursor": cursor} if cursor else {}))
        ).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 5


async def test_nobody_reads_or_ticks_off_the_notices_of_another(house, citizen):
    await tell(house, citizen.person_id)
    notice = (await citizen.get("/v1/me/notices")).json()["items"][0]
    other = house.ask(house.token(Role.CITIZEN))
    assert (await other.get("/v1/me/notices")).json()["items"] == []
    assert (await other.post(f"/v1/me/notices/{notice['id']}/read")).status_code == 404


async def test_the_reporter_hears_through_a_seal_that_only_the_gateway_opens(house, citizen):
    async def keys():
        return house.issuer.jwks()

    report = str(uuid4())
    recipient = await RecipientSeal(keys).seal(citizen.person_id, report)
    assert str(citizen.person_id) not in recipient
    message = Message(
        "reporter.addressed", {"report_id": report, "code": "PA-1", "what": "resolved", "recipient": recipient}
    )
    async with house.runtime.database.transaction() as session:
        await on_reporter_addressed(house.runtime, session, message)
    assert (await citizen.get("/v1/me/notices")).json()["items"][0]["link"] == f"/reports/{report}"


async def test_a_seal_is_good_for_its_own_report_and_no_two_are_alike(house, citizen):
    async def keys():
        return house.issuer.jwks()

    seal, report = RecipientSeal(keys), str(uuid4())
    first, second = [await seal.seal(citizen.person_id, report) for _ in range(2)]
    assert first != second
    assert open_recipient(house.issuer.recipient_key, first, report) == citizen.person_id
    assert open_recipient(house.issuer.recipient_key, first, str(uuid4())) is None
    assert open_recipient(house.issuer.recipient_key, first[:-4] + "AAAA", report) is None
    assert open_recipient(house.issuer.recipient_key, "nonsense", report) is None


@pytest.mark.parametrize(
    ("event", "over", "told"),
    [
        ("report.assigned", {}, 1),
        ("report.transferred", {}, 1),
        ("report.reopened", {}, 1),
        ("report.returned", {}, 1),
        ("report.deadline_warned", {"percent": 80}, 1),
        ("report.deadline_warned", {"percent": 50}, 0),
        ("report.assigned", {"unit_id": str(uuid4())}, 0),
        ("report.assigned", {"unit_id": None}, 0),
    ],
)
async def test_a_unit_hears_of_its_work(house, event, over, told):
    facts = {
        "report_id": str(uuid4()),
        "code": "PA-7",
        "unit_id": str(OFFICER.unit_id),
        "due_at": "2026-03-04T10:00:00Z",
    }
    async with house.runtime.database.transaction() as session:
        await on_unit_news(session, Message(event, facts | over))
        found = (await session.scalars(select(Notice.person_id))).all()
    assert list(found) == [OFFICER.person_id] * told


async def test_mail_goes_out_and_its_receipt_is_shown(house, citizen, mailbox, send):
    await citizen.put("/v1/me/email", json={"email": "lan@hue.vn"})
    await prefer(citizen, channels={"report_answered": ["email"]})
    await tell(house, citizen.person_id)
    assert await send.work() == 1
    assert mailbox.got[0].rcpt_tos == ["lan@hue.vn"]
    receipts = (await citizen.get("/v1/me/notices")).json()["items"][0]["receipts"]
    assert [(each["channel"], each["outcome"]) for each in receipts] == [("email", "sent"), ("inbox", "sent")]
    assert await send.work() == 0


async def test_without_an_address_nothing_is_sent_and_that_is_said(house, citizen, mailbox, send):
    await prefer(citizen, channels={"report_answered": ["email", "push"]})
    await tell(house, citizen.person_id)
    await send.work()
    assert {each.outcome for each in (await deliveries(house)).values()} == {
        DeliveryOutcome.NOWHERE,
        DeliveryOutcome.SENT,
    }
    assert mailbox.got == []


async def test_sms_goes_only_to_who_chose_it(house, citizen, send):
    before = len(house.sms.sent)
    await tell(house, citizen.person_id)
    await send.work()
    assert len(house.sms.sent) == before
    await prefer(citizen, channels={"report_answered": ["sms"]})
    await tell(house, citizen.person_id)
    await send.work()
    phone, text = house.sms.sent[-1]
    assert phone == "+84912345678"
    assert "PA-000001" in text
    assert text.isascii()


async def test_web_push_is_encrypted_and_signed(house, citizen, browser_push, send):
    answer = await citizen.post("/v1/me/push-subscriptions", json=browser_push.subscription)
    assert answer.status_code == 201, answer.text
    await prefer(citizen, channels={"report_answered": ["push"]})
    await tell(house, citizen.person_id)
    await send.work()
    headers, body = browser_push.got[0]
    assert headers["content-encoding"] == "aes128gcm"
    assert headers["authorization"].startswith("vapid t=")
    assert b"PA-000001" not in body


async def test_a_browser_that_is_gone_is_forgotten(house, citizen, browser_push, send):
    await citizen.post("/v1/me/push-subscriptions", json=browser_push.subscription)
    browser_push.status = 410
    await prefer(citizen, channels={"report_answered": ["push"]})
    await tell(house, citizen.person_id)
    await send.work()
    assert (await citizen.get("/v1/me/preferences")).json()["browsers"] == 0


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://evil.example/x",
        "https://fcm.googleapis.com.evil.example/",
        "https://10.0.0.1/",
    ],
)
def test_push_goes_to_known_services_only(endpoint, house):
    assert not is_push_host(endpoint, house.runtime.settings.push_hosts, Env.PROD)


async def test_a_channel_that_fails_is_tried_again_and_given_up_at_last(house, citizen, send, clock):
    await citizen.put("/v1/me/email", json={"email": "lan@hue.vn"})
    house.front.api.state.ports.channels.mail = SmtpMail("smtp://127.0.0.1:9", "a@b.vn")
    await prefer(citizen, channels={"report_answered": ["email"]})
    await tell(house, citizen.person_id)
    for _ in range(MOST_TRIES):
        assert await send.work() == 1
        clock.move(timedelta(hours=5))
    assert await send.work() == 0
    assert (await deliveries(house))[Channel.EMAIL].outcome is DeliveryOutcome.FAILED


async def test_a_message_whose_fate_is_unknown_is_not_sent_twice(house, citizen, send, clock):
    await prefer(citizen, channels={"report_answered": ["sms"]})
    await tell(house, citizen.person_id)
    before = len(house.sms.sent)
    await send._claim()
    clock.move(timedelta(hours=1))
    await send.work()
    assert len(house.sms.sent) == before
    assert (await deliveries(house))[Channel.SMS].outcome is DeliveryOutcome.FAILED


async def test_a_digest_gathers_the_day_in_one_mail(house, citizen, mailbox, send, clock):
    await citizen.put("/v1/me/email", json={"email": "lan@hue.vn"})
    await prefer(citizen, channels={"report_answered": ["email"]}, digest="daily")
    for number in range(3):
        await tell(house, citizen.person_id, news(values={"code": f"PA-{number}"}))
    assert await send.work() == 0
    clock.move(timedelta(hours=19))
    assert await send.work() == 3
    assert len(mailbox.got) == 1
    assert (
        all(f"PA-{number}".encode() in mailbox.got[0].content for number in range(3))
        or b"base64" in mailbox.got[0].content
    )


async def test_at_night_only_the_inbox_fills(house, citizen, send, clock):
    clock.set(datetime(2026, 3, 2, 23, 0, tzinfo=VIETNAM))
    await prefer(citizen, channels={"report_answered": ["sms"]}, quiet_from="22:00", quiet_to="06:00")
    await tell(house, citizen.person_id)
    assert await send.work() == 0
    assert (await citizen.get("/v1/me/notices")).json()["unread"] == 1
    clock.move(timedelta(hours=7))
    assert await send.work() == 1


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))
TIMES = st.times()


@prop(MOMENTS, TIMES, TIMES)
def test_quiet_ends_within_a_day_and_what_is_due_is_never_quiet(moment, begin, end):
    quiet = Quiet(begin, end)
    found = quiet.ends_at(moment)
    assert moment <= found < moment + timedelta(days=1, seconds=1)
    assert quiet.ends_at(found) == found


@prop(MOMENTS, st.sampled_from(list(Channel)), st.sampled_from(list(Digest)))
def test_nothing_is_due_before_it_happened(moment, channel, digest):
    assert moment <= due_at(channel, moment, Quiet(time(22), time(6)), digest) <= moment + timedelta(days=2)


@pytest.mark.parametrize("kind", [*(kind.value for kind in Kind), "digest"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_words_in_both_languages(kind, language):
    words = render(kind, language, {"code": "PA-1", "due": "2026-03-04T10:00:00+00:00", "percent": 80, "count": 2}, "u")
    assert words.title
    assert "{" not in words.title + words.body + words.sms
    assert words.sms.isascii()
    assert len(words.sms) <= 160


@pytest.mark.parametrize(
    ("over", "pointer"),
    [
        ({"quiet_from": "22:00"}, "/quiet_to"),
        ({"channels": {"report_answered": ["inbox"]}}, "/channels/report_answered"),
        ({"channels": {"unknown": []}}, "/channels/unknown/[key]"),
        ({"language": "fr"}, "/language"),
    ],
)
async def test_a_wish_that_cannot_be_met_is_told_with_its_field(citizen, over, pointer):
    wanted = {"channels": {}, "quiet_from": None, "quiet_to": None, "digest": "none", "language": "vi"} | over
    answer = await citizen.put("/v1/me/preferences", json=wanted)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_two_workers_send_a_notice_once(committed_database, runtime):
    """Real commits: the claims of both race for the same rows."""
    from gateway.identity.people import person_with_phone

    runtime.database = committed_database

    class Sms:
        sent = 0

        async def send(self, phone, text):  # noqa: ARG002 - the port's form
            Sms.sent += 1
            return "ok"

    async with committed_database.transaction() as session:
        person = await person_with_phone(session, runtime.vault, "+84912345678")
        from gateway.models import Preference

        session.add(
            Preference(person_id=person.id, channels={"report_answered": ["sms"]}, digest=Digest.NONE, language="vi")
        )
    async with committed_database.transaction() as session:
        for _ in range(20):
            await notify(session, [person.id], news())
    workers = [Dispatcher(runtime, None, Sms()) for _ in range(2)]
    await asyncio.gather(*(worker.work() for worker in workers))
    assert Sms.sent == 20
