"""Feeds are read as feedparser reads them, and nothing in them runs, hangs or raises."""

import random
from calendar import timegm
from datetime import UTC, datetime
from html.parser import HTMLParser

import feedparser
import pytest
from huedemo import feeds

from press.rules.dates import believable, moment_of
from press.rules.decoding import decoded
from press.rules.feeds import NotAFeed, read_feed
from press.rules.plain import excerpt_of, plain_text

SEEDS = range(12)
QUICK, LONG = 3_000, 100_000
NASTY = [
    b"<script>alert(1)</script>",
    b"&lt;img src=x onerror=alert(1)&gt;",
    b"&amp;lt;script&amp;gt;",
    b'<a href="javascript:alert(1)">x</a>',
    b"<![CDATA[<svg/onload=alert(1)>]]>",
    b"<link>javascript:alert(1)</link>",
    b"<!--",
    b"]]>",
    b"<item>",
    b"</item>",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"&#0;",
    b"&nbsp;",
    b"&",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b'<?xml version="1.0" encoding="utf-16"?>',
    b"<pubDate>Thu, 99 Foo 0000 99:99:99 +9999</pubDate>",
    b"<x:y xmlns:x='",
    b'"',
    b"<div>" * 300,
]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("form", feeds.FORMS, ids=lambda form: form.__name__)
def test_a_generated_feed_says_what_feedparser_says(form, seed):
    raw = form(feeds.stories(seed, 15))
    ours, theirs = read_feed(raw), feedparser.parse(raw)
    assert ours.title == theirs.feed.title
    assert len(ours.entries) == len(theirs.entries) == 15
    for mine, other in zip(ours.entries, theirs.entries, strict=True):
        assert (mine.identity, mine.url, mine.title) == (other.id, other.link, plain_text(other.title))
        assert mine.lead == plain_text(other.summary)
        moment = other.get("published_parsed") or other.get("updated_parsed")
        assert mine.published is not None
        assert mine.published.timestamp() == timegm(moment)


VARIANTS = {
    "bare ampersand": ("Một & hai", "Một & hai"),
    "entities of HTML": ("Một&nbsp;hai &eacute;", "Một hai é"),
    "twice escaped": ("A &amp;amp; B", "A & B"),
    "markup inside": ("A &lt;b&gt;đậm&lt;/b&gt;", "A đậm"),
    "decomposed": ("Hue\u0302\u0301", "Huế"),
    "cdata": ("<![CDATA[A <i>B</i> &amp; C]]>", "A B & C"),
    "unclosed": ("A &lt;script&gt;x", "A"),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_a_title_is_plain_text_whatever_was_done_to_it(name):
    given, wanted = VARIANTS[name]
    raw = f"<rss><channel><item><title>{given}</title></item></channel></rss>".encode()
    assert read_feed(raw).entries[0].title == wanted


def test_a_literal_title_of_atom_keeps_its_signs():
    raw = b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>5 &lt; 6 &amp;amp; 7</title></entry></feed>'
    assert read_feed(raw).entries[0].title == "5 < 6 &amp; 7"


def test_the_whole_feed_is_read_when_it_breaks_off():
    raw = feeds.rss(feeds.stories(1, 5))
    assert len(read_feed(raw[: raw.rindex(b"<item>")]).entries) == 4


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("Huế".encode("utf-16"), ""),
        ("Huế".encode(), "text/xml; charset=utf-8"),
        (b'<?xml version="1.0" encoding="utf-8"?>' + "Huế".encode(), ""),
        ("Huế".encode(), "text/xml; charset=us-ascii"),
        ("Huế".encode(), "text/xml; charset=base64"),
        (b"\xef\xbb\xbf" + "Huế".encode(), "text/xml; charset=windows-1252"),
    ],
)
def test_text_is_decoded_by_mark_header_prolog_and_guess(raw, kind):
    assert decoded(raw, kind).endswith("Huế")


def test_a_link_loses_what_follows_readers_and_keeps_its_number():
    raw = (
        b"<rss><channel><item><link>HTTPS://Bao.VN:443/tin-post123456.html?utm_source=x&amp;a=1&amp;fbclid=y#top</link>"
        b"</item></channel></rss>"
    )
    assert read_feed(raw).entries[0].url == "https://bao.vn/tin-post123456.html?a=1"


def test_what_a_feed_wishes_is_read():
    extra = (
        "<ttl>90</ttl><sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
        "<skipHours><hour>1</hour><hour>24</hour></skipHours><skipDays><day>Sunday</day></skipDays>"
    )
    feed = read_feed(feeds.rss(feeds.stories(1, 1), extra=extra))
    assert (feed.interval_s, feed.skip_hours, feed.skip_days) == (5400, {0, 1}, {"sunday"})


BILLION = (
    b'<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><rss><channel><item><title>&b;</title></item>'
    b"</channel></rss>"
)


@pytest.mark.parametrize(
    "raw",
    [b"", b"hello", b"<html><body>x</body></html>", BILLION, BILLION.decode().encode("utf-16"), b"\x00" * 50, b"<rss"],
)
def test_what_is_no_feed_is_refused(raw):
    with pytest.raises(NotAFeed):
        read_feed(raw)


def test_an_outer_file_is_never_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("hidden")
    raw = f'<!DOCTYPE r SYSTEM "{secret.as_uri()}"><rss><channel><item><title>x&y;</title></item></channel></rss>'
    assert "hidden" not in read_feed(raw.encode()).entries[0].title


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Thứ Hai, 12/03/2024 08:30 GMT+7", "2024-03-12T01:30:00+00:00"),
        ("12-03-2024 - 08:30 AM", "2024-03-12T01:30:00+00:00"),
        ("12-03-2024 - 08:30 PM", "2024-03-12T13:30:00+00:00"),
        ("Tue, 12 Mar 2024 08:30:00 +0700", "2024-03-12T01:30:00+00:00"),
        ("Tue, 12 Mar 2024 08:30:00 GMT", "2024-03-12T08:30:00+00:00"),
        ("2024-03-12T08:30:00", "2024-03-12T01:30:00+00:00"),
        ("2024-03-12T08:30:00.123Z", "2024-03-12T08:30:00+00:00"),
    ],
)
def test_a_date_is_read_as_newspapers_write_it(text, wanted):
    assert moment_of(text).isoformat() == wanted


def test_a_date_of_the_far_future_gives_way_to_when_it_was_seen():
    seen = datetime(2026, 1, 1, tzinfo=UTC)
    assert believable(datetime(2027, 1, 1, tzinfo=UTC), seen) == (seen, True)
    assert believable(datetime(1985, 1, 1, tzinfo=UTC), seen) == (seen, True)


def test_an_excerpt_is_cut_between_words():
    assert excerpt_of("một hai ba bốn", 10) == "một hai…"


class Elements(HTMLParser):
    """Every element that a browser would see."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.seen = []

    def handle_starttag(self, tag, attrs):  # noqa: ARG002 - its shape is the parser's
        self.seen.append(tag)


def elements(text):
    parser = Elements()
    parser.feed(text)
    parser.close()
    return parser.seen


def mutants(number, seed):
    chance = random.Random(seed)
    bases = [form(feeds.stories(each, 3)) for form in feeds.FORMS for each in range(2)]
    for _ in range(number):
        raw = bytearray(chance.choice(bases))
        for _ in range(chance.randrange(1, 6)):
            at = chance.randrange(len(raw) + 1)
            match chance.randrange(4):
                case 0:
                    raw[at:at] = chance.choice(NASTY)
                case 1:
                    del raw[at : at + chance.randrange(1, 60)]
                case 2:
                    raw[at : at + 1] = chance.randbytes(1)
                case _:
                    raw[at:at] = raw[chance.randrange(len(raw) + 1) :][: chance.randrange(1, 200)]
        yield bytes(raw)


def survive(number, seed):
    read = 0
    for raw in mutants(number, seed):
        try:
            feed = read_feed(raw)
        except NotAFeed:
            continue
        read += 1
        for each in feed.entries:
            for text in (each.title, each.lead, each.body):
                assert elements(text) == [], (text, raw)
                assert "\0" not in text
            assert each.url == "" or each.url.startswith(("http://", "https://"))
    assert read > number // 4


def test_mutated_feeds_are_no_more_than_refused_and_nothing_in_them_survives_as_markup():
    survive(QUICK, 1)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_hundred_thousand_mutated_feeds_are_no_more_than_refused():
    survive(LONG, 2)


def test_the_sanitiser_leaves_no_markup_of_any_mixture():
    chance = random.Random(3)
    pieces = [each.decode("latin-1") for each in NASTY] + [
        "<",
        ">",
        "&lt;",
        "&amp;lt;",
        "script",
        "/",
        " ",
        "onload=x",
        "ế",
    ]
    for _ in range(QUICK):
        text = plain_text("".join(chance.choices(pieces, k=12)))
        assert elements(text) == [], text


@pytest.mark.parametrize("mark", ["\u200b", "\u00ad", "\ufeff", "\x00", "\x85", "&#8203;", "&shy;"])
def test_an_unseen_mark_hides_no_tag(mark):
    assert elements(plain_text(f"a <{mark}script>alert(1)</{mark}script>")) == []


def test_many_unclosed_tags_take_no_longer_than_their_length():
    assert plain_text("<script " * 50_000 + "<a '" * 1_000 + "<!--" * 1_000) == ""
