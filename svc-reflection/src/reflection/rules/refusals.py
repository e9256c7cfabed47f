"""What can be wrong with a change of the rules: categories, questions, routing, terms."""

from datetime import date

from hueioc.errors import Conflict, FieldError, Invalid, NotFound, Text


class UnknownRule(NotFound):
    code = "rule-not-found"
    title = Text("Không có quy tắc này", "There is no such rule")


class RuleExists(Conflict):
    code = "rule-exists"
    title = Text(
        "Mã này đang có hiệu lực; hãy đổi quy tắc đó thay vì thêm mới",
        "This code is in force; change it instead of adding it",
    )


class RuleNotInForce(Conflict):
    code = "rule-not-in-force"
    title = Text(
        "Quy tắc này không còn hiệu lực vào ngày đó; hãy thêm lại",
        "This rule is not in force on that day; add it anew",
    )


class ChangeWaits(Conflict):
    """`detail` says from when."""

    code = "change-waits"
    title = Text(
        "Đã có một thay đổi chưa có hiệu lực; hãy rút lại trước",
        "A change that does not count yet waits; withdraw it first",
    )


class NothingToWithdraw(Conflict):
    code = "nothing-to-withdraw"
    title = Text(
        "Không có thay đổi nào chưa có hiệu lực; quy tắc đang hiệu lực chỉ đổi hoặc kết thúc từ một ngày",
        "No change waits; a rule in force is changed or ended from a date on",
    )


class DateNotAllowed(Invalid):
    code = "date-not-allowed"
    title = Text("Ngày không hợp lệ", "This date is not possible")


class RuleMisfit(Invalid):
    code = "rule-misfit"
    title = Text("Quy tắc chưa hợp lệ", "The rule does not fit")


class StillNeeded(Conflict):
    """`detail` names what needs it."""

    code = "still-needed"
    title = Text(
        "Lĩnh vực này còn nhánh con; hãy kết thúc hoặc chuyển các nhánh trước",
        "This category has branches; end or move them first",
    )


def misfit(pointer: str, vi: str, en: str) -> RuleMisfit:
    return RuleMisfit(fields=(FieldError(pointer, Text(vi, en)),))


def date_refused(pointer: str, vi: str, en: str) -> DateNotAllowed:
    return DateNotAllowed(Text(vi, en), fields=(FieldError(pointer, Text(vi, en)),))


def waits_from(day: date) -> ChangeWaits:
    vi = f"Thay đổi từ ngày {day:%d/%m/%Y} chưa có hiệu lực; hãy rút lại trước khi đổi tiếp"
    return ChangeWaits(Text(vi, f"The change of {day.isoformat()} does not count yet; withdraw it before another one"))
