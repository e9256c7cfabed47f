"""Two blind reviewers, a third when they differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera.rules.review import Given, outcome
from camera.states import CaseState, Decision

YES, NO, UNCLEAR = Decision.CONFIRM, Decision.REJECT, Decision.UNCLEAR
given_ones = st.lists(st.builds(Given, st.sampled_from("abcd"), st.sampled_from(list(Decision))), max_size=8)


@pytest.mark.parametrize(
    ("decisions", "state"),
    [
        ([], CaseState.QUEUED),
        ([YES], CaseState.QUEUED),
        ([NO], CaseState.QUEUED),
        ([YES, YES], CaseState.CONFIRMED),
        ([NO, NO], CaseState.REJECTED),
        ([YES, NO], CaseState.ADJUDICATION),
        ([UNCLEAR, UNCLEAR], CaseState.ADJUDICATION),
        ([YES, NO, YES], CaseState.CONFIRMED),
        ([NO, UNCLEAR, NO], CaseState.REJECTED),
        ([YES, NO, UNCLEAR], CaseState.ADJUDICATION),
    ],
)
def test_the_state_follows_from_the_decisions(decisions, state):
    assert outcome([Given(str(number), each) for number, each in enumerate(decisions)]) is state


@given(given_ones)
def test_one_person_alone_settles_nothing(ones):
    alone = [Given("a", each.decision) for each in ones]
    assert outcome(alone) is CaseState.QUEUED


@given(given_ones)
def test_nothing_is_confirmed_without_two_persons_who_say_so(ones):
    first = {each.reviewer: each.decision for each in reversed(ones)}
    if outcome(ones) is CaseState.CONFIRMED:
        assert list(first.values()).count(YES) >= 2 or len(first) >= 3
