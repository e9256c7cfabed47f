"""Sessions that have ended before their access tokens did."""

import time
from collections.abc import Callable

LONGEST_ACCESS_TOKEN_S = 900.0
"""After this no access token of an ended session is valid any more, so its id need not be remembered."""


class Revocations:
    """The ids of ended sessions, each kept until its last access token has expired."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}
        self.on_new: Callable[[], None] = lambda: None
        """Called whenever a session has ended that was not known to have, whoever says so."""

    def __contains__(self, session_id: str) -> bool:
        return bool(session_id) and session_id in self._until

    def __len__(self) -> int:
        return len(self._until)

    def add(self, session_id: str, ended_at: float | None = None) -> bool:
        """True when it was not known yet. `ended_at` in Unix seconds; without it, now."""
        moment = self._clock()
        until = (moment if ended_at is None else ended_at) + LONGEST_ACCESS_TOKEN_S
        if until < moment or session_id in self._until:
            return False
        self._until = {each: end for each, end in self._until.items() if end >= moment}
        self._until[session_id] = until
        self.on_new()
        return True
