"""Which actions a report's state allows."""

from reflection.errors import MoveNotAllowed
from reflection.states import MOVES, Action, State

BY_STAFF = (Action.ACCEPT, Action.REJECT, Action.ASSIGN, Action.ANSWER, Action.RETURN, Action.RESOLVE)


def target_of(action: Action, state: State) -> State:
    """Where `action` leads from `state`; raises `MoveNotAllowed`."""
    move = MOVES[action]
    if state not in move.sources:
        raise MoveNotAllowed(extra={"state": state.value, "action": action.value})
    return move.target or state


def staff_actions(state: State) -> list[Action]:
    """What operators and units can do next."""
    return [action for action in BY_STAFF if state in MOVES[action].sources]
