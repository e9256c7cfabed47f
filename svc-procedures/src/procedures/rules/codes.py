"""Codes of dossiers: circular 01/2018/TT-VPCP article 19, decision 20/2020/QĐ-TTg, and the form seen in 2026.

`000.00.01.H57-260302-0001` · `H57.01.02-260302-0001` · `G09.20-20260609-0092637`: the agency, the day, the number in
that day at that agency.
"""

import re
from datetime import date, datetime
from typing import NamedTuple

_FORMS = re.compile(
    r"(?P<agency>\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{2}){1,3})"
    r"-(?P<day>\d{6}|\d{8})-(?P<number>\d{4,8})",
    re.ASCII,
)
_OLD_AGENCY = re.compile(r"\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}", re.ASCII)
_SHORT_DAY = 6
_SHORT_NUMBER = 4
LONGEST = 40


class DossierCode(NamedTuple):
    """`agency` is the identifier before the day."""

    agency: str
    day: date
    number: int
    text: str


def code_of(text: str) -> DossierCode | None:
    """The parts of a code of one of the three forms, blanks and small letters forgiven; None for anything else."""
    written = text.strip().upper()
    found = _FORMS.fullmatch(written) if len(written) <= LONGEST else None
    if found is None:
        return None
    day = found["day"]
    is_short = len(day) == _SHORT_DAY
    number = found["number"]
    is_full = len(number) == _SHORT_NUMBER or number[0] != "0"  # the 10,000th of a day has five digits
    if _OLD_AGENCY.fullmatch(found["agency"]) and not (is_short and is_full):
        return None
    try:
        parsed = datetime.strptime(day, "%y%m%d" if is_short else "%Y%m%d").date()  # noqa: DTZ007 - a day of Hue
    except ValueError:
        return None
    return DossierCode(found["agency"], parsed, int(number), written)


def written(agency: str, day: date, number: int) -> str:
    """The code we give, in the agency's own form of article 19; numbers beyond 9999 keep all their digits."""
    return f"{agency}-{day:%y%m%d}-{number:04d}"


def is_agency(text: str) -> bool:
    return code_of(f"{text}-260101-0001") is not None
