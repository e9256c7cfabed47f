"""Ending tasks."""

import asyncio

import pytest

from hueioc.tasks import end


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
