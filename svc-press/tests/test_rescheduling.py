"""24 November becomes a day off by a notice: open deadlines move by it, each once, and the history says so."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from hueioc.auth.principal import Role
from hueioc.workdays.days import DayKind
from hueioc.workdays.kept import CalendarDay, CalendarTold, keep_calendar, published_told, version_of
from press import jobs
from press.models import Item, Unit


@pytest.fixture
async def assigned(at_noon, office, make_entry, make_client, session):
    """Assigned on Friday, 20 November 2026, and due seven working days later, on Tuesday, 1 December."""
    await office.read(await office.source(), make_entry("Người dân Huế bức xúc vì Sở Xây dựng chậm trễ", ""))
    await session.flush()
    item = (await session.scalars(select(Item))).one()
    unit = (await session.scalars(select(Unit).where(Unit.name_vi == "Sở Xây dựng"))).one()
    data = {"unit_id": str(unit.id), "question": "Khi nào sửa?"}
    answer = await make_client(Role.MODERATOR).post(f"/v1/ops/press/items/{item.id}/assignment", json=data)
    return answer.json()["id"]


@pytest.fixture
async def notice(session, runtime):
    async def come(day=date(2026, 11, 24)):
        days = [*published_told().days, CalendarDay(date=day, kind=DayKind.HOLIDAY, source="Resolution 80-NQ/TW")]
        told = CalendarTold(number=1, version=version_of(1, days), days=days)
        await keep_calendar(session, told)
        await session.flush()
        await jobs.reschedule(runtime)
        return told

    return come


@pytest.fixture
def shown(at_noon, make_client, assigned):
    async def look():
        return (await make_client(Role.AUDITOR).get(f"/v1/ops/press/responses/{assigned}")).json()

    return look


async def test_a_new_day_off_moves_the_deadline_once(at_noon, shown, notice):
    await notice()
    await notice()
    found = await shown()
    assert found["due_at"] == "2026-12-02T10:00:00Z"
    assert [line["action"] for line in found["history"]] == ["assign", "reschedule"]


async def test_a_day_off_after_the_term_moves_nothing(at_noon, shown, notice):
    await notice(date(2026, 12, 24))
    assert [line["action"] for line in (await shown())["history"]] == ["assign"]


async def test_what_is_late_no_more_can_be_late_again(at_noon, shown, notice, runtime):
    at_noon.move(timedelta(days=11, hours=6))
    await jobs.watch_deadlines(runtime)
    await notice()
    assert not (await shown())["is_overdue"]
    at_noon.move(timedelta(days=1))
    await jobs.watch_deadlines(runtime)
    actions = [line["action"] for line in (await shown())["history"]]
    assert actions == ["assign", "overdue", "reschedule", "overdue"]
