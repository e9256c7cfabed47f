"""States, moves and results of cards, as data."""

from enum import StrEnum
from typing import NamedTuple

from hueioc.auth.principal import Role
from hueioc.errors import Text


class State(StrEnum):
    DRAFT = "draft"
    REQUESTED = "requested"
    APPROVED = "approved"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    EXPIRED = "expired"
    REPLACED = "replaced"


LIVE = frozenset({State.ACTIVE, State.SUSPENDED})
"""An official has at most one of these."""
COMING = frozenset({State.DRAFT, State.REQUESTED, State.APPROVED})
"""And at most one of these."""


class Action(StrEnum):
    REQUEST = "request"
    REFUSE = "refuse"
    APPROVE = "approve"
    ISSUE = "issue"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    REVOKE = "revoke"
    REPLACE = "replace"
    """Follows from the issue of the next card; nobody asks for it."""
    EXPIRE = "expire"
    """By the clock."""


class Move(NamedTuple):
    """From which states to which, by whom; `reasoned`: it needs a reason of the list and a document."""

    sources: frozenset[State]
    target: State
    roles: frozenset[Role]
    reasoned: bool = False


_AGENCY = frozenset({Role.OFFICER, Role.MODERATOR, Role.SUPERVISOR})
"""An officer for the own agency."""
_CENTRE = frozenset({Role.MODERATOR, Role.SUPERVISOR})
_NOBODY: frozenset[Role] = frozenset()
MOVES: dict[Action, Move] = {
    Action.REQUEST: Move(frozenset({State.DRAFT}), State.REQUESTED, _AGENCY),
    Action.REFUSE: Move(frozenset({State.REQUESTED, State.APPROVED}), State.DRAFT, _CENTRE),
    Action.APPROVE: Move(frozenset({State.REQUESTED}), State.APPROVED, _CENTRE),
    Action.ISSUE: Move(frozenset({State.APPROVED}), State.ACTIVE, _CENTRE),
    Action.SUSPEND: Move(frozenset({State.ACTIVE}), State.SUSPENDED, _AGENCY, reasoned=True),
    Action.REINSTATE: Move(frozenset({State.SUSPENDED}), State.ACTIVE, _CENTRE),
    Action.REVOKE: Move(LIVE, State.REVOKED, _CENTRE, reasoned=True),
    Action.REPLACE: Move(LIVE, State.REPLACED, _NOBODY),
    Action.EXPIRE: Move(LIVE, State.EXPIRED, _NOBODY),
}


class Face(StrEnum):
    """The three codes of a card."""

    FRONT = "front"
    """Who, which office, until when: readable without a network."""
    BACK = "back"
    """As the front, with a small photo."""
    URL = "url"
    """An address for a telephone's own camera."""


class Result(StrEnum):
    """What a check of a card says (domain reference, C4)."""

    VALID = "valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    FORGED = "forged"
    UNKNOWN = "unknown"


class Why(StrEnum):
    """The reason of a result, as far as everybody may know it."""

    VALID = "valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    UNKNOWN_ISSUER = "unknown-issuer"
    BAD_SIGNATURE = "bad-signature"
    COMPROMISED_KEY = "compromised-key"
    NEVER_ISSUED = "never-issued"
    NOT_A_CARD = "not-a-card"
    STATUS_UNKNOWN = "status-unknown"


RESULTS: dict[Result, Text] = {
    Result.VALID: Text("Thẻ còn hiệu lực", "The card is valid"),
    Result.SUSPENDED: Text("Thẻ đang bị tạm đình chỉ", "The card is suspended"),
    Result.REVOKED: Text("Thẻ đã bị thu hồi", "The card has been revoked"),
    Result.EXPIRED: Text("Thẻ đã hết hạn", "The card has expired"),
    Result.NOT_YET_VALID: Text("Thẻ chưa có hiệu lực", "The card is not valid yet"),
    Result.FORGED: Text("Thẻ giả", "The card is forged"),
    Result.UNKNOWN: Text("Không xác định được", "Nothing can be said"),
}
WHYS: dict[Why, Text] = {
    Why.VALID: Text(
        "Đúng người trong ảnh thì đúng là cán bộ của cơ quan này",
        "If it is the person in the photo, it is an official of this agency",
    ),
    Why.SUSPENDED: Text(
        "Người mang thẻ hiện không được thi hành công vụ bằng thẻ này",
        "Its holder may not act on official business with this card at present",
    ),
    Why.REVOKED: Text(
        "Thẻ không còn giá trị; hãy liên hệ cơ quan nếu có người dùng thẻ này",
        "The card is worth nothing; tell the agency if somebody uses it",
    ),
    Why.EXPIRED: Text("Ngày hết hạn in trên thẻ đã qua", "The last day printed on the card has passed"),
    Why.NOT_YET_VALID: Text("Ngày bắt đầu in trên thẻ chưa đến", "The first day printed on the card has not come"),
    Why.UNKNOWN_ISSUER: Text("Mã không do thành phố Huế cấp", "The code was not issued by the city of Huế"),
    Why.BAD_SIGNATURE: Text(
        "Nội dung mã đã bị sửa hoặc chữ ký không phải của thành phố",
        "The code was altered, or its signature is not the city's",
    ),
    Why.COMPROMISED_KEY: Text(
        "Mã được ký bằng khóa đã bị lộ, sau thời điểm bị lộ", "Signed with a stolen key, after it was stolen"
    ),
    Why.NEVER_ISSUED: Text("Thành phố chưa từng cấp thẻ này", "The city has never issued this card"),
    Why.NOT_A_CARD: Text(
        "Đây không phải mã của thẻ cán bộ; hãy quét lại mã trên thẻ",
        "This is no code of an official's card; scan the code on the card again",
    ),
    Why.STATUS_UNKNOWN: Text(
        "Chữ ký đúng nhưng chưa tra được tình trạng; hãy thử lại khi có mạng",
        "The signature is right, but the status cannot be looked up; try again with a network",
    ),
}
KNOWN_TO_SHOW = frozenset({Result.VALID, Result.SUSPENDED, Result.EXPIRED, Result.NOT_YET_VALID})
"""With these the photo is shown; of a revoked card only what is printed on it."""
