"""Many reports in one transaction: the same rows and answers as one by one."""

import asyncpg
import orjson
import pytest

from hueioc.auth.principal import Principal, Role
from hueioc.hot import Answer
from hueioc.idempotency import KeyReused, claim
from hueioc.ids import uuid7
from hueioc.personal import keys
from reflection.errors import AccountLocked, MediaMissing
from reflection.queries import reports
from reflection.service.hot_submit import Group, Taken, prepare


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
        return prepare(office.intake, categories[data.category], caller, data, use)

    return make


@pytest.fixture
def group(office):
    return Group(office.vault.ring)


async def test_every_report_of_a_group_gets_its_own_number(connection, submission, group):
    taken = await group.write(connection, [submission() for _ in range(3)])
    codes = [orjson.loads(each.answer.body)["code"] for each in taken]
    assert len(set(codes)) == 3
    assert {each.answer.status for each in taken} == {201}


def decoded(row, name):
    return orjson.loads(row[name]) if name == "attributes" else row[name]


async def test_a_group_writes_the_rows_that_the_ordinary_way_writes(connection, submission, group, office, session):
    ordinary = await office.report()
    session.expunge_all()
    single = await reports.find_report(session, ordinary.id)
    each = submission(by=office.stranger)  # the ordinary way still holds the row of its own person's key
    await group.write(connection, [each])
    row = await connection.fetchrow("select * from reports where id = $1", each.report.id)
    own = {"id", "number", "created_at", "updated_at", "state_since", "words"}
    differing = [name for name in row.keys() if name not in own and decoded(row, name) != getattr(single, name)]  # noqa: SIM118 - a record
    assert differing == []
    line = await connection.fetchrow("select action, target, actor from history where report_id = $1", each.report.id)
    assert tuple(line) == ("submit", "received", "reporter")


async def test_one_event_and_one_document_leave_for_each_report(connection, submission, group):
    each = submission()
    await group.write(connection, [each])
    rows = await connection.fetch("select kind, subject from outbox order by id")
    assert [tuple(row) for row in rows] == [
        (0, "evt.reflection.report.received"),
        (1, f"view.reflection.desk.{each.report.id}"),
    ]


async def test_the_reporter_is_sealed_and_opens_again(connection, submission, group, office):
    each = submission(description="Gọi tôi 0905 123 456")
    await group.write(connection, [each])
    row = await connection.fetchrow("select * from identities where report_id = $1", each.report.id)
    assert b"0905" not in row["sealed_original"]
    found = await keys_of(connection, row["person_id"], office.vault.ring)
    from hueioc.personal.sealed import open_

    context = f"identities.original.{each.report.id}".encode()
    assert orjson.loads(open_(found, row["sealed_original"], context))["description"] == "Gọi tôi 0905 123 456"


async def keys_of(connection, person, ring):
    from hueioc.hot import keys_of_people

    return (await keys_of_people(connection, {person}, ring))[person]


async def test_the_same_key_twice_in_one_group_is_one_report(connection, submission, group):
    given = uuid7()
    first, second = submission(id=given), submission(id=given)
    taken = await group.write(connection, [first, second])
    assert taken[0].answer == taken[1].answer
    assert await connection.fetchval("select count(*) from reports where id = $1", given) == 1


async def test_a_key_used_before_repeats_its_answer(connection, submission, group):
    each = submission()
    (first,) = await group.write(connection, [each])
    (again,) = await group.write(connection, [each])
    assert again == Taken(Answer(201, first.answer.headers | {"Idempotent-Replayed": "true"}, first.answer.body), 0)


async def test_a_key_with_another_content_is_refused_alone(connection, submission, group):
    await group.write(connection, [submission(key="mine")])
    refused, taken = await group.write(connection, [submission(key="mine", body=b"other"), submission()])
    assert isinstance(refused, KeyReused)
    assert taken.answer.status == 201


async def test_an_id_that_is_there_under_another_key_goes_the_ordinary_way(connection, submission, group):
    given = uuid7()
    await group.write(connection, [submission(id=given, key="first")])
    assert await group.write(connection, [submission(id=given, key="second")]) == [Taken(None, 0)]


async def test_a_report_whose_photo_is_missing_is_refused_alone(connection, submission, group):
    refused, taken = await group.write(connection, [submission(media=["0" * 64]), submission()])
    assert isinstance(refused, MediaMissing)
    assert taken.answer.status == 201


async def test_a_locked_account_is_refused_alone(connection, submission, group, office):
    await group.write(connection, [submission()])
    await connection.execute(
        "insert into account_locks (id, person_token, report_id, reason, locked_by, locked_at, locked_until,"
        " decision_note) select $1, $2, id, 'Chửi bới', 'm', now(), now() + interval '1 day', '' from reports limit 1",
        uuid7(),
        office.vault.token("subject", office.citizen.subject),
    )
    refused, taken = await group.write(connection, [submission(), submission(by=office.stranger)])
    assert isinstance(refused, AccountLocked)
    assert taken.answer.status == 201


async def test_answers_to_questions_are_written(connection, submission, group):
    each = submission(category="street-light", answers={"pole-number": "HV-12", "how-many": "one"})
    await group.write(connection, [each])
    kept = orjson.loads(await connection.fetchval("select attributes from reports where id = $1", each.report.id))
    assert [(answer["code"], answer["name"]) for answer in kept] == [("pole-number", "HV-12"), ("how-many", "Một đèn")]


async def test_a_home_is_written_rounded_beside_its_exact_place(connection, submission, group):
    each = submission(category="noise", place={"lat": 16.46981, "lon": 107.57791, "address": "12 Lê Lợi"})
    await group.write(connection, [each])
    row = await connection.fetchrow("select * from reports where id = $1", each.report.id)
    assert (row["lat"], row["lon"], row["address"]) == (16.47, 107.578, "")
    assert (row["exact_lat"], row["exact_lon"], row["exact_address"]) == (16.46981, 107.57791, "12 Lê Lợi")


async def test_an_erased_person_cannot_report(connection, submission, group):
    person = Principal(str(uuid7()), roles=frozenset({Role.CITIZEN}))
    await connection.execute(
        "insert into person_keys (person_id, kek_id, created_at, erased_at) values ($1, '', now(), now())",
        person.subject,
    )
    (refused,) = await group.write(connection, [submission(by=person)])
    assert isinstance(refused, keys.Erased)
