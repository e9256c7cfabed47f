"""Sources are asked politely, over real HTTP, and nobody leads us into our own network."""

from datetime import timedelta

import pytest

from press.rules.addresses import target_of
from press.service.collecting import Collector
from press.service.reaching import FetchRefused, Reach
from press.states import FetchProblem, SourceState


async def collect(office, source):
    """One round, when the source is due."""
    row = await office.again(source.id)
    assert row
    row.next_check_at, row.checked_at = row.created_at, None
    await office.session.flush()
    await office.collector.collect()
    return await office.again(source.id)


@pytest.fixture
async def source(office, newspaper, generated):
    newspaper.says(generated.rss(generated.stories(1, 4)), ETag='W/"ä1"', Last_Modified="Thu, 01 Jan 2026 00:00:00 GMT")
    return await office.source(newspaper.url())


async def test_a_feed_is_read_and_its_items_are_counted(office, source):
    row = await collect(office, source)
    assert (row.state, row.items, row.polls, row.status) == (SourceState.HEALTHY, 4, 1, 200)


async def test_both_validators_go_back_byte_for_byte(office, source, newspaper):
    await collect(office, source)
    newspaper.says(status=304)
    row = await collect(office, source)
    assert 'if-none-match: W/"ä1"' in newspaper.heard[-1]["exact"]
    assert "if-modified-since: Thu, 01 Jan 2026 00:00:00 GMT" in newspaper.heard[-1]["exact"]
    assert (row.unchanged, row.state) == (1, SourceState.HEALTHY)


async def test_a_304_with_another_validator_renews_it_and_keeps_the_other(office, source, newspaper):
    await collect(office, source)
    newspaper.says(status=304, ETag='"2"')
    row = await collect(office, source)
    assert (row.etag, row.last_modified) == ('"2"', "Thu, 01 Jan 2026 00:00:00 GMT")


async def test_a_200_without_a_validator_takes_the_old_one_away(office, source, newspaper, generated):
    await collect(office, source)
    newspaper.says(generated.rss(generated.stories(2, 1)), ETag='"3"')
    row = await collect(office, source)
    assert (row.etag, row.last_modified) == ('"3"', None)


async def test_the_same_body_without_validators_changes_nothing(office, newspaper, generated):
    newspaper.says(generated.rss(generated.stories(1, 2)))
    source = await office.source(newspaper.url())
    await collect(office, source)
    row = await collect(office, source)
    assert (row.items, row.unchanged) == (2, 1)


async def test_we_say_who_we_are_and_carry_no_cookies(office, source, newspaper):
    await collect(office, source)
    heard = newspaper.heard[-1]
    assert heard["user-agent"] == "hueioc-press/1.0 (+test)"
    assert not {"cookie", "referer", "authorization"} & set(heard)


async def test_a_packed_feed_is_unpacked(office, newspaper, generated):
    newspaper.says(generated.atom(generated.stories(1, 3)), packed=True)
    row = await collect(office, await office.source(newspaper.url()))
    assert row.items == 3


async def test_few_bytes_that_unpack_to_many_are_refused(office, newspaper):
    newspaper.says(b"\0" * (30 << 20), packed=True)
    row = await collect(office, await office.source(newspaper.url()))
    assert row.problem is FetchProblem.TOO_LARGE


async def test_a_body_beyond_the_bound_is_refused(office, newspaper):
    newspaper.says(b"<rss>" + b" " * (11 << 20))
    row = await collect(office, await office.source(newspaper.url()))
    assert row.problem is FetchProblem.TOO_LARGE


async def test_a_slow_answer_ends(office, newspaper):
    newspaper.pause_s = 5.0
    office.collector = Collector(office.database, Reach("x", total_s=0.2), may_be_private=True)
    row = await collect(office, await office.source(newspaper.url()))
    assert (row.problem, row.state) == (FetchProblem.TIMED_OUT, SourceState.FAILING)


@pytest.mark.parametrize(
    "raw",
    [
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx",
    ],
)
async def test_an_answer_that_is_no_http_is_said_to_be_broken(office, newspaper, raw):
    newspaper.raw = raw
    row = await collect(office, await office.source(newspaper.url()))
    assert row.problem in {FetchProblem.BROKEN, FetchProblem.TIMED_OUT}


async def test_a_page_that_is_no_feed_is_said_to_be_none(office, newspaper):
    newspaper.says(b"<html><body>404</body></html>")
    row = await collect(office, await office.source(newspaper.url()))
    assert row.problem is FetchProblem.NOT_A_FEED


async def test_a_permanent_redirect_is_adopted_after_three_times(office, newspaper, generated):
    newspaper.says(status=301, Location="/new")
    newspaper.says(generated.rss(generated.stories(1, 1)), path="/new")
    source = await office.source(newspaper.url())
    urls = [(await collect(office, source)).url for _ in range(3)]
    assert urls == [newspaper.url(), newspaper.url(), newspaper.url("/new")]


async def test_a_passing_redirect_is_followed_and_not_adopted(office, newspaper, generated):
    newspaper.says(status=302, Location="/new")
    newspaper.says(generated.rss(generated.stories(1, 1)), path="/new")
    source = await office.source(newspaper.url())
    for _ in range(4):
        row = await collect(office, source)
    assert (row.url, row.items) == (newspaper.url(), 1)


async def test_a_ring_of_redirects_ends(office, newspaper):
    newspaper.says(status=302, Location="/rss")
    row = await collect(office, await office.source(newspaper.url()))
    assert row.problem is FetchProblem.TOO_MANY_REDIRECTS


async def test_a_feed_that_is_gone_twice_is_switched_off(office, newspaper):
    newspaper.says(status=410)
    source = await office.source(newspaper.url())
    states = [(await collect(office, source)).state for _ in range(2)]
    assert states == [SourceState.FAILING, SourceState.DISABLED]


async def test_who_asks_us_to_slow_down_is_left_alone_that_long(office, newspaper, at_noon):
    newspaper.says(status=429, Retry_After="7200")
    row = await collect(office, await office.source(newspaper.url()))
    assert row.problem is FetchProblem.SLOW_DOWN
    assert row.next_check_at >= at_noon.moment + timedelta(seconds=7200)


async def test_two_feeds_of_one_host_are_not_asked_together(office, newspaper, generated):
    for path in ("/a", "/b"):
        newspaper.says(generated.rss(generated.stories(1, 1)), path=path)
        await office.source(newspaper.url(path))
    assert [await office.collector.collect() for _ in range(2)] == [1, 0]


async def test_after_the_spacing_the_other_feed_of_a_host_is_asked(office, newspaper, generated, at_noon):
    for path in ("/a", "/b"):
        newspaper.says(generated.rss(generated.stories(1, 1)), path=path)
        await office.source(newspaper.url(path))
    await office.collector.collect()
    at_noon.move(timedelta(seconds=3))
    assert await office.collector.collect() == 1
    assert {each["path"] for each in newspaper.heard} == {"/a", "/b"}


async def test_a_private_source_is_not_asked_in_production(office, newspaper, source):
    office.collector = Collector(office.database, office.collector.reach, may_be_private=False)
    row = await collect(office, source)
    assert (row.problem, newspaper.heard) == (FetchProblem.ADDRESS_REFUSED, [])


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://x/", "http://user@host/", "javascript:alert(1)", "http://", "http://a:99999/"]
)
def test_only_plain_web_addresses_are_addresses(url):
    assert target_of(url) is None


def names(**known):
    async def resolve(host, port):
        return known[host.partition(".")[0]]

    return resolve


async def test_a_name_that_leads_inside_is_refused():
    reach = Reach("x", resolve=names(evil=["127.0.0.1"]))
    with pytest.raises(FetchRefused, match="address-refused"):
        await reach.get("http://evil.example/", {})


async def test_a_name_with_one_inner_address_among_outer_ones_is_refused():
    reach = Reach("x", resolve=names(evil=["8.8.8.8", "10.0.0.1"]))
    with pytest.raises(FetchRefused, match="address-refused"):
        await reach.get("http://evil.example/", {})


async def test_another_port_of_a_public_host_is_refused():
    reach = Reach("x", resolve=names(fine=["8.8.8.8"]))
    with pytest.raises(FetchRefused, match="address-refused"):
        await reach.get("http://fine.example:6379/", {})


async def test_the_address_that_was_judged_is_the_one_that_is_asked(newspaper, generated):
    """The name is looked up once for each hop: a second answer of the resolver is never used."""
    looked = []

    async def resolve(host, port):
        looked.append(host)
        return ["127.0.0.1"] if len(looked) == 1 else ["10.255.255.1"]

    newspaper.says(generated.rss([]))
    fetched = await Reach("x", resolve=resolve).get(f"http://bao.example:{newspaper.port}/rss", {}, is_private=True)
    assert (fetched.status, looked) == (200, ["bao.example"])
    assert newspaper.heard[0]["host"] == f"bao.example:{newspaper.port}"
