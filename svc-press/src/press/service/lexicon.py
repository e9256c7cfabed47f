"""The dictionaries of a day: places from the list of wards, agencies, cues and watches from rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import cast

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import VIETNAM, now
from press.models import AgencyTerm, Cue, Unit
from press.queries import reference
from press.rules.dictionary import Dictionary, Term
from press.rules.places import ward_terms
from press.schemas import Words
from press.states import CueKind

LEXICON = "press_lexicon"
CITY = "hue-city"
NAMES = {CITY: Words(vi="Chính quyền thành phố Huế", en="Hue city authorities")}
"""Authorities that newspapers name and the registry has no entry for."""
_COMMITTEE = ("UBND ", "Ủy ban nhân dân ")


@dataclass(frozen=True)
class Subject:
    """A watch, ready to be looked for."""

    name: str
    wanted: Dictionary[str]
    excluded: Dictionary[str]


@dataclass(frozen=True)
class Lexicon:
    """What one transaction reads items with."""

    places: Dictionary[str]
    agencies: Dictionary[str]
    names: dict[str, Words]
    cues: Dictionary[CueKind]
    subjects: list[Subject]
    rules: dict[str, str]

    def number(self, code: str) -> float:
        return float(self.rules[code])


async def lexicon(session: AsyncSession) -> Lexicon:
    """Read once in a transaction."""
    if LEXICON not in session.info:
        session.info[LEXICON] = await _read(session, now().astimezone(VIETNAM).date())
    return cast("Lexicon", session.info[LEXICON])


async def _read(session: AsyncSession, day: date) -> Lexicon:
    units = await reference.units(session)
    terms = await reference.in_force(session, AgencyTerm, day)
    return Lexicon(
        places=_places(),
        agencies=Dictionary(_agency_terms(units, terms)),
        names=names_of(units),
        cues=Dictionary(Term(row.phrase, row.kind) for row in await reference.in_force(session, Cue, day)),
        subjects=[
            Subject(row.name, _phrases(row.phrases), _phrases(row.excluded))
            for row in await reference.watches(session, only_active=True)
        ],
        rules=await reference.rule_values(session, day),
    )


def names_of(units: Sequence[Unit]) -> dict[str, Words]:
    return NAMES | {str(unit.id): Words(vi=unit.name_vi, en=unit.name_en) for unit in units}


def _agency_terms(units: Sequence[Unit], terms: Sequence[AgencyTerm]) -> Iterable[Term[str]]:
    for unit in units:
        yield Term(unit.name_vi, str(unit.id))
        if unit.name_vi.startswith(_COMMITTEE[0]):
            yield Term(unit.name_vi.replace(*_COMMITTEE, 1), str(unit.id))
    for row in terms:
        yield Term(row.phrase, row.agency)


def _phrases(phrases: Sequence[str]) -> Dictionary[str]:
    return Dictionary(Term(phrase, phrase) for phrase in phrases)


@cache
def _places() -> Dictionary[str]:
    return Dictionary(ward_terms())
