"""One measured figure, beside a peer or a physical limit measured in the same run."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, kw_only=True)
class Figure:
    """`goal` is a ratio to reach, written as a person reads it (`≥ 0.5`, `≤ 2`); absolute rates have none."""

    name: str
    ours: float
    unit: str
    peer: float | None = None
    peer_name: str = ""
    goal: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours to the peer's."""
        return round(self.ours / self.peer, 3) if self.peer else None

    def to_json(self) -> str:
        return json.dumps(asdict(self) | {"ratio": self.ratio}, ensure_ascii=False)

    def cells(self) -> list[str]:
        peer = f"{self.peer:,.1f} {self.unit}" if self.peer is not None else ""
        ratio = "" if self.ratio is None else f"{self.ratio:g}"
        return [self.name, f"{self.ours:,.1f} {self.unit}", peer, self.peer_name, ratio, self.goal]
