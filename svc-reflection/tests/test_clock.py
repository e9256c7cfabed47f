"""The clock of a report, and that no sequence of allowed actions breaks what must hold."""

from datetime import UTC, datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from hueioc.workdays.calendar import published_calendar
from reflection.rules import clock as c
from reflection.rules.clock import Situation, timers_of
from reflection.rules.moves import target_of
from reflection.rules.terms import Length, Rule, Term, Terms
from reflection.seed import process_rows
from reflection.states import (
    CLOCK_PAUSES,
    CLOCK_RUNS,
    FINISHED,
    MOVES,
    PUBLIC,
    Action,
    Priority,
    State,
    TimerKind,
)

CALENDAR = published_calendar()
TERMS = Terms.of(
    [Rule(Term(row["code"]), row["value"], Length(row["unit"]), row["valid_from"]) for row in process_rows()], CALENDAR
)
START = datetime(2026, 3, 2, 5, tzinfo=UTC)
WAITS = st.timedeltas(timedelta(0), timedelta(days=20))


def timed(at=START):
    return c.started(at, TERMS.due(Term.TIMED, at), number=1)


def urgent(at=START):
    return c.started(at, TERMS.due(Term.URGENT, at), number=1)


@given(WAITS, WAITS)
def test_an_urgent_clock_resumes_with_the_time_that_was_left(before, away):
    clock = urgent()
    pause = START + before
    resumed = c.resumed(c.paused(clock, pause), pause + away, CALENDAR)
    left = clock.due_at - pause
    assert resumed.due_at - (pause + away) == left if left >= timedelta(0) else resumed.due_at == clock.due_at


@given(WAITS, WAITS)
def test_a_timed_clock_resumes_with_the_working_days_that_were_left(before, away):
    clock, pause = timed(), START + before
    assume(pause <= clock.due_at)
    resumed = c.resumed(c.paused(clock, pause), pause + away, CALENDAR)
    assert c.working_days_left(resumed, pause + away, CALENDAR) == c.working_days_left(clock, pause, CALENDAR)
    assert resumed.due_at >= clock.due_at


def test_a_pause_of_an_hour_does_not_move_a_date():
    clock = c.resumed(c.paused(timed(), START), START + timedelta(hours=1), CALENDAR)
    assert clock.due_at == timed().due_at


@given(WAITS, WAITS)
def test_what_was_overdue_when_it_paused_stays_overdue(late, away):
    clock = urgent()
    pause = clock.due_at + late + timedelta(seconds=1)
    assert c.is_overdue(c.resumed(c.paused(clock, pause), pause + away, CALENDAR), pause + away)


@given(WAITS)
def test_an_answer_is_on_time_by_when_it_was_given(late):
    clock = urgent()
    given_at = clock.due_at + late
    assert c.is_on_time(c.stopped(clock, given_at)) == (late == timedelta(0))
    assert not c.is_overdue(c.stopped(clock, given_at), given_at + timedelta(days=9))


def test_an_extension_keeps_the_first_due_date():
    longer = c.extended(timed(), 7, CALENDAR)
    assert (longer.first_due_at, longer.is_extended) == (timed().due_at, True)
    assert CALENDAR.working_days_between(timed().due_at.date(), longer.due_at.date()) == 7


def situation(state, clock=None, priority=Priority.NORMAL, *, was_answered=True):
    return Situation(state, START, priority, clock, was_answered)


def test_the_three_warnings_lie_within_the_time_of_the_clock():
    clock = timed()
    found = timers_of(situation(State.IN_PROGRESS, clock), TERMS)
    assert [found[kind][1] for kind in c.PERCENT] == [START + (clock.due_at - START) * share for share in (0.5, 0.8, 1)]


def test_a_paused_clock_warns_nobody():
    running = timers_of(situation(State.NEED_INFO, c.paused(timed(), START)), TERMS)
    assert running == {TimerKind.INFORMATION: (START, START + timedelta(hours=72))}


def test_only_an_urgent_matter_must_be_acknowledged():
    assert TimerKind.ACKNOWLEDGE in timers_of(situation(State.ASSIGNED, urgent(), Priority.URGENT), TERMS)
    assert TimerKind.ACKNOWLEDGE not in timers_of(situation(State.ASSIGNED, timed()), TERMS)


def test_a_report_that_was_never_answered_is_not_asked_about_again():
    assert timers_of(situation(State.CLOSED, was_answered=False), TERMS) == {}


class Process(RuleBasedStateMachine):
    """Any sequence of allowed actions, at any pace, as `service` carries them out on state and clock."""

    def __init__(self):
        super().__init__()
        self.at, self.state, self.before, self.clock = START, State.RECEIVED, None, None
        self.priority, self.is_published, self.answered_at = Priority.NORMAL, False, None
        self.extensions, self.history, self.dues = 0, [], []

    @initialize(priority=st.sampled_from(Priority))
    def begin(self, priority):
        self.priority = priority

    @rule(wait=st.timedeltas(timedelta(0), timedelta(days=3)))
    def wait(self, wait):
        self.at += wait

    @rule(action=st.sampled_from(sorted(MOVES)), days=st.integers(1, 7), anew=st.booleans())
    def act(self, action, days, anew):
        if self.state not in MOVES[action].sources or (MOVES[action].leads_back and self.before is None):
            return
        if action is Action.EXTEND:
            self._extend(days)
            return
        target = target_of(action, self.state, before=self.before, is_published=self.is_published)
        source = self.state
        self._remember(action, source, target)
        self._clock(action, source, target, anew=anew)
        self.state = target
        self.is_published |= action is Action.ACCEPT
        self.history.append((action, source, target))

    def _extend(self, days):
        if self.clock is None or self.clock.is_extended or self.at > self.clock.due_at:
            return
        was = self.clock
        self.clock = c.extended(self.clock, days, CALENDAR)
        assert self.clock.due_at > was.due_at

    def _remember(self, action, source, target):
        if action in {Action.ASK, Action.MERGE, Action.ASK_TRANSFER}:
            self.before = self.before or source
        elif target is not source:
            self.before = None

    def _clock(self, action, source, target, *, anew):
        term = Term.URGENT if self.priority is Priority.URGENT else Term.TIMED
        if action is Action.ASSIGN and self.clock is None:
            self.clock = c.started(self.at, TERMS.due(term, self.at), number=1)
        if action is Action.REOPEN:
            number = self.clock.number + 1 if self.clock else 1
            self.clock = c.started(self.at, TERMS.due(Term.REOPENED, self.at), number=number)
        if action is Action.TRANSFER and anew:
            self.clock = c.started(self.at, TERMS.due(term, self.at), number=self.clock.number + 1)
        if action is Action.ANSWER:
            self.answered_at = self.at
        if action is Action.RESOLVE:
            self.clock = c.stopped(self.clock, self.answered_at)
        if self.clock and target in CLOCK_PAUSES:
            self.clock = c.paused(self.clock, self.at)
        elif self.clock and source in CLOCK_PAUSES and target not in FINISHED:
            self.clock = c.resumed(self.clock, self.at, CALENDAR)

    @invariant()
    def a_running_state_has_a_running_clock(self):
        if self.state in CLOCK_RUNS:
            assert self.clock is not None
            assert self.clock.paused_at is None
            assert self.clock.stopped_at is None

    @invariant()
    def a_settled_report_has_a_stopped_clock(self):
        if self.state is State.RESOLVED:
            assert self.clock.stopped_at == self.answered_at
            assert not c.is_overdue(self.clock, self.at)

    @invariant()
    def nothing_is_public_that_nobody_published(self):
        assert self.is_published or self.state not in PUBLIC

    @invariant()
    def a_detour_knows_the_way_back(self):
        if self.state in {State.NEED_INFO, State.DUPLICATE, State.TRANSFER_REQUESTED}:
            assert self.before not in {None, State.NEED_INFO, State.DUPLICATE, State.TRANSFER_REQUESTED}

    @invariant()
    def timers_run_only_for_what_can_still_happen(self):
        state = Situation(self.state, self.at, self.priority, self.clock, was_answered=self.answered_at is not None)
        for kind, (since, due_at) in timers_of(state, TERMS).items():
            assert since <= due_at, kind

    @precondition(lambda self: self.state is not State.REJECTED)
    @invariant()
    def there_is_a_way_on(self):
        assert any(self.state in move.sources and (move.target or move.leads_back) for move in MOVES.values())


TestProcess = Process.TestCase
TestProcess.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)
