"""Audit rows, their chain and its proof, on a real database with real commits."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.audit import audit, canonical, commit, digest_of, record
from hueioc.db import Database
from hueioc.proof import Broken, Verified, verify
from hueioc.sealer import AUDIT, START, Head, Sealer, SealKey, seal, seals, signed_content

KEY = SealKey("test", Ed25519PrivateKey.from_private_bytes(b"s" * 32))
COPIED = "at, actor, action, subject, detail, row_hash, xid"
KEYS = {"test": KEY.private.public_key()}


async def write(database: Database, *actions: str) -> None:
    async with database.transaction() as session:
        for action in actions:
            await record(session, "p-1", action, "report-1", {"số": 7, "list": [1, "hai", None, True]})


async def seal_now(database: Database) -> Head | None:
    async with database.transaction() as session:
        return await seal(session, AUDIT, KEY)


async def check(database: Database, published: bytes | None = None) -> Verified | Broken:
    async with database.transaction() as session:
        return await verify(session, AUDIT, KEYS, published_head=published)


async def tamper(database: Database, statement: str, **values: Any) -> None:
    async with database.transaction() as session:
        await session.execute(text(statement), values)


async def test_a_row_carries_the_hash_of_its_content(session: AsyncSession) -> None:
    await record(session, "p-1", "report.rejected", "r-1", {"reason": "spam", "n": 1})
    row = (await session.execute(select(*[c for c in audit.c if c.name != "xid"]))).mappings().one()
    assert digest_of(row) == row["row_hash"]


@pytest.mark.parametrize("value", [1.5, b"x", object(), {"a": [2.0]}, "a\0b"])
async def test_a_proof_holds_nothing_that_the_database_would_write_differently(
    session: AsyncSession, value: Any
) -> None:
    with pytest.raises(TypeError):
        await record(session, "p", "a", "s", {"v": value})


def test_canonical_json_does_not_depend_on_order() -> None:
    assert canonical({"b": 1, "a": {"d": "đ", "c": None}}) == '{"a":{"c":null,"d":"đ"},"b":1}'.encode()


def test_a_commitment_tells_nothing_without_its_salt() -> None:
    assert commit("0912345678", b"one") == commit("0912345678", b"one")
    assert commit("0912345678", b"one") != commit("0912345678", b"two")
    assert commit("bc", b"a") != commit("c", b"ab")


async def test_the_chain_of_seals_is_verified(committed_database: Database) -> None:
    for number in range(3):
        await write(committed_database, f"a{number}", f"b{number}")
        assert await seal_now(committed_database)
    last = await seal_now(committed_database)
    assert last is None
    judged = await check(committed_database)
    assert isinstance(judged, Verified)
    assert judged.rows == 6


async def test_a_row_committed_late_with_a_lower_id_is_sealed_and_none_is_passed_over(
    committed_database: Database,
) -> None:
    async with committed_database.transaction() as late:
        await record(late, "p", "late", "s")
        await write(committed_database, "early")
        assert await seal_now(committed_database) is None
    head = await seal_now(committed_database)
    assert head
    assert head.count == 2
    async with committed_database.transaction() as late:
        await record(late, "p", "late2", "s")
        async with committed_database.transaction() as early:
            await early.execute(text("select pg_current_xact_id()"))
            await record(early, "p", "early2", "s")
    head = await seal_now(committed_database)
    assert head
    assert head.count == 2
    assert isinstance(await check(committed_database), Verified)


async def test_a_rolled_back_row_leaves_no_hole(committed_database: Database) -> None:
    async def fail() -> None:
        async with committed_database.transaction() as session:
            await record(session, "p", "never", "s")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    await write(committed_database, "kept")
    assert await seal_now(committed_database)
    assert isinstance(await check(committed_database), Verified)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("update audit set actor = 'other' where action = 'a1'", "altered"),
        ("""update audit set detail = '{"so": 8}' where action = 'a1'""", "altered"),
        ("update audit set row_hash = sha256('x') where action = 'a1'", "altered"),
        ("delete from audit where action = 'a1'", "deleted"),
        (
            f"insert into audit ({COPIED}) select {COPIED} from audit where action = 'a1'",  # noqa: S608
            "inserted",
        ),
        (
            "update audit set actor = 'p-9', row_hash = sha256('p-9') where action = 'a1'",
            "altered",
        ),
    ],
)
async def test_tampering_with_a_row_is_found_and_the_row_is_named(
    committed_database: Database, statement: str, fault: str
) -> None:
    for number in range(3):
        await write(committed_database, f"a{number}", f"b{number}")
        await seal_now(committed_database)
    async with committed_database.transaction() as session:
        ids = dict((await session.execute(select(audit.c.action, audit.c.id))).all())
    await tamper(committed_database, statement)
    broken = await check(committed_database)
    assert isinstance(broken, Broken)
    assert broken.fault == fault
    if fault == "inserted":
        assert broken.row_id is not None
        assert broken.row_id > max(ids.values())
    else:
        assert broken.row_id == ids["a1"]


async def test_two_rows_in_each_others_place_are_found(committed_database: Database) -> None:
    await write(committed_database, "first", "second")
    await seal_now(committed_database)
    swap = "at, actor, action, subject, detail, row_hash"
    await tamper(
        committed_database,
        f"update audit a set ({swap}) = (select {swap} from audit b where b.id <> a.id)",  # noqa: S608
    )
    broken = await check(committed_database)
    assert isinstance(broken, Broken)
    assert broken.fault == "altered"


async def test_a_row_moved_to_another_transaction_is_found(committed_database: Database) -> None:
    await write(committed_database, "a")
    await seal_now(committed_database)
    await write(committed_database, "b")
    await seal_now(committed_database)
    await tamper(
        committed_database,
        "update audit set xid = (select xid from audit where action = 'b') where action = 'a'",
    )
    assert isinstance(await check(committed_database), Broken)


@pytest.mark.parametrize(
    "statement",
    [
        "delete from seals where id = (select min(id) + 1 from seals)",
        "update seals set row_ids = array_append(row_ids, 99) where id = (select min(id) from seals)",
        "update seals set to_xid = to_xid - 1 where id = (select max(id) from seals)",
        "update seals set signature = sha512('x') where id = (select max(id) from seals)",
        "update seals set key_id = 'other' where id = (select max(id) from seals)",
        "update seals set count = count + 1 where id = (select max(id) from seals)",
    ],
)
async def test_tampering_with_a_seal_is_found(committed_database: Database, statement: str) -> None:
    for number in range(3):
        await write(committed_database, f"a{number}")
        await seal_now(committed_database)
    await tamper(committed_database, statement)
    broken = await check(committed_database)
    assert isinstance(broken, Broken)
    assert broken.fault == "seal"


async def test_a_chain_cut_short_is_found_by_a_published_head(committed_database: Database) -> None:
    await write(committed_database, "a")
    first = await seal_now(committed_database)
    await write(committed_database, "b")
    second = await seal_now(committed_database)
    assert first
    assert second
    assert isinstance(await check(committed_database, first.head_hash), Verified)
    await tamper(committed_database, "delete from audit where action = 'b'")
    await tamper(committed_database, "delete from seals where id = (select max(id) from seals)")
    assert isinstance(await check(committed_database), Verified)
    broken = await check(committed_database, second.head_hash)
    assert isinstance(broken, Broken)
    assert broken.fault == "truncated"


async def test_many_sealers_at_once_never_fork_the_chain(committed_database: Database) -> None:
    published: list[Head] = []

    async def publish(head: Head) -> None:
        published.append(head)

    sealers = [Sealer(committed_database, [AUDIT], KEY, publish) for _ in range(4)]

    async def writing() -> None:
        for number in range(30):
            await write(committed_database, f"w{number}")

    async def sealing(sealer: Sealer) -> None:
        for _ in range(15):
            await sealer.seal_all()

    await asyncio.gather(writing(), *[sealing(sealer) for sealer in sealers])
    await sealers[0].seal_all()
    judged = await check(committed_database)
    assert isinstance(judged, Verified)
    assert judged.rows == 30 == sum(head.count for head in published)
    async with committed_database.transaction() as session:
        links = (await session.execute(select(seals.c.previous_hash))).scalars().all()
    assert len(set(links)) == len(links)
    assert START in links


async def test_a_sealer_works_every_second_until_it_is_stopped(
    committed_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Sealer, "EVERY_S", 0.02)
    heads: asyncio.Queue[Head] = asyncio.Queue()
    publish: Callable[[Head], Awaitable[None]] = heads.put
    sealer = Sealer(committed_database, [AUDIT], KEY, publish)
    sealer.start()
    await write(committed_database, "seen")
    head = await asyncio.wait_for(heads.get(), 5)
    await sealer.stop()
    assert head.count == 1


async def test_large_backlogs_are_sealed_in_pieces(
    committed_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hueioc.sealer.ROWS_AT_ONCE", 10)
    for number in range(8):
        await write(committed_database, *[f"{number}-{place}" for place in range(4)])
    counts: list[int] = []
    while head := await seal_now(committed_database):
        counts.append(head.count)
    assert sum(counts) == 32
    assert max(counts) <= 10
    assert isinstance(await check(committed_database), Verified)


async def test_after_a_restore_into_a_new_cluster_new_rows_are_sealed(committed_database: Database) -> None:
    await write(committed_database, "old")
    await seal_now(committed_database)
    # a dump keeps the transaction ids of the old cluster, which was far ahead
    await tamper(committed_database, "update audit set xid = '900000000'")
    async with committed_database.transaction() as session:
        found = (await session.execute(select(*seals.c))).mappings().one()
        await session.execute(text("delete from seals"))
        moved = dict(found) | {"to_xid": 1_000_000_000}
        moved["signature"] = KEY.private.sign(signed_content(moved))
        del moved["id"]
        await session.execute(insert(seals).values(moved))
    await write(committed_database, "new")
    head = await seal_now(committed_database)
    assert head
    assert head.count == 1
    judged = await check(committed_database)
    assert isinstance(judged, Verified)
    assert judged.rows == 2
