"""How a screen stands with its licence, and whether it needs a construction permit. Pure."""

from datetime import date, timedelta

from advertising.states import LicenceState

SOON = timedelta(days=30)


def licence_state(until: date, day: date) -> LicenceState:
    """`until`: the last day on which the licence holds."""
    if until < day:
        return LicenceState.EXPIRED
    return LicenceState.EXPIRING if until - day <= SOON else LicenceState.VALID


def needs_permit(width_m: float, height_m: float, from_m2: float) -> bool:
    """Law 16/2012/QH13, Article 31: from an area on; which one is a dated row."""
    return width_m * height_m >= from_m2
