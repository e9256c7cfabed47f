"""Many reports in one transaction: the same rows and answers as one by one."""

import asyncpg
import orjson
import pytest

from hueioc.auth.principal import Principal, Role
from hueioc.idempotency import claim
from hueioc.ids import uuid7
from hueioc.outbox import event_message
from reflection import views
from reflection.events import event_of
from reflection.queries import reports
from reflection.service.fresh import Rendering
from reflection.service.hot_submit import Desk, Group, prepare
from reflection.service.submit import drafted
from reflection.states import Action


@pytest.fixture
async def connection(service_database):
    """The database as a writer of groups sees it, rolled back after the test."""
    connection = await asyncpg.connect(service_database.dsn)
    transaction = connection.transaction()
    await transaction.start()
    yield connection
    await transaction.rollback()
    await connection.close()


@pytest.fixture
async def submission(office, session):
    """`submission(key="a", description="…")`: one report ready to be written."""
    categories = {row.code: row for row in await reports.all_categories(session)}
    session.expunge_all()

    def make(*, key="", by=None, body=b"", **over):
        caller, data = by or office.citizen, office.draft(**over)
        content = body or data.model_dump_json().encode()
        use = claim(client=caller.subject, method="POST", path="/v1/reports", key=key or str(data.id), body=content)
        category = categories[data.category]
        return prepare(office.intake, Desk(category, Rendering(category)), caller, data, use)

    return make


@pytest.fixture
def group(office):
    return Group(office.vault.ring)


async def test_every_report_of_a_group_gets_its_own_number(connection, submission, group):
    taken = await group.write(connection, [submission() for _ in range(3)])
    codes = [orjson.loads(each.body)["code"] for each in taken]
    assert len(set(codes)) == 3


def decoded(row, name):
    return orjson.loads(row[name]) if name == "attributes" else row[name]


async def test_a_group_writes_the_rows_that_the_ordinary_way_writes(connection, submission, group, office, session):
    ordinary = await office.report()
    session.expunge_all()
    single = await reports.find_report(session, ordinary.id)
    each = submission(by=office.stranger)  # the ordinary way still holds the row of its own person's key
    await group.write(connection, [each])
    row = await connection.fetchrow("select * from reports where id = $1", each.draft.id)
    own = {"id", "number", "created_at", "updated_at", "state_since", "words"}
    differing = [name for name in row.keys() if name not in own and decoded(row, name) != getattr(single, name)]  # noqa: SIM118 - a record
    assert differing == []
    line = await connection.fetchrow("select action, target, actor from history where report_id = $1", each.draft.id)
    assert tuple(line) == ("submit", "received", "reporter")


async def test_one_event_and_one_document_leave_for_each_report(connection, submission, group):
    each = submission()
    await group.write(connection, [each])
    rows = await connection.fetch("select kind, subject from outbox order by id")
    assert [tuple(row) for row in rows] == [
        (0, "evt.reflection.report.received"),
        (1, f"view.reflection.desk.{each.draft.id}"),
    ]


async def test_the_reporter_is_sealed_and_opens_again(connection, submission, group, office):
    each = submission(description="Gọi tôi 0905 123 456")
    await group.write(connection, [each])
    row = await connection.fetchrow("select * from identities where report_id = $1", each.draft.id)
    assert b"0905" not in row["sealed_original"]
    found = await keys_of(connection, row["person_id"], office.vault.ring)
    from hueioc.personal.sealed import open_

    context = f"identities.original.{each.draft.id}".encode()
    assert orjson.loads(open_(found, row["sealed_original"], context))["description"] == "Gọi tôi 0905 123 456"


async def keys_of(connection, person, ring):
    row = await connection.fetchrow("select kek_id, wrapped from person_keys where person_id = $1", person)
    return ring.unwrap(person, *row)


async def test_the_same_key_twice_in_one_group_is_the_business_of_each_alone(connection, submission, group):
    given = uuid7()
    with pytest.raises(asyncpg.UniqueViolationError):
        async with connection.transaction():
            await group.write(connection, [submission(id=given), submission(id=given)])
    assert await connection.fetchval("select count(*) from reports where id = $1", given) == 0


async def test_a_key_used_before_goes_the_ordinary_way(connection, submission, group):
    each = submission()
    await group.write(connection, [each])
    assert await group.write(connection, [each]) == [None]


async def test_the_answer_is_kept_with_the_key(connection, submission, group):
    each = submission()
    (taken,) = await group.write(connection, [each])
    kept = await connection.fetchrow("select status, headers, body from idempotency where scope = $1", each.use.scope)
    location = f"/v1/reports/mine/{each.draft.id}"
    assert (kept["status"], kept["body"]) == (201, taken.body)
    assert orjson.loads(kept["headers"]) == {"content-type": "application/json", "location": location}


async def test_an_id_that_is_there_under_another_key_goes_the_ordinary_way(connection, submission, group):
    given = uuid7()
    await group.write(connection, [submission(id=given, key="first")])
    assert await group.write(connection, [submission(id=given, key="second")]) == [None]


async def test_a_report_whose_photo_is_missing_is_left_out_alone(connection, submission, group):
    left_out, taken = await group.write(connection, [submission(media=["0" * 64]), submission()])
    assert left_out is None
    assert taken is not None


async def test_photos_that_were_uploaded_are_attached_in_their_order(connection, submission, group, office):
    photos = ["1" * 64, "2" * 64]
    for sha256 in photos:
        await connection.execute(
            'insert into uploads (id, owner, sha256, state, length, "offset", parts, expires_at, created_at)'
            " values ($1, $2, $3, 'complete', 1, 1, '{}', now(), now())",
            uuid7(),
            office.citizen.subject,
            sha256,
        )
    each = submission(media=photos)
    await group.write(connection, [each])
    rows = await connection.fetch("select sha256 from media where report_id = $1 order by position", each.draft.id)
    assert [row["sha256"] for row in rows] == photos


async def test_a_locked_account_is_left_out_alone(connection, submission, group, office):
    await group.write(connection, [submission()])
    await connection.execute(
        "insert into account_locks (id, person_token, report_id, reason, locked_by, locked_at, locked_until,"
        " decision_note) select $1, $2, id, 'Chửi bới', 'm', now(), now() + interval '1 day', '' from reports limit 1",
        uuid7(),
        office.vault.token("subject", office.citizen.subject),
    )
    left_out, taken = await group.write(connection, [submission(), submission(by=office.stranger)])
    assert left_out is None
    assert taken is not None


async def test_an_erased_person_goes_the_ordinary_way(connection, submission, group):
    first = submission()
    await group.write(connection, [first])
    await connection.execute("update person_keys set wrapped = null where person_id = $1", first.person)
    assert await group.write(connection, [submission()]) == [None]


CASES = {
    "plain": {"description": 'Ổ gà "lớn" \U0001f4a1\n0905 123 456'},
    "questions": {"category": "street-light", "answers": {"pole-number": "HV-12", "how-many": "one"}},
    "home": {"category": "noise", "place": {"lat": 16.46981, "lon": 107.57791, "address": "12 Lê Lợi"}},
    "photos": {"media": ["1" * 64, "2" * 64]},
}


@pytest.mark.parametrize("over", CASES.values(), ids=CASES.keys())
def test_what_a_group_renders_is_what_the_ordinary_views_render(submission, office, over):
    each = submission(**over)
    rendered = each.rendering.of(each.draft, 123, "")
    report = drafted(office.intake, each.draft.category, each.data, at=each.draft.at)
    report.number, report.version = 123, 1
    for medium, sent in zip(report.media, each.draft.media, strict=True):
        medium.id = sent.id
    event = event_of(Action.SUBMIT, report)
    assert orjson.loads(rendered.own) == plain(views.own_report(report))
    assert orjson.loads(rendered.desk.payload) == plain(views.staff_report(report))
    assert orjson.loads(rendered.event.payload) == plain(event)
    view = views.STAFF_REPORT.message(str(report.id), views.staff_report(report), version=1)
    assert (rendered.desk.subject, rendered.desk.headers) == (view.subject, view.headers)
    ordinary = event_message(event, subject_id=str(report.id), version=1, at=report.created_at)
    assert ordinary.headers | {"ce-id": str(rendered.event.event_id)} == rendered.event.headers


def plain(document):
    return orjson.loads(document.model_dump_json())


async def test_answers_to_questions_are_written(connection, submission, group):
    each = submission(category="street-light", answers={"pole-number": "HV-12", "how-many": "one"})
    await group.write(connection, [each])
    kept = orjson.loads(await connection.fetchval("select attributes from reports where id = $1", each.draft.id))
    assert [(answer["code"], answer["name"]) for answer in kept] == [("pole-number", "HV-12"), ("how-many", "Một đèn")]


async def test_a_home_is_written_rounded_beside_its_exact_place(connection, submission, group):
    each = submission(category="noise", place={"lat": 16.46981, "lon": 107.57791, "address": "12 Lê Lợi"})
    await group.write(connection, [each])
    row = await connection.fetchrow("select * from reports where id = $1", each.draft.id)
    assert (row["lat"], row["lon"], row["address"]) == (16.47, 107.578, "")
    assert (row["exact_lat"], row["exact_lon"], row["exact_address"]) == (16.46981, 107.57791, "12 Lê Lợi")


async def test_a_person_who_was_erased_before_ever_reporting_goes_the_ordinary_way(connection, submission, group):
    person = Principal(str(uuid7()), roles=frozenset({Role.CITIZEN}))
    await connection.execute(
        "insert into person_keys (person_id, kek_id, created_at, erased_at) values ($1, '', now(), now())",
        person.subject,
    )
    assert await group.write(connection, [submission(by=person)]) == [None]
