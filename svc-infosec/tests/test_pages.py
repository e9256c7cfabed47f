"""Watched pages: up, certificate and text, each confirmed by a second look from a fresh connection; and SSRF."""

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select

from hueioc.auth.principal import Principal, Role
from hueioc.clock import now
from infosec import schemas
from infosec.models import Incident, Page
from infosec.rules.page_text import likeness, seen, sketch_of, suspicious, threshold
from infosec.service import desk as work
from infosec.service import watching
from infosec.service.fetching import Rules, addressed, look
from infosec.states import AlertKind, Failure, PageState, Suspicion

WHO = Principal(subject="officer-1", roles=frozenset({Role.MODERATOR}))
TEXT = " ".join(f"tin tức số {number} của thành phố Huế" for number in range(40))
GOOD = f"<title>Cổng</title><body><h1>Sở Y tế</h1><p>{TEXT}</p></body>"
BAD = "<title>x</title><body>HACKED BY nobody, nhà cái uy tín số một <script src=//evil.example/a.js></script></body>"
INSIDE = Rules(frozenset({"127.0.0.1", "localhost"}))


class Site:
    """A server of one page, with or without TLS; every look is a connection of its own."""

    def __init__(self):
        self.body, self.status, self.connections, self.headers, self.location = GOOD, 200, 0, [], ""

    async def open(self, context=None):
        self._server = await asyncio.start_server(self._answer, "127.0.0.1", 0, ssl=context)
        self.port = self._server.sockets[0].getsockname()[1]
        self.url = f"http{'s' if context else ''}://localhost:{self.port}/"
        return self

    async def _answer(self, reader, writer):
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):  # a look at the certificate alone
            writer.close()
            return
        self.connections += 1
        self.headers.append(head)
        body = self.body.encode()
        where = f"Location: {self.location}\r\n" if self.location else ""
        writer.write(
            f"HTTP/1.1 {self.status} X\r\n{where}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
            + body
        )
        await writer.drain()
        writer.close()

    async def close(self):
        self._server.close()
        await self._server.wait_closed()


@pytest.fixture
async def site():
    made = await Site().open()
    yield made
    await made.close()


@pytest.fixture
async def page(session, site, at_noon):
    made = await work.add_page(
        session, WHO, schemas.PageCreate(url=site.url, name_vi="Cổng", name_en="Portal", agency_id="so-y-te")
    )
    return await session.get(Page, made.id)


async def looks(session, page, number=1):
    for _ in range(number):
        await watching.judge(session, page.id, await look(page.url, INSIDE))
        await session.refresh(page)
    return page


async def test_a_page_that_answers_is_up_with_the_first_look(session, page):
    assert (await looks(session, page)).state is PageState.UP
    assert (page.status_code, page.title, page.suspicion) == (200, "Cổng", Suspicion.NONE)


async def test_one_failed_look_is_a_suspicion_and_the_second_is_told(session, page, site, desk):
    await looks(session, page)
    site.status = 503
    assert (await looks(session, page)).state is PageState.UP
    assert (page.suspicion, page.next_at - page.looked_at) == (Suspicion.DOWN, timedelta(seconds=10))
    assert (await looks(session, page)).state is PageState.DOWN
    assert [what for what, _ in desk.told()] == ["site.down"]
    assert site.connections == 3


async def test_a_failure_that_passes_is_not_told(session, page, site, desk):
    await looks(session, page)
    site.status = 503
    await looks(session, page)
    site.status = 200
    assert (await looks(session, page)).suspicion is Suspicion.NONE
    assert desk.told() == []


async def test_a_page_that_comes_back_is_restored_by_two_looks(session, page, site, desk):
    await looks(session, page)
    site.status = 503
    await looks(session, page, 2)
    site.status = 200
    await looks(session, page, 2)
    assert [what for what, _ in desk.told()] == ["site.down", "site.restored"]


async def test_a_defaced_page_opens_an_incident_with_addressees_and_clock(session, page, site, desk):
    await looks(session, page)
    site.body = BAD
    await looks(session, page, 2)
    assert page.state is PageState.DEFACED
    said = dict(desk.told())
    assert list(said) == ["incident.opened", "site.defaced"]
    assert "word:hacked by" in said["site.defaced"]["evidence"]
    assert "press-officer" in said["incident.opened"]["addressees"]
    assert said["incident.opened"]["report_due_at"] is not None
    row = (await session.scalars(select(Incident))).one()
    assert (row.kind, row.agency_id, row.page_id) == ("defacement", "so-y-te", page.id)
    (alert,) = await desk.alerts()
    assert (alert.kind, alert.incident_id) == (AlertKind.PAGE, row.id)


async def test_it_is_restored_when_it_looks_as_before(session, page, site, desk):
    await looks(session, page)
    site.body = BAD
    await looks(session, page, 2)
    site.body = GOOD
    await looks(session, page, 2)
    assert (page.state, desk.told()[-1][0]) == (PageState.UP, "site.restored")


async def test_an_everyday_change_is_kept_and_not_told(session, page, site, desk):
    await looks(session, page)
    site.body = GOOD.replace("số 7 của", "mới nhất của")
    await looks(session, page)
    assert (page.state, page.changed_at is not None, desk.told()) == (PageState.UP, True, [])


async def test_a_change_that_somebody_answers_for_is_how_the_page_may_look(session, page, site, runtime):
    await looks(session, page)
    site.body = "<title>Mới</title><body>" + "hoàn toàn khác xưa " * 50
    await looks(session, page, 2)
    assert page.state is PageState.DEFACED
    runtime.settings = runtime.settings.model_copy(update={"inside_hosts": ["localhost"]})
    await work.accept_change(session, runtime, page.id, WHO, "Giao diện mới")
    assert (await looks(session, page, 2)).state is PageState.UP


def issued(days):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    moment = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - timedelta(days=100))
        .not_valid_after(moment + timedelta(days=days))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return made.public_bytes(serialization.Encoding.PEM), private


async def tls_site(folder, days):
    made, private = issued(days)
    path = folder / "site.pem"
    path.write_bytes(made + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    (folder / "ca.pem").write_bytes(made)
    return await Site().open(context), Rules(frozenset({"localhost"}), str(folder / "ca.pem"))


async def test_a_certificate_that_ends_soon_is_told_once_for_each_threshold(session, tmp_path, desk, clock):
    site, rules = await tls_site(tmp_path, 13)
    clock.set(datetime.now(UTC))
    made = await work.add_page(session, WHO, schemas.PageCreate(url=site.url, name_vi="a", name_en="b"))
    for _ in range(2):
        await watching.judge(session, made.id, await look(site.url, rules))
    clock.set(now() + timedelta(days=6))
    await watching.judge(session, made.id, await look(site.url, rules))
    await site.close()
    said = [(what, event["days_left"]) for what, event in desk.told()]
    assert [what for what, _ in said] == ["site.certificate_expiring"] * 2
    assert [days for _, days in said] == [12, 6]


async def test_a_certificate_that_has_ended_fails_the_look_and_its_date_is_known(tmp_path):
    site, rules = await tls_site(tmp_path, -1)
    found = await look(site.url, rules)
    await site.close()
    assert (found.failure, found.certificate[1] < datetime.now(UTC)) == (Failure.CERTIFICATE, True)


async def test_a_certificate_nobody_trusts_fails_the_look(tmp_path):
    site, _ = await tls_site(tmp_path, 90)
    found = await look(site.url, INSIDE)
    await site.close()
    assert found.failure is Failure.CERTIFICATE


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://169.254.169.254/",
        "http://10.0.0.1/",
        "http://0x7f000001/",
    ],
)
async def test_an_address_inside_is_never_connected_to(url):
    assert (await look(url, Rules())).failure in {Failure.REFUSED_ADDRESS, Failure.NAME}


async def test_a_redirect_to_an_address_inside_is_not_followed(site):
    site.status, site.location = 302, "http://169.254.169.254/latest"
    assert (await look(site.url, INSIDE)).failure is Failure.REFUSED_ADDRESS


async def test_redirects_without_end_are_given_up(site):
    site.status, site.location = 302, "/again"
    assert ((await look(site.url, INSIDE)).failure, site.connections) == (Failure.REDIRECTS, 6)


async def test_the_name_is_sent_though_the_address_is_pinned(site):
    await look(site.url, INSIDE)
    assert f"Host: localhost:{site.port}".encode() in site.headers[0]
    assert await addressed("127.0.0.1", 80, INSIDE) == "127.0.0.1"


async def test_nobody_there_is_a_failed_connection():
    site = await Site().open()
    await site.close()
    assert (await look(site.url, INSIDE)).failure is Failure.CONNECTION


@given(some.lists(some.sampled_from("abcdefgh"), max_size=60))
def test_a_text_is_like_itself(words):
    assert likeness(sketch_of(words), sketch_of(words)) == 1.0


def test_a_first_look_is_suspicious_only_for_words_that_do_not_belong():
    listed = ("hacked by",)
    assert suspicious(seen(BAD.encode(), "h", listed), [], 0.3) == ["word:hacked by"]
    assert suspicious(seen(GOOD.encode(), "h", listed), [], 0.3) == []


@pytest.mark.parametrize("body", [b"", b"\xff\x00<", b"<" * 5000, b"<a>" * 5000, b"<!--"])
def test_any_body_is_a_look(body):
    assert seen(body, "h", ("x",)).digest


@pytest.mark.parametrize(("days", "wanted"), [(40, None), (30, 30), (8, 14), (0, 1), (-5, 1)])
def test_the_smallest_threshold_that_is_reached_counts(days, wanted):
    assert threshold(days, (30, 14, 7, 1)) == wanted
