"""Which actions a report's state allows, and where they lead."""

from reflection.errors import MoveNotAllowed
from reflection.states import MOVES, Action, State

BY_STAFF = (
    Action.ACCEPT,
    Action.REJECT,
    Action.ASSIGN,
    Action.ANSWER,
    Action.RETURN,
    Action.RESOLVE,
    Action.VERIFY,
    Action.START,
    Action.PLAN,
    Action.ASK,
    Action.INFORM,
    Action.ASK_TRANSFER,
    Action.TRANSFER,
    Action.REFUSE_TRANSFER,
    Action.ASK_EXTENSION,
    Action.EXTEND,
    Action.REFUSE_EXTENSION,
    Action.SANCTION,
    Action.MERGE,
    Action.UNMERGE,
    Action.REOPEN,
    Action.UPHOLD,
    Action.OVERTURN,
)
ON_A_REQUEST = frozenset({Action.EXTEND, Action.REFUSE_EXTENSION})
"""Only where the unit has asked for it."""
ONCE = frozenset({Action.ASK_EXTENSION})
WITH_UNIT = frozenset({Action.REOPEN})
ON_AN_APPEAL = frozenset({Action.UPHOLD, Action.OVERTURN})
"""Only where the reporter has appealed and nobody has decided."""


def target_of(action: Action, state: State, *, before: State | None = None, is_published: bool = True) -> State:
    """Where `action` leads from `state`; raises `MoveNotAllowed`.

    `before` is the state that was left for this one. A report that nobody published does not end in public.
    """
    move = MOVES[action]
    if state not in move.sources or (move.leads_back and before is None):
        raise refusal(action, state)
    if move.leads_back and before is not None:
        return before
    if action is Action.EXPIRE and not is_published:
        return State.REJECTED
    return move.target or state


def refusal(action: Action, state: State) -> MoveNotAllowed:
    return MoveNotAllowed(extra={"state": state.value, "action": action.value})


def staff_actions(
    state: State,
    *,
    waits_for_extension: bool = False,
    may_extend: bool = True,
    has_unit: bool = True,
    waits_for_appeal: bool = False,
) -> list[Action]:
    """What operators and units can do next."""
    hidden: set[Action] = set() if waits_for_extension else set(ON_A_REQUEST)
    if waits_for_extension or not may_extend:
        hidden |= ONCE
    if not has_unit:
        hidden |= WITH_UNIT
    if not waits_for_appeal:
        hidden |= ON_AN_APPEAL
    return [action for action in BY_STAFF if state in MOVES[action].sources and action not in hidden]
