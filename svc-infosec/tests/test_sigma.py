"""Sigma rules: what they match, which are refused and why, and that the index finds what asking every rule finds."""

import random
from datetime import UTC, datetime

import pytest

from hueioc.clock import VIETNAM
from infosec.rules.intake import event_of_syslog
from infosec.rules.ocsf import Event, LogSource
from infosec.rules.sigma_engine import Engine
from infosec.rules.sigma_rule import rules_of
from infosec.rules.sigma_text import RuleRefused
from infosec.rules.sigma_value import literal_of
from infosec.seed import sigma_files

NOON = datetime(2026, 11, 3, 5, tzinfo=UTC)
BASE = "title: T\nlogsource: {product: windows}\nlevel: low\ndetection:\n"


def event(**fields):
    return Event({}, fields, LogSource("", "windows", frozenset()), b"")


def matches(detection, **fields):
    engine = Engine(rules_of(BASE + "".join(f"  {line}\n" for line in detection.splitlines()), "t.yml"))
    found = engine.matches(event(**fields))
    assert found == engine.matches_naively(event(**fields))
    return bool(found)


@pytest.mark.parametrize(
    ("selection", "value", "wanted"),
    [
        ("a: Cmd.exe", "cmd.EXE", True),
        ("a: cmd", "cmd.exe", False),
        ("a|contains: MD.e", "cmd.exe", True),
        ("a|startswith: cm", "cmd.exe", True),
        ("a|endswith: .exe", "cmd.exe", True),
        ("a|endswith: [.dll, .exe]", "cmd.exe", True),
        ("a|contains|all: [cm, exe]", "cmd.exe", True),
        ("a|contains|all: [cm, dll]", "cmd.exe", False),
        ("a: 'c*d.?xe'", "cmd.exe", True),
        (r"a: 'c\*d'", "c*d", True),
        (r"a: 'c\*d'", "cxd", False),
        (r"a: 'c\\*'", "c\\windows", True),
        ("a|re: '^c.d'", "cmd.exe", True),
        ("a|re: '^C'", "cmd.exe", False),
        ("a|re|i: '^C'", "cmd.exe", True),
        ("a|cidr: 10.0.0.0/8", "10.1.2.3", True),
        ("a|cidr: 'fc00::/7'", "fd00::1", True),
        ("a|cidr: 10.0.0.0/8", "no address", False),
        ("a: 4624", 4624, True),
        ("a: '4624'", 4624, True),
        ("a|gte: 10", 10, True),
        ("a|lt: 10", "x", False),
        ("a|cased: CMD", "cmd", False),
        ("a: ''", "", True),
        ("a: null", None, True),
        ("a|exists: true", "x", True),
        ("b: null", "x", True),
        ("b|exists: true", "x", False),
    ],
)
def test_a_field_with_its_modifiers(selection, value, wanted):
    assert matches(f"s: {{{selection}}}\ncondition: s", a=value) is wanted


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        ("yes1 and yes2", True),
        ("yes1 and no1", False),
        ("no1 or yes1 and yes2", True),
        ("not no1", True),
        ("not (yes1 or no1)", False),
        ("1 of no* or yes1", True),
        ("1 of yes*", True),
        ("all of yes*", True),
        ("all of them", False),
        ("1 of them", True),
        ("any of no*", False),
        ("not yes1 or yes2", True),
        ("not not yes1", True),
    ],
)
def test_conditions(condition, wanted):
    detection = f"yes1: {{a: x}}\nyes2: {{a|contains: x}}\nno1: {{a: y}}\nno2: {{a: z}}\ncondition: {condition}"
    assert matches(detection, a="x") is wanted


def test_them_leaves_out_what_begins_with_an_underscore():
    assert matches("s: {a: x}\n_t: {a: y}\ncondition: all of them", a="x")


def test_keywords_are_looked_for_in_the_whole_event():
    assert matches("keywords: [Segfault, other]\ncondition: keywords", b="a SEGFAULT at 0")


def test_keywords_may_all_be_asked_for():
    assert not matches("keywords: {'|all': [one, two]}\ncondition: keywords", b="one")


def test_a_list_of_maps_is_one_of_them():
    assert matches("s: [{a: y}, {a: x, b: z}]\ncondition: s", a="x", b="z")


def test_a_rule_is_for_its_log_source_alone():
    engine = Engine(rules_of(BASE + "  s: {a: x}\n  condition: s\n", "t"))
    assert engine.matches(Event({}, {"a": "x"}, LogSource("", "linux"), b"")) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: [", "not YAML"),
        ("", "no rule"),
        ("- 1", "a map"),
        ("a: &x 1\nb: *x", "aliases"),
        ("[" * 60 + "]" * 60, "nested"),
        ("x" * 70_000, "larger"),
        ("title: T\nlogsource: {}\n", "detection"),
        (BASE + "  s: {a|windash: x}\n  condition: s", "windash"),
        (BASE + "  s: {a|expand: '%x%'}\n  condition: s", "expand"),
        (BASE + "  s: {a|re: '(?=x)'}\n  condition: s", "regular expression"),
        (BASE + "  s: {a|re: '((a{1,100}){1,100}){1,100}'}\n  condition: s", "regular expression"),
        (BASE + "  s: {a|cidr: x}\n  condition: s", "network"),
        (BASE + "  s: {a: x}\n  condition: t", "does not have"),
        (BASE + "  s: {a: x}\n  condition: (s", "close"),
        (BASE + "  s: {a: x}\n  condition: s | count() > 3", "aggregations"),
        (BASE + "  s: {a: x}\n  condition: " + "(" * 40 + "s" + ")" * 40, "nested"),
        ("title: T\ncorrelation: {type: temporal, rules: [a], timespan: 1m}", "event_count"),
    ],
)
def test_a_rule_that_cannot_be_used_says_why(text, why):
    with pytest.raises(RuleRefused, match=why):
        rules_of(text, "t.yml")


@pytest.mark.parametrize(
    ("pattern", "literal"),
    [("abc", "abc"), (r"a\.Bcd+e", "bc"), ("ab?c", "a"), (r"^x\s+curl.*sh$", "curl"), ("(a|b)", ""), ("[abc]d", "")],
)
def test_the_literal_of_an_expression_is_in_whatever_it_matches(pattern, literal):
    assert literal_of(pattern) == literal


def test_an_expression_that_others_need_years_for_is_linear():
    assert not matches("s: {a|re: '^(a+)+$'}\ncondition: s", a="a" * 5_000 + "!")


def test_our_own_rules_can_all_be_read(own_rules):
    assert len(own_rules.rules) + len(own_rules.correlations) >= 12


@pytest.mark.parametrize(
    ("message", "title"),
    [
        ('nginx: 203.0.113.7 - - [x] "GET /uploads/a.php HTTP/1.1" 200 1', "Request for a web shell"),
        ('nginx: 203.0.113.7 - - [x] "GET /n?id=1%27+or+1=1 HTTP/1.1" 200 1', "SQL injection in a request"),
        ("sshd[1]: Accepted password for root from 203.0.113.7 port 2 ssh2", "Administrator logs in from outside"),
        ("sudo: an : TTY=p ; PWD=/ ; USER=root ; COMMAND=/bin/rm /var/log/auth.log", "Logs deleted on Linux"),
    ],
)
def test_our_own_rules_find_what_they_are_for(own_rules, message, title):
    found = own_rules.matches(event_of_syslog(f"<38>Nov  3 12:00:00 h {message}".encode(), NOON, VIETNAM))
    assert title in [rule.heading.title for rule in found]


def test_an_everyday_event_raises_nothing(own_rules):
    raw = b'<38>Nov  3 12:00:00 h nginx: 203.0.113.7 - - [x] "GET /tin-tuc HTTP/1.1" 200 1'
    assert own_rules.matches(event_of_syslog(raw, NOON, VIETNAM)) == []


def test_the_index_finds_what_asking_every_rule_finds():
    draw = random.Random(5)
    words = ["cmd", "power", "shell", "net", "user", "temp", "x", "exe", "dll", "-enc"]
    texts = []
    for number in range(300):
        field, kind = draw.choice("ab"), draw.choice(("", "|contains", "|startswith", "|endswith", "|contains|all"))
        values = [draw.choice(words) for _ in range(draw.randint(1, 3))]
        condition = draw.choice(("s", "s and t", "s or t", "s and not t", "1 of them", "all of them"))
        texts.append(
            f"title: T{number}\nlogsource: {{}}\ndetection:\n  s: {{{field}{kind}: {values}}}\n"
            f"  t: {{b|contains: {draw.choice(words)}}}\n  condition: {condition}\n"
        )
    engine = Engine([rule for number, text in enumerate(texts) for rule in rules_of(text, str(number))])
    for _ in range(300):
        one = event(a=" ".join(draw.choices(words, k=3)), b=draw.choice(words))
        assert engine.matches(one) == engine.matches_naively(one)


def survive(number, seed):
    draw = random.Random(seed)
    bodies = [file.body for file in sigma_files()]
    parts = (
        b": ",
        b"[",
        b"{",
        b"&a ",
        b"*a",
        b"|re",
        b"|all",
        b"\n- ",
        b"'",
        b"\0",
        b"\xff",
        b"!!python/object:x ",
        b"1 of ",
    )
    for _ in range(number):
        raw = bytearray(draw.choice(draw.choice(bodies).split(b"---\n")))
        for _ in range(draw.randint(1, 4)):
            place = draw.randrange(len(raw))
            raw[place : place + draw.randrange(4)] = draw.choice(parts)
        try:
            Engine(rules_of(raw.decode("utf-8", "replace"), "f.yml")).matches(event(a="x"))
        except RuleRefused as refused:
            assert str(refused)  # noqa: PT017 - every file is taken or refused with words


def test_mutated_rules_are_taken_or_refused():
    survive(1_500, 1)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_hundred_thousand_mutated_rules_are_taken_or_refused():
    survive(100_000, 2)
