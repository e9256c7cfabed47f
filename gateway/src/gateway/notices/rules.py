"""When a notice goes out by a channel. Pure; civil time of Hue."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from gateway.notices.states import DIGEST_AT, QUIET_FROM, QUIET_TO, Channel, Digest
from hueioc.clock import VIETNAM

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Quiet:
    """From one civil time to another, over midnight if need be; None for either: never quiet."""

    begin: time | None = QUIET_FROM
    end: time | None = QUIET_TO

    def ends_at(self, moment: datetime) -> datetime:
        """`moment` itself when it is not quiet, otherwise when quiet ends."""
        local = moment.astimezone(VIETNAM)
        if self.begin is None or self.end is None or self.begin == self.end:
            return moment
        clock = local.time()
        over_midnight = self.begin > self.end
        is_quiet = (clock >= self.begin or clock < self.end) if over_midnight else self.begin <= clock < self.end
        if not is_quiet:
            return moment
        day = local.date() + (DAY if over_midnight and clock >= self.begin else timedelta())
        return datetime.combine(day, self.end, VIETNAM)


def due_at(channel: Channel, moment: datetime, quiet: Quiet, digest: Digest) -> datetime:
    """E-mail of a digest waits for the morning; nothing but the inbox breaks the quiet."""
    if channel is Channel.INBOX:
        return moment
    if channel is Channel.EMAIL and digest is Digest.DAILY:
        return quiet.ends_at(next_morning(moment))
    return quiet.ends_at(moment)


def next_morning(moment: datetime) -> datetime:
    local = moment.astimezone(VIETNAM)
    today = datetime.combine(local.date(), DIGEST_AT, VIETNAM)
    return today if local < today else today + DAY
