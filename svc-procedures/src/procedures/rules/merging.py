"""What a row of `DongBoHoSoMC` adds to the steps that are known. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from procedures.rules.messages import DossierRow, Fact
from procedures.states import NATIONAL, Status

_NUMBERS = {status: number for number, status in NATIONAL.items()}


class Known(NamedTuple):
    """A step that counts at present, and by which name it came."""

    id: str
    key: str
    status: Status
    at: datetime


class Merged(NamedTuple):
    superseded: tuple[Known, ...]
    """What the row tells differently from what it told before."""
    added: tuple[Fact, ...]


def merged(known: Sequence[Known], row: DossierRow) -> Merged:
    """A fact of the same name and moment adds nothing; one of another moment takes the place of the first."""
    by_key = {each.key: each for each in known}
    facts = list(row.facts)
    if row.status_at and not any(fact.status is row.status and fact.at == row.status_at for fact in facts):
        facts.append(Fact(str(_NUMBERS[row.status]), row.status, row.status_at))
    superseded, added = list[Known](), list[Fact]()
    for fact in facts:
        same = by_key.get(fact.key)
        if same and same.at == fact.at:
            continue
        if same:
            superseded.append(same)
        added.append(fact)
    return Merged(tuple(superseded), tuple(added))
