"""Timed work: by the leader, again and again, whatever happens."""

import asyncio
from types import SimpleNamespace

import pytest

from hueioc.jobs import Job, JobLoop
from hueioc.relay import Relay, RelayTarget


@pytest.fixture
def runtime():
    relay = Relay(RelayTarget("sample", "EVT_SAMPLE"), dsn="", bus=None)
    relay.leads.set()
    return SimpleNamespace(relay=relay)


async def ran(job_work, runtime, wait_s=0.1):
    loop = JobLoop(Job(name="sample", every_s=0.005, work=job_work), runtime)
    loop.start()
    await asyncio.sleep(wait_s)
    await loop.stop()


async def test_a_job_runs_again_and_again(runtime):
    runs = []

    async def work(of):
        runs.append(of)

    await ran(work, runtime)
    assert len(runs) > 2
    assert set(map(id, runs)) == {id(runtime)}


async def test_only_the_leader_works(runtime):
    runs = []

    async def work(_):
        runs.append(1)

    runtime.relay.leads.clear()
    await ran(work, runtime, 0.03)
    assert runs == []


@pytest.mark.parametrize("error", [OSError, ValueError, KeyError, RuntimeError])
async def test_a_job_that_fails_is_tried_again(runtime, error):
    runs = []

    async def work(_):
        runs.append(1)
        raise error("no")

    await ran(work, runtime)
    assert len(runs) > 2


async def test_what_a_job_published_leaves_at_once(runtime):
    async def work(_):
        return None

    await ran(work, runtime, 0.03)
    assert runtime.relay._wake.is_set()


async def test_a_job_that_is_stopped_is_stopped(runtime):
    began = asyncio.Event()

    async def work(_):
        began.set()
        await asyncio.sleep(60)

    loop = JobLoop(Job(name="sample", every_s=0, work=work), runtime)
    loop.start()
    await asyncio.wait_for(began.wait(), 1)
    await asyncio.wait_for(loop.stop(), 1)
