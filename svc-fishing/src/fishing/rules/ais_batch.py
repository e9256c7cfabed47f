"""A buffer of NMEA lines as AIS messages: the plain ones in columns, the rest one by one with all care."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from fishing.rules import ais, ais_columns, nmea
from fishing.rules import ais_fields as at
from fishing.rules.ais import Message, Unreadable
from fishing.rules.ais_columns import Columns
from fishing.rules.assembly import Assembly
from fishing.rules.nmea import Parts, Refused, Sentence
from fishing.states import Reason

Timed = tuple[Message, datetime | None]


@dataclass
class Decoded:
    """What a buffer holds, in no particular order, and what was refused of it."""

    columns: Columns | None = None
    others: list[Timed] = field(default_factory=list[Timed])
    refused: list[Refused] = field(default_factory=list[Refused])

    def messages(self) -> Iterator[Timed]:
        """Each message with the receiver's moment, when it gave one."""
        if self.columns:
            positions, tags = self.columns.positions(), self.columns.tags
            moments = map(nmea.moment_of_tag, tags) if tags else iter([None] * len(positions))
            yield from zip(positions, moments, strict=True)
        yield from self.others


def decode(lines: bytes, sender: str, assembly: Assembly, moment: datetime) -> Decoded:
    """Lines of one sender. `moment` is when parts of a message begin to wait for the others."""
    columns, rest = ais_columns.read(lines)
    result = Decoded(columns)
    sentences, refused = nmea.split(rest)
    result.refused += refused
    for each in _with_right_checksum(sentences, result):
        _one(each, (sender, assembly, moment), result)
    result.refused += assembly.expire(moment)
    return result


def _one(parts: Parts, where: tuple[str, Assembly, datetime], result: Decoded) -> None:
    sender, assembly, moment = where
    sentence = Sentence._make(parts)
    whole, given_up = assembly.add(sentence, sender, moment)
    result.refused += given_up
    if whole is None:
        return
    payload, fill, received = whole
    try:
        result.others += [(message, received) for message in ais.decode(payload, fill)]
    except Unreadable:
        kind = ais.kind_of(payload)
        is_other = kind not in at.DECODED and 1 <= (kind or 0) <= at.LAST_TYPE
        result.refused.append(Refused(nmea.line_of(sentence), Reason.UNSUPPORTED if is_other else Reason.SYNTAX))


def _with_right_checksum(sentences: Sequence[Parts], result: Decoded) -> Sequence[Parts]:
    """All checksums at once: the exclusive or of each body, by pieces of one long array."""
    if not sentences:
        return sentences
    import numpy as np

    lengths = np.fromiter((len(each[1]) for each in sentences), dtype=np.int64, count=len(sentences))
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    joined = np.frombuffer(b"".join([each[1] for each in sentences]), dtype=np.uint8)
    given = np.frombuffer(bytes.fromhex(b"".join([each[8] for each in sentences]).decode("ascii")), dtype=np.uint8)
    wrong = set(np.flatnonzero(np.bitwise_xor.reduceat(joined, starts) != given).tolist())
    lines = [nmea.line_of(Sentence._make(sentences[place])) for place in sorted(wrong)]
    result.refused += [Refused(line, Reason.CHECKSUM) for line in lines]
    return [each for place, each in enumerate(sentences) if place not in wrong] if wrong else sentences
