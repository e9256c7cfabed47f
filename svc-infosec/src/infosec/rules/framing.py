"""Messages out of a TCP stream, in both framings of RFC 6587, decided by the first octet of each frame."""

from dataclasses import dataclass, field

from infosec.rules.syslog import MOST_BYTES

LONGEST_COUNT = 9
"""Digits of a length; a longer one is none."""
_TRAILERS = (b"\n", b"\0")


@dataclass
class Frames:
    """What one connection has sent and has not been cut yet. Never holds more than one frame of the largest size."""

    waiting: bytearray = field(default_factory=bytearray)
    skipping: int = 0
    """Octets of a counted frame that is too long and has been given out in part."""

    def feed(self, data: bytes) -> list[bytes]:
        """The frames that are whole now. One that is too long comes out cut, one octet longer than may be."""
        self.waiting += data
        found: list[bytes] = []
        while self.waiting:
            if self.skipping:
                gone = min(self.skipping, len(self.waiting))
                del self.waiting[:gone]
                self.skipping -= gone
                continue
            frame = self._counted() if 0x31 <= self.waiting[0] <= 0x39 else self._trailed()  # noqa: PLR2004 - 1 to 9
            if frame is None:
                break
            if frame:
                found.append(frame)
        return found

    def rest(self) -> list[bytes]:
        """What a connection that has ended leaves: the last message often has no trailer."""
        left, self.waiting = bytes(self.waiting), bytearray()
        return [left] if left.strip(b"\r\n\0") else []

    def _counted(self) -> bytes | None:
        """`LEN SP MSG`; what begins with a digit and is no length is a message with a trailer."""
        head = bytes(self.waiting[: LONGEST_COUNT + 1])
        count, blank, _ = head.partition(b" ")
        if not count.isdigit() or (not blank and len(head) > LONGEST_COUNT):
            return self._trailed()
        if not blank:
            return None
        length, begin = int(count), len(count) + 1
        if length > MOST_BYTES:
            return self._too_long(begin, length)
        if len(self.waiting) < begin + length:
            return None
        frame = bytes(self.waiting[begin : begin + length])
        del self.waiting[: begin + length]
        return frame

    def _too_long(self, begin: int, length: int) -> bytes | None:
        if len(self.waiting) < begin + MOST_BYTES + 1:
            return None
        frame = bytes(self.waiting[begin : begin + MOST_BYTES + 1])
        del self.waiting[: begin + MOST_BYTES + 1]
        self.skipping = length - MOST_BYTES - 1
        return frame

    def _trailed(self) -> bytes | None:
        ends = [place for each in _TRAILERS if (place := self.waiting.find(each)) >= 0]
        end = min(ends, default=-1)
        if end < 0 or end > MOST_BYTES:
            if len(self.waiting) <= MOST_BYTES:
                return None
            frame = bytes(self.waiting[: MOST_BYTES + 1])
            del self.waiting[: MOST_BYTES + 1]
            return frame
        frame = bytes(self.waiting[:end])
        del self.waiting[: end + 1]
        return frame
