"""Security events a second against 1,500 Sigma rules, beside asking every rule of the event's log source in turn.

The rules are made here in the mixture that the published collection has (contains, endswith, startswith, all, re, not,
wildcards); the same compiled tests answer on both sides, and both must find the same.
"""

import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from hueioc.clock import VIETNAM
from infosec.rules.intake import event_of_syslog
from infosec.rules.ocsf import Event, LogSource
from infosec.rules.sigma_engine import Engine
from infosec.rules.sigma_rule import rules_of
from tests.bench.figure import Figure

RULES = 1_500
EVENTS = 2_000
BEST_OF = 3
LETTERS = "abcdefghijklmnopqrstuvwxyz"


_spelling = random.Random(0)
VOCABULARY = ["".join(_spelling.choices(LETTERS, k=_spelling.randint(5, 12))) for _ in range(10_000)]
"""Shared by rules and events, so that an event has words of about twenty rules, as real ones have."""


def word(draw: random.Random) -> str:
    return draw.choice(VOCABULARY)


def rule(draw: random.Random, number: int) -> str:
    kinds = ("|contains",) * 46 + ("|endswith",) * 34 + ("|contains|all",) * 12 + ("|startswith",) * 6 + ("|re",) * 2
    kind = draw.choice(kinds)
    if kind == "|re":
        return _ruled(number, kind, [f"{word(draw)}\\s+.*{word(draw)}"], ("s", word(draw)))
    values = [f"{word(draw)}.exe" if kind == "|endswith" else word(draw) for _ in range(draw.randint(1, 12))]
    condition = draw.choice(("s", "s", "s and t", "s and not t", "1 of them"))
    return _ruled(number, kind, values, (condition, word(draw)))


def _ruled(number: int, kind: str, values: list[str], rest: tuple[str, str]) -> str:
    condition, program = rest
    return (
        f"title: Rule {number}\nlogsource: {{category: process_creation, product: windows}}\ndetection:\n"
        f"  s: {{CommandLine{kind}: {values}}}\n  t: {{Image|endswith: '\\{program}.exe'}}\n"
        f"  condition: {condition}\n"
    )


def event(draw: random.Random) -> Event:
    line = " ".join(f"-{word(draw)} C:\\{word(draw)}\\{word(draw)}.exe" for _ in range(6))
    fields = {"CommandLine": line, "Image": f"C:\\Windows\\{word(draw)}.exe", "User": word(draw), "EventID": 1}
    return Event({}, fields, LogSource("process_creation", "windows"), b"")


def rate(work: Callable[[Event], object], events: list[Event]) -> float:
    best = 0.0
    for _ in range(BEST_OF):
        began = time.perf_counter()
        for each in events:
            work(each)
        best = max(best, len(events) / (time.perf_counter() - began))
    return best


def run() -> Iterator[Figure]:
    draw = random.Random(1)
    engine = Engine([each for n in range(RULES) for each in rules_of(rule(draw, n), str(n))])
    events = [event(draw) for _ in range(EVENTS)]
    few = events[: EVENTS // 10]
    if [engine.matches(each) for each in few] != [engine.matches_naively(each) for each in few]:
        raise ValueError("the index and the rules do not agree")
    ours, theirs = rate(engine.matches, events), rate(engine.matches_naively, few)
    name = f"every one of {RULES} rules asked"
    yield Figure(name="infosec-sigma", ours=ours, peer=theirs, peer_name=name, goal="≥ 10", unit="events/s")
    raw = b"<38>Nov  3 12:00:00 web1 sshd[12]: Failed password for root from 203.0.113.7 port 4242 ssh2"
    moment = datetime.now(UTC)
    began = time.perf_counter()
    for _ in range(EVENTS):
        event_of_syslog(raw, moment, VIETNAM)
    yield Figure(name="infosec-syslog", ours=EVENTS / (time.perf_counter() - began), unit="messages/s to OCSF")
