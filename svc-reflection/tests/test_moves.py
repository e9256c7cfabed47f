"""The table of moves, and that nothing leaves it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflection.errors import MoveNotAllowed
from reflection.rules.moves import BY_STAFF, staff_actions, target_of
from reflection.states import (
    CLOCK_RUNS,
    MOVES,
    OPEN,
    PUBLIC,
    PUBLIC_IF_PUBLISHED,
    SHOWN_AS,
    UNDER_REVIEW,
    Action,
    State,
)

STATES, ACTIONS = st.sampled_from(State), st.sampled_from(Action)


@given(ACTIONS, STATES)
def test_every_action_follows_the_table_or_is_refused(action, state):
    move = MOVES[action]
    if state in move.sources:
        before = State.ASSIGNED if move.leads_back else None
        assert target_of(action, state, before=before) is (before or move.target or state)
    else:
        with pytest.raises(MoveNotAllowed) as refusal:
            target_of(action, state)
        assert refusal.value.extra == {"state": state.value, "action": action.value}


@given(STATES)
def test_staff_are_offered_exactly_what_they_may_do(state):
    allowed = set(staff_actions(state)) | set(staff_actions(state, waits_for_extension=True))
    allowed |= set(staff_actions(state, waits_for_appeal=True))
    for action in BY_STAFF:
        if action in allowed:
            target_of(action, state, before=State.ASSIGNED)
        else:
            with pytest.raises(MoveNotAllowed):
                target_of(action, state, before=State.ASSIGNED)


def test_every_action_has_its_row():
    assert MOVES.keys() == set(Action)


def test_every_state_can_be_reached_from_received():
    reached = {State.RECEIVED}
    for _ in State:
        reached |= {move.target for move in MOVES.values() if move.target and move.sources & reached}
    assert reached == set(State)


def test_only_an_appeal_leads_back_to_received():
    to_received = [action for action, move in MOVES.items() if move.target is State.RECEIVED]
    assert to_received == [Action.SUBMIT, Action.OVERTURN]


def test_a_rejected_report_is_never_published():
    assert not any(move.target in PUBLIC for move in MOVES.values() if State.REJECTED in move.sources and move.target)


def test_what_the_public_sees_covers_every_public_state_once():
    behind = [state for states in SHOWN_AS.values() for state in states]
    assert len(behind) == len(set(behind))
    assert set(behind) == PUBLIC | PUBLIC_IF_PUBLISHED


def test_an_answer_under_review_is_not_a_state_of_the_public():
    assert not UNDER_REVIEW & SHOWN_AS.keys()


def test_a_running_clock_means_an_open_report():
    assert CLOCK_RUNS < OPEN


def test_every_state_has_a_way_on():
    leaving = {state for action, move in MOVES.items() if move.target or move.leads_back for state in move.sources}
    assert leaving == set(State)


def test_a_report_that_nobody_published_ends_as_rejected_when_its_reporter_is_silent():
    assert target_of(Action.EXPIRE, State.NEED_INFO, is_published=False) is State.REJECTED
    assert target_of(Action.EXPIRE, State.NEED_INFO) is State.CLOSED


def test_what_leads_back_needs_to_know_where():
    with pytest.raises(MoveNotAllowed):
        target_of(Action.INFORM, State.NEED_INFO)
