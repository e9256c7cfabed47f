"""What can be reported, changed from a date on by those who own the list."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import Text
from reflection.events.rule import RuleAct
from reflection.models import Category, RuleKind
from reflection.queries import rules
from reflection.rules.dating import demand_change, demand_new, moment_from, withdrawal
from reflection.rules.refusals import StillNeeded, UnknownRule, misfit
from reflection.schemas.rules import CategoryLine, CategoryLines, CategoryRule, CategoryRuleCreate, Said
from reflection.service.rule_lines import changed, spans_of, take
from reflection.views.rules import category_lines

KIND = RuleKind.CATEGORY


async def listed(session: AsyncSession) -> CategoryLines:
    """Every category that ever was, each with its rows."""
    rows, lines = await rules.category_rows(session), await rules.lines_of(session, KIND)
    return CategoryLines(items=category_lines(rows, lines, now()))


async def shown(session: AsyncSession, code: str) -> CategoryLine:
    """Raises `UnknownRule`."""
    rows = await rules.category_rows(session, code)
    if not rows:
        raise UnknownRule
    (line,) = category_lines(rows, await rules.lines_of(session, KIND, code), now())
    return line


async def add(session: AsyncSession, caller: Principal, data: CategoryRuleCreate) -> CategoryLine:
    """A new category, or one that has ended and comes again. Raises `RuleExists`, `ChangeWaits`, `RuleMisfit`."""
    line = await take(session, KIND, data.code, None)
    rows, begins = await rules.category_rows(session, data.code), moment_from(data.valid_from, now())
    demand_new(spans_of(rows), now(), begins)
    row = await _row(session, data.code, data, begins)
    if data.position is None:
        row.position = await rules.highest_position(session) + 1
    session.add(row)
    await changed(session, line, caller, RuleAct.ADDED, counts_from=begins, detail=_told(row))
    return await shown(session, data.code)


async def change(session: AsyncSession, code: str, caller: Principal, data: CategoryRule, version: int) -> CategoryLine:
    """A new row from that day on; the one in force gets its end. Reports keep the row that was in force for them."""
    line, rows = await take(session, KIND, code, version), await rules.category_rows(session, code)
    if not rows:
        raise UnknownRule
    begins = moment_from(data.valid_from, now())
    old = rows[demand_change(spans_of(rows), now(), begins)]
    row = await _row(session, code, data, begins)
    if data.position is None:
        row.position = old.position
    if row.parent_code is not None:
        await _demand_no_branches(session, code)
    old.valid_to = begins
    session.add(row)
    await changed(session, line, caller, RuleAct.CHANGED, counts_from=begins, detail=_told(row))
    return await shown(session, code)


async def end(session: AsyncSession, code: str, caller: Principal, on: date, version: int) -> CategoryLine:
    """Nobody chooses it from that day on. Raises `StillNeeded` while it has branches."""
    line, rows = await take(session, KIND, code, version), await rules.category_rows(session, code)
    if not rows:
        raise UnknownRule
    ends = moment_from(on, now(), "/valid_to")
    old = rows[demand_change(spans_of(rows), now(), ends)]
    await _demand_no_branches(session, code)
    old.valid_to = ends
    await changed(session, line, caller, RuleAct.ENDED, counts_from=ends, detail={})
    return await shown(session, code)


async def withdraw(session: AsyncSession, code: str, caller: Principal, version: int) -> CategoryLine | None:
    """Take back what does not count yet; None when nothing of the category is left."""
    line, rows = await take(session, KIND, code, version), list(await rules.category_rows(session, code))
    place, reopened = withdrawal(spans_of(rows), now())
    if reopened is not None:
        rows[reopened].valid_to = None
    detail = {} if place is None else _told(rows[place])
    if place is not None:
        await session.delete(rows.pop(place))
    await changed(session, line, caller, RuleAct.WITHDRAWN, counts_from=now(), detail=detail)
    return await shown(session, code) if rows else None


async def _row(session: AsyncSession, code: str, data: CategoryRule, begins: Any) -> Category:
    known = [row for row in await rules.category_rows(session) if row.valid_to is None or row.valid_to > begins]
    group = _group(known, code, data)
    _demand_parent(known, code, data)
    return Category(
        code=code,
        valid_from=begins,
        valid_to=None,
        parent_code=data.parent,
        group_code=data.group,
        group_vi=group.vi,
        group_en=group.en,
        name_vi=data.name.vi,
        name_en=data.name.en,
        position=data.position,
        is_urgent=data.is_urgent,
        is_home_rounded=data.is_home_rounded,
        duplicate_radius_m=data.duplicate_radius_m,
        source=data.source,
        **_said("emergency", data.emergency),
        **_said("stopper", data.stopper),
    )


def _said(name: str, given: Said | None) -> dict[str, str]:
    return {f"{name}_vi": given.vi if given else "", f"{name}_en": given.en if given else ""}


def _group(known: list[Category], code: str, data: CategoryRule) -> Said:
    """A group has one name; that of a new one must be given."""
    there = next((row for row in known if row.group_code == data.group and row.code != code), None)
    if there is None:
        if data.group_name is None:
            own = next((row for row in known if row.group_code == data.group), None)
            if own is None:
                raise misfit("/group_name", "Nhóm mới cần tên tiếng Việt và tiếng Anh", "A new group needs both names")
            return Said(vi=own.group_vi, en=own.group_en)
        return data.group_name
    if data.group_name and (data.group_name.vi, data.group_name.en) != (there.group_vi, there.group_en):
        raise misfit(
            "/group_name",
            f"Nhóm này đã có tên “{there.group_vi}”; các lĩnh vực khác trong nhóm đang dùng tên đó",
            f"This group is called “{there.group_en}” by the other categories in it",
        )
    return Said(vi=there.group_vi, en=there.group_en)


def _demand_parent(known: list[Category], code: str, data: CategoryRule) -> None:
    """The tree has two levels: a branch hangs on a category of the same group that is no branch itself."""
    if data.parent is None:
        return
    parent = next((row for row in known if row.code == data.parent), None)
    if parent is None or data.parent == code:
        raise misfit("/parent", "Không có lĩnh vực cha này", "There is no such category to belong to")
    if parent.parent_code is not None or parent.group_code != data.group:
        raise misfit(
            "/parent",
            "Lĩnh vực cha phải ở cùng nhóm và không phải là nhánh của lĩnh vực khác",
            "It must be in the same group and no branch itself",
        )


async def _demand_no_branches(session: AsyncSession, code: str) -> None:
    rows = await rules.category_rows(session)
    branches = [row for row in rows if row.parent_code == code and (row.valid_to is None or row.valid_to > now())]
    if branches:
        first = branches[0]
        raise StillNeeded(Text(f"Nhánh: {first.name_vi}", f"Branch: {first.name_en}"))


def _told(row: Category) -> dict[str, Any]:
    """What the audit keeps of a row: enough to know it when it was withdrawn."""
    names = ("name_vi", "name_en", "group_code", "parent_code", "is_urgent", "stopper_vi", "emergency_vi", "source")
    return {name: getattr(row, name) for name in names}
