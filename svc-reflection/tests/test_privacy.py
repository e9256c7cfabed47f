"""Nothing personal that a reporter writes comes out anywhere: documents, events, feeds, logs."""

import random
import re
import unicodedata
from uuid import UUID

import pytest
from sqlalchemy import select

from hueioc.auth.principal import Role
from hueioc.clock import now
from hueioc.ids import uuid7
from hueioc.outbox import COLLECTED, outbox, write_collected
from hueioc.personal.redact import MASKS
from reflection.schemas import ReportCreate
from reflection.service.announce import tell
from reflection.service.submit import drafted, first_line
from reflection.states import Action, State

FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Tôn-Nữ".split()  # noqa: SIM905 - a list to be read
MIDDLES = "Văn Thị Hữu Đức Ngọc Thanh Minh Quốc Xuân Kim".split()  # noqa: SIM905
GIVEN = "Bình Châu Dũng Giang Hạnh Khánh Lộc Mẫn Nghĩa Oanh Phúc Quyên Sơn Thảo Uyên Vinh Xuyến Yến".split()  # noqa: SIM905
SEPARATORS = [" ", ".", "-", "\u00a0", " - ", "\u2009", "_", " . ", "\u200b", ""]
UNSEEN = "\u200b\u200d\u2060\ufeff\u00ad"
FRAMES = [
    "Kính gửi UBND phường, tôi là {name}, điện thoại {secret}, xin phản ánh rác ở đường Lê Lợi.",
    "Liên hệ {secret} ({name}) để biết thêm!",
    "Ngày 12/03/2025 lúc 14h30, {name} gọi {secret}: ổ gà trước nhà số 24.",
    "{secret}\n{name}",
    "Hố ga mất nắp; ai biết xin nhắn {name} {secret}. Cảm ơn",
]


def grouped(dice, digits, sizes):
    mark, out, place = dice.choice(SEPARATORS), [], 0
    for size in sizes:
        out.append(digits[place : place + size])
        place += size
    return mark.join(out)


def a_secret(dice):
    """(what must not come out, as it is written)"""
    kind = dice.randrange(4)
    if kind == 0:
        digits = dice.choice(["03", "05", "07", "08", "09"]) + "".join(dice.choices("0123456789", k=8))
        return digits[1:], grouped(dice, digits, dice.choice([(10,), (4, 3, 3), (3, 3, 4), (4, 6), (2, 2, 2, 2, 2)]))
    if kind == 1:
        rest = dice.choice("35789") + "".join(dice.choices("0123456789", k=8))
        return rest, dice.choice(["+84", "84 ", "0084", "(+84) "]) + grouped(dice, rest, dice.choice([(9,), (3, 3, 3)]))
    if kind == 2:
        digits = f"0{dice.randint(1, 96):02d}{dice.randint(0, 3)}" + "".join(dice.choices("0123456789", k=8))
        return digits, f"CCCD {grouped(dice, digits, dice.choice([(12,), (3, 3, 3, 3), (4, 4, 4)]))}"
    user = f"hue{dice.randint(10, 99)}.{''.join(dice.choices('abcdefghij', k=5))}"
    return user, f"{user}{dice.choice(['@', ' @ ', '＠', '[at]'])}gmail{dice.choice(['.', ' . '])}com"


def disguised(dice, written):
    if dice.random() < 0.2:
        written = written.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    if dice.random() < 0.2:
        place = dice.randrange(len(written))
        written = written[:place] + dice.choice(UNSEEN) + written[place:]
    return written


def a_name(dice):
    name = f"{dice.choice(FAMILIES)} {dice.choice(MIDDLES)} {dice.choice(GIVEN)}"
    written = dice.choice([str, str.upper, str.lower, without_accents])(name)
    if dice.random() < 0.2:
        written = unicodedata.normalize("NFD", written)
    if dice.random() < 0.2:
        written = written.replace(" ", dice.choice(["  ", "\u00a0", "-", "\u200b "]))
    return name, written


def without_accents(text):
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("Đ", "D")


def a_case(dice):
    """(payload, what must not come out of it)"""
    (secret, written), (name, called) = a_secret(dice), a_name(dice)
    text = dice.choice(FRAMES).format(name=called, secret=disguised(dice, written))
    payload = {
        "id": str(uuid7()),
        "category": dice.choice(["garbage", "pothole"]),
        "description": text,
        "place": {"lat": 16.4698, "lon": 107.5779, "address": f"Nhà {called}, {written}"},
        "contact": {"name": name, "phone": "", "email": ""},
    }
    return payload, (secret, name)


def leaks(shown, secret, name):
    """Looked for without marks, accents and blanks, so that no disguise hides it."""
    seen = unicodedata.normalize("NFKC", "".join(c for c in shown if c not in UNSEEN))
    if secret.isdigit():
        runs = ("".join(re.findall(r"\d", run)) for run in re.findall(r"\d(?:[\s.\-_()]{0,4}\d)*", seen))
        found = any(secret in run for run in runs)
    else:
        found = secret in seen
    parts = without_accents(name).lower().replace("-", " ").split()
    words = re.findall(r"\w+", without_accents(seen).lower())
    together = any(words[n : n + len(parts)] == parts for n in range(len(words)))
    return found or together


@pytest.fixture
def leaking(office, category):
    def run(count, seed):
        dice = random.Random(seed)
        found = []
        for _ in range(count):
            payload, (secret, name) = a_case(dice)
            data = ReportCreate.model_validate(payload)
            report = drafted(office.intake, category, data, at=now())
            shown = f"{report.description}\n{report.address}"
            if leaks(shown, secret, name) or MASKS["name"] not in shown:
                found.append((payload["description"], shown, secret, name))
        return found

    return run


@pytest.fixture
async def category(session):

    from reflection.queries import reports

    return await reports.find_category(session, "garbage", now())


def test_five_thousand_generated_reports_leak_nothing(leaking):
    assert leaking(5_000, seed=11) == []


PUBLIC = (
    "/v1/reports?limit=100",
    "/v1/reports/map?zoom=18",
    "/v1/reports/nearby?lat=16.4698&lon=107.5779&radius=1000",
    "/v1/reports/feed.rss?limit=100",
    "/v1/reports/feed.atom?limit=100",
    "/v1/open-data/reports.csv",
    "/v1/open-data/reports.geojson",
    "/v1/statistics",
    "/open311/v2/requests.json",
    "/open311/v2/requests.xml?extensions=true",
    "/open311/v2/bulk/requests.csv",
)


STRUCTURE = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # ids
    r"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?"
    r"|\d\d \w{3} \d{4} \d\d:\d\d:\d\d"
    r"|16\.4698\d*|107\.5779\d*|16\.46 107\.57|PA-\d+"
)
"""What every document has of digits that no reporter has written."""


def said_in(text):
    """Windows of digits, addresses and runs of three words, as a reader could put them together again."""
    seen = unicodedata.normalize("NFKC", "".join(c for c in STRUCTURE.sub(" ", text) if c not in UNSEEN))
    runs = ["".join(re.findall(r"\d", run)) for run in re.findall(r"\d(?:[\s.\-_()]{0,4}\d)*", seen)]
    digits = {run[n : n + size] for run in runs for size in (9, 12) for n in range(len(run) - size + 1)}
    words = re.findall(r"\w+", without_accents(seen).lower())
    return digits | set(re.findall(r"hue\d\d\.[a-j]{5}", seen)) | set(zip(words, words[1:], words[2:], strict=False))


def parts_of(secret, name):
    return {secret, tuple(without_accents(name).lower().replace("-", " ").split()[-3:])}


@pytest.fixture
def everywhere(make_client, office, session, category):
    """`await everywhere(1_000, seed)`: what that many reports make the service say, by where it says it."""

    async def run(count, seed):
        dice, hidden, anybody, told = random.Random(seed), set(), make_client(), {}
        made = []
        for _ in range(count):
            payload, secrets = a_case(dice)
            hidden |= parts_of(*secrets)
            report = drafted(office.intake, category, ReportCreate.model_validate(payload), at=now())
            report.history.append(first_line(report.id, office.citizen))
            report.unit = report.deadline = report.answer = report.rating = None
            made.append(report)
        session.add_all(made)
        await session.flush()
        for action, state in ((Action.SUBMIT, State.RECEIVED), (Action.ACCEPT, State.ACCEPTED)):
            for report in made:
                report.state = state
                tell(session, report, action)
        await session.flush()
        for message in session.info.pop(COLLECTED):
            told.setdefault(message.subject.rsplit(".", 1)[0], []).append(message.payload.decode())
        for url in FEEDS:
            while url:
                answer = await anybody.get(url)
                assert answer.status_code == 200, url
                told.setdefault(url.partition("?")[0], []).append(answer.text)
                url = next_page(answer)  # noqa: PLW2901 - page after page
        return hidden, {place: "\n".join(texts) for place, texts in told.items()}

    return run


FEEDS = (
    "/v1/reports?limit=100",
    "/v1/reports/feed.rss?limit=100",
    "/v1/reports/feed.atom?limit=100",
    "/v1/reports/map?zoom=18",
    "/v1/open-data/reports.csv",
    "/v1/open-data/reports.geojson",
    "/open311/v2/requests.json?extensions=true&page_size=1000",
    "/open311/v2/requests.xml?page_size=1000",
    "/open311/v2/servicerequestupdates.json",
    "/open311/v2/bulk/requests.csv",
    "/open311/v2/bulk/requests.xml",
)


def next_page(answer):
    if later := answer.headers.get("x-next-page-url"):
        return later.partition("/open311")[1] + later.partition("/open311")[2]
    if not answer.url.path.endswith("/v1/reports"):
        return None
    cursor = answer.json()["next_cursor"]
    return f"/v1/reports?limit=100&cursor={cursor}" if cursor else None


def test_what_is_looked_for_would_be_found():
    dice = random.Random(3)
    for _ in range(500):
        payload, secrets = a_case(dice)
        missed = parts_of(*secrets) - said_in(f"{payload['description']}\n{payload['place']['address']}")
        assert not missed, payload


async def test_what_many_reports_say_in_documents_events_and_feeds_names_nobody(everywhere):
    hidden, told = await everywhere(1_000, 7)
    assert {"view.reflection.report", "view.reflection.desk", "evt.reflection.report"} <= told.keys()
    assert all(MASKS["name"] in told[place] for place in told if place in CARRY_WORDS)
    assert {place: found for place, text in told.items() if (found := said_in(text) & hidden)} == {}


CARRY_WORDS = frozenset({"view.reflection.report", *(url.partition("?")[0] for url in FEEDS)}) - {
    "/v1/reports/map",
    "/open311/v2/servicerequestupdates.json",
}


@pytest.mark.long
@pytest.mark.timeout(3_600)
async def test_a_hundred_thousand_generated_reports_leak_nothing(everywhere, session):
    for seed in range(100):
        kept = await session.begin_nested()
        hidden, told = await everywhere(1_000, 2026 + seed)
        assert {place: found for place, text in told.items() if (found := said_in(text) & hidden)} == {}
        await kept.rollback()


async def test_nothing_personal_comes_out_of_the_service(make_client, office, session, caplog, capsys):
    from reflection.queries import reports
    from reflection.service.announce import SYSTEM, move

    caplog.set_level("DEBUG")
    dice, cases = random.Random(5), []
    citizen = make_client(Role.CITIZEN, subject=office.citizen.subject)
    for _ in range(150):
        payload, secrets = a_case(dice)
        answer = await citizen.post("/v1/reports", json=payload)
        assert answer.status_code == 201, answer.text
        cases.append((payload["id"], secrets))
    for report_id, _ in cases:
        report = await reports.find_report(session, UUID(report_id))
        await move(session, report, Action.ACCEPT, SYSTEM)
    await write_collected(session)
    anybody = make_client()
    shown = [(await anybody.get(url)).text for url in PUBLIC]
    shown += [(await anybody.get(f"/v1/reports/{report_id}")).text for report_id, _ in cases[:30]]
    rows = await session.scalars(select(outbox.c.payload))
    shown += [bytes(row).decode() for row in rows]
    shown += [caplog.text, "".join(capsys.readouterr())]
    assert sum(MASKS["name"] in each for each in shown) > 100
    found = [(secrets, each[:200]) for each in shown for _, secrets in cases if _leaks_fast(each, secrets)]
    assert found == []


def _leaks_fast(shown, secrets):
    secret, name = secrets
    return secret in shown or name in shown or without_accents(name) in shown
