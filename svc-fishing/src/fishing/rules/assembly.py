"""Messages of several sentences put together: out of order, with an empty end, from several receivers at once."""

from collections import OrderedDict
from datetime import datetime, timedelta

from fishing.rules.nmea import Refused, Sentence, line_of, moment_of_tag
from fishing.states import Reason

TTL = timedelta(seconds=30)
MOST_OPEN = 1_000
MOST_PARTS = 9

Key = tuple[str, bytes, bytes, bytes, bytes]
Whole = tuple[str, int, datetime | None]
"""Payload, fill bits, and the moment of the receiver."""


class Assembly:
    """Keeps parts for 30 s by sender, talker, channel, group and total. Bounded: the oldest gives way."""

    def __init__(self) -> None:
        self._open: OrderedDict[Key, tuple[datetime, dict[int, Sentence]]] = OrderedDict()

    def add(self, sentence: Sentence, sender: str, moment: datetime) -> tuple[Whole | None, list[Refused]]:
        """The whole message when this was its last missing part, and the parts that are given up."""
        total, number = int(sentence.total), int(sentence.number)
        if not 1 <= number <= total <= MOST_PARTS:
            return None, [Refused(line_of(sentence), Reason.SYNTAX)]
        if total == 1:
            return (sentence.payload.decode("ascii"), int(sentence.fill), moment_of_tag(sentence.tag)), []
        given_up = self.expire(moment)
        key = (sender, sentence.body[:5], sentence.channel, sentence.group, sentence.total)
        began, parts = self._open.pop(key, (moment, {}))
        if number in parts and parts[number].payload != sentence.payload:  # the group number came round again
            given_up += _refused(parts)
            began, parts = moment, {}
        parts[number] = sentence
        if len(parts) == total:
            return _whole(parts), given_up
        self._open[key] = (began, parts)
        if len(self._open) > MOST_OPEN:
            _, (_, oldest) = self._open.popitem(last=False)
            given_up += _refused(oldest)
        return None, given_up

    def expire(self, moment: datetime) -> list[Refused]:
        """Parts whose others did not come in time."""
        gone = [key for key, (began, _) in self._open.items() if moment - began > TTL]
        return [each for key in gone for each in _refused(self._open.pop(key)[1])]


def _whole(parts: dict[int, Sentence]) -> Whole:
    ordered = [parts[number] for number in sorted(parts)]
    payload = b"".join([each.payload for each in ordered]).decode("ascii")
    moment = next(filter(None, [moment_of_tag(each.tag) for each in ordered if each.tag]), None)
    last = next((each for each in reversed(ordered) if each.payload), ordered[-1])
    return payload, int(last.fill), moment


def _refused(parts: dict[int, Sentence]) -> list[Refused]:
    return [Refused(line_of(parts[number]), Reason.INCOMPLETE) for number in sorted(parts)]
