"""Feeds read beside `feedparser`: the same generated newspapers in three forms, with markup to be taken out.

Both give plain facts: title, link, identity, moment, lead. Ours gives text without any markup, theirs sanitised HTML.
CPU seconds of this process, the best of several rounds, so that neighbours on the machine do not count.
"""

import time
from collections.abc import Callable, Iterator

import feedparser
from huedemo.feeds import FORMS, stories

from press.rules.feeds import read_feed
from tests.bench.figure import Figure

ENTRIES = 60
FEEDS_A_FORM = 4
ROUNDS = 5


def feeds() -> list[bytes]:
    return [form(stories(seed, ENTRIES)) for form in FORMS for seed in range(FEEDS_A_FORM)]


def rate(read: Callable[[bytes], object], documents: list[bytes]) -> float:
    """Feeds a second."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for raw in documents:
            read(raw)
        best = min(best, time.process_time() - began)
    return len(documents) / best


def run() -> Iterator[Figure]:
    documents = feeds()
    yield Figure(
        name="press-feeds",
        ours=rate(read_feed, documents),
        peer=rate(feedparser.parse, documents),
        peer_name="feedparser, same documents",
        goal="≥ 10",
        unit="feeds/s",
    )
