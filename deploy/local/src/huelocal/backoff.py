"""How long to wait before something that died is started again."""

from dataclasses import dataclass

FIRST_S = 0.2
LONGEST_S = 10.0
ALIVE_ENOUGH_S = 30.0


@dataclass
class Backoff:
    """0.2 s, doubling up to 10 s; from the start again after a life of 30 s."""

    next_s: float = FIRST_S

    def after(self, alive_s: float) -> float:
        if alive_s >= ALIVE_ENOUGH_S:
            self.next_s = FIRST_S
        delay, self.next_s = self.next_s, min(self.next_s * 2, LONGEST_S)
        return delay
