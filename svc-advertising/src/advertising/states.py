"""States, verdicts and reasons of electronic advertising, as data."""

from enum import StrEnum

from hueioc.errors import Text


class Verdict(StrEnum):
    """What a check of a screen has found (domain reference, C8)."""

    MATCH = "match"
    WRONG_SLOT = "wrong-slot"
    """Approved, but not for this screen at this moment."""
    UNKNOWN_CONTENT = "unknown-content"
    """Nothing that was approved; a person must look."""
    BLACK = "black"
    """Dark while something is scheduled."""
    OFF_HOURS = "off-hours"
    """Lit outside its hours."""
    OFF = "off"
    """Dark when nothing is scheduled or its hours are over: as it should be."""
    UNVERIFIABLE = "unverifiable"
    """Covered, overexposed, damaged: says nothing about the screen."""


OFFENCES = frozenset({Verdict.WRONG_SLOT, Verdict.UNKNOWN_CONTENT, Verdict.BLACK, Verdict.OFF_HOURS})


class Why(StrEnum):
    """The reason of a verdict, for people."""

    AS_SCHEDULED = "as-scheduled"
    NOT_SCHEDULED_NOW = "not-scheduled-now"
    NOTHING_LIKE_IT = "nothing-like-it"
    ALTERED = "altered"
    RECOLOURED = "recoloured"
    DARK = "dark"
    LIT = "lit"
    NOTHING_SCHEDULED = "nothing-scheduled"
    HOURS_OVER = "hours-over"
    COVERED = "covered"
    OVEREXPOSED = "overexposed"
    DAMAGED = "damaged"


WHY: dict[Why, Text] = {
    Why.AS_SCHEDULED: Text("Đúng nội dung đã được duyệt và đúng lịch", "What was approved, at its time"),
    Why.NOT_SCHEDULED_NOW: Text(
        "Nội dung đã được duyệt nhưng không có trong lịch lúc này", "Approved, but not scheduled at this moment"
    ),
    Why.NOTHING_LIKE_IT: Text("Không giống nội dung nào đã được duyệt", "Like nothing that was approved"),
    Why.ALTERED: Text(
        "Gần giống một nội dung đã duyệt nhưng có chỗ bị sửa (xem bản đồ nhiệt)",
        "Like an approved creative, but altered in places (see the heat map)",
    ),
    Why.RECOLOURED: Text(
        "Gần giống một nội dung đã duyệt nhưng khác màu", "Like an approved creative, but in other colours"
    ),
    Why.DARK: Text("Màn hình tối trong giờ có lịch phát", "The screen is dark while something is scheduled"),
    Why.LIT: Text("Màn hình sáng ngoài giờ hoạt động", "The screen is lit outside its hours"),
    Why.NOTHING_SCHEDULED: Text("Không có lịch phát; màn hình tối", "Nothing is scheduled, and the screen is dark"),
    Why.HOURS_OVER: Text("Ngoài giờ hoạt động; màn hình tối", "Outside its hours, and the screen is dark"),
    Why.COVERED: Text("Bị che khuất quá nhiều để kết luận", "Too much is covered to say anything"),
    Why.OVEREXPOSED: Text("Ảnh cháy sáng, không đọc được màn hình", "Overexposed: the screen cannot be read"),
    Why.DAMAGED: Text("Tệp ảnh hỏng hoặc quá nhỏ", "The picture is damaged or too small"),
}


class CreativeState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


CREATIVE_MOVES: dict[CreativeState, frozenset[CreativeState]] = {
    CreativeState.DRAFT: frozenset({CreativeState.APPROVED, CreativeState.REFUSED}),
    CreativeState.APPROVED: frozenset({CreativeState.WITHDRAWN}),
    CreativeState.REFUSED: frozenset(),
    CreativeState.WITHDRAWN: frozenset(),
}


class CaseState(StrEnum):
    OPEN = "open"
    REPLIED = "replied"
    CLOSED = "closed"


class CaseOutcome(StrEnum):
    CORRECTED = "corrected"
    """The owner has put it right."""
    SANCTION = "sanction-proposed"
    """Handed to whoever may decide; the service proposes a bracket and decides nothing."""
    UNFOUNDED = "unfounded"
    """The check was wrong."""


class SnapshotState(StrEnum):
    WAITING = "waiting"
    JUDGED = "judged"


class LicenceState(StrEnum):
    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"


class KeyKind(StrEnum):
    PLAYER = "player"
    """Sends the play log of its screen."""
    CAMERA = "camera"
    """Sends snapshots of its viewpoint."""


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


class Rejection(StrEnum):
    """Why a row of a play log is not taken; it is kept as it came."""

    SYNTAX = "syntax"
    NO_DURATION = "no-duration"
    ENDS_BEFORE_START = "ends-before-start"
    TOO_LONG = "too-long"
    TOO_OLD = "too-old"
    IN_THE_FUTURE = "in-the-future"
    UNKNOWN_CREATIVE = "unknown-creative"
    OTHER_CONTENT = "other-content"
    CHANGED = "changed"


REJECTIONS: dict[Rejection, Text] = {
    Rejection.SYNTAX: Text(
        "Dòng thiếu trường hoặc sai định dạng; cần play_id, creative_id, start, end",
        "A field is missing or unreadable; play_id, creative_id, start and end are needed",
    ),
    Rejection.NO_DURATION: Text("Bắt đầu và kết thúc trùng nhau", "Start and end are the same"),
    Rejection.ENDS_BEFORE_START: Text("Kết thúc trước khi bắt đầu", "It ends before it starts"),
    Rejection.TOO_LONG: Text("Một lượt phát không thể dài quá 24 giờ", "One play cannot last longer than 24 hours"),
    Rejection.TOO_OLD: Text("Lượt phát cũ hơn một năm", "The play is older than a year"),
    Rejection.IN_THE_FUTURE: Text(
        "Lượt phát ở tương lai; hãy chỉnh đồng hồ của máy phát", "The play is in the future; set the player's clock"
    ),
    Rejection.UNKNOWN_CREATIVE: Text("Không có nội dung này", "There is no such creative"),
    Rejection.OTHER_CONTENT: Text(
        "Tệp đã phát không phải tệp đã duyệt (SHA-256 khác)", "The file played is not the approved one (its SHA-256)"
    ),
    Rejection.CHANGED: Text(
        "Mã lượt phát này đã được gửi với nội dung khác", "This play_id was sent before with other facts"
    ),
}
