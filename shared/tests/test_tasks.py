"""Tasks that last, and how they end."""

import asyncio

import pytest

from hueioc import tasks
from hueioc.tasks import end, lasting


async def test_a_task_that_loses_its_first_cancellation_is_ended_all_the_same():
    lost = []

    async def work():
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                if lost:
                    raise
                lost.append(1)

    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    await asyncio.wait_for(end(task), 2)
    assert task.cancelled()
    assert lost


@pytest.mark.parametrize("is_begun", [True, False])
async def test_what_has_ended_or_never_began_needs_no_end(is_begun):
    task = asyncio.create_task(asyncio.sleep(0)) if is_begun else None
    if task:
        await task
    await asyncio.wait_for(end(task), 1)


async def test_a_lasting_task_begins_anew_after_an_error_that_nobody_expected(monkeypatch):
    monkeypatch.setattr(tasks, "ANEW_S", 0)
    begun = []

    async def work():
        begun.append(1)
        if len(begun) < 3:
            raise RuntimeError

    await asyncio.wait_for(lasting(work, name="work"), 2)
    assert len(begun) == 3


async def test_a_lasting_task_that_is_cancelled_does_not_begin_anew():
    begun = []

    async def work():
        begun.append(1)
        await asyncio.sleep(60)

    task = lasting(work, name="work")
    await asyncio.sleep(0)
    await asyncio.wait_for(end(task), 2)
    assert begun == [1]
