"""The table from URL to answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.readmodel.entry import Document
from gateway.readmodel.table import STALE_AFTER_S, Table

URL = b"/v1/reports/1"


@pytest.fixture
def table():
    return Table(clock=lambda: 1_700_000_100.0)


def version_of(table, url=URL):
    entry = table.get(url)
    return entry and entry.document.version


def test_a_newer_version_replaces_an_older(table, document):
    assert table.fold(document(version=1))
    assert table.fold(document(version=2))
    assert version_of(table) == 2


@pytest.mark.parametrize("version", [1, 2])
def test_a_version_that_is_not_newer_is_dropped(table, document, version):
    table.fold(document(version=2))
    assert not table.fold(document(version=version, body=b"old"))
    assert table.get(URL).document.body != b"old"


def test_after_a_service_began_anew_its_smaller_versions_count(table, document):
    table.fold(document(version=9, epoch="before"))
    assert table.fold(document(version=1, epoch="after"))
    assert version_of(table) == 1


def test_a_tombstone_takes_the_document_away(table, document):
    table.fold(document(version=3))
    assert table.remove(document().subject, 4)
    assert (table.get(URL), table.removals) == (None, 1)


def test_a_tombstone_older_than_the_document_does_nothing(table, document):
    table.fold(document(version=3))
    assert not table.remove(document().subject, 3)
    assert version_of(table) == 3


def test_a_tombstone_of_something_unknown_does_nothing(table):
    assert not table.remove("view.x.y.z", 1)


def test_a_document_that_gets_another_address_leaves_the_old_one(table, document):
    subject = document().subject
    table.fold(document(version=1, subject=subject))
    table.fold(document("/v1/elsewhere", version=2, subject=subject))
    assert (table.get(URL), version_of(table, b"/v1/elsewhere")) == (None, 2)


def test_what_the_stream_no_longer_holds_is_dropped(table, document):
    table.fold(document())
    table.fold(document("/v1/reports/2"))
    table.begin_sweep()
    table.fold(document("/v1/reports/2"))
    table.end_sweep()
    assert (table.get(URL), len(table)) == (None, 1)


def test_what_comes_during_a_sweep_stays(table, document):
    table.begin_sweep()
    table.fold(document())
    table.end_sweep()
    assert len(table) == 1


def test_a_service_that_was_just_heard_is_fresh(table, document):
    table.fold(document())
    table.heard("reflection", 9)
    assert table.sources(table.get(URL)) == b"age: 0\r\nhue-sources: reflection;seq=5;age=0\r\n"


def test_a_service_that_is_silent_is_called_stale(table, document):
    table.fold(document(stored_at=1_700_000_100.0 - STALE_AFTER_S - 1))
    assert table.sources(table.get(URL)).endswith(b";age=11;stale\r\n")


def test_a_service_never_heard_is_infinitely_old(table):
    assert table.age_s("press") == float("inf")


def test_a_document_makes_its_service_fresher(table, document):
    table.heard("reflection", 3, 1_700_000_000.0)
    table.fold(document(position=5, stored_at=1_700_000_090.0))
    assert (table.freshness["reflection"].position, table.age_s("reflection")) == (5, 10)


CHANGES = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 9), st.booleans()), max_size=30)


@given(CHANGES)
def test_in_any_order_the_highest_version_stays(changes):
    table, highest = Table(), {}
    for key, version, is_tombstone in changes:
        subject, route = f"view.a.b.{key}", f"/v1/{key}"
        if is_tombstone:
            gone = table.remove(subject, version)
            assert gone == (version > highest.get(key, 99))
            if gone:
                highest.pop(key)
        else:
            fields = (1, 0.0, b"{}")
            table.fold(Document(route, subject, "a", "public", version, "e", *fields))
            highest[key] = max(version, highest.get(key, 0))
    assert {key: version_of(table, b"/v1/%d" % key) for key in highest} == highest
    assert len(table) == len(highest)


def test_a_document_that_is_said_anew_replaces_the_one_of_its_version(table, document):
    table.fold(document(version=2, body=b"before"))
    assert table.fold(document(version=2, revision=7, body=b"after"))
    assert table.get(URL).document.body == b"after"


@pytest.mark.parametrize(("version", "revision"), [(2, 7), (2, 3), (1, 99)])
def test_an_older_way_of_saying_it_is_dropped(table, document, version, revision):
    table.fold(document(version=2, revision=7))
    assert not table.fold(document(version=version, revision=revision))


def test_a_newer_version_needs_no_revision(table, document):
    table.fold(document(version=2, revision=7))
    assert table.fold(document(version=3))
    assert version_of(table) == 3
