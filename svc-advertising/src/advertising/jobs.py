"""Timed work: snapshots that wait, licences that have ended."""

from weakref import WeakKeyDictionary

from advertising.service.judging import Store, judge_waiting
from advertising.service.screens import tell_expired
from hueioc.files.store import FileStore
from hueioc.jobs import Job
from hueioc.runtime import Runtime

_stores: WeakKeyDictionary[FileStore, Store] = WeakKeyDictionary()


async def judge_snapshots(runtime: Runtime) -> None:
    known = _stores.get(runtime.files)
    references = known.references if known else {}
    store = Store(runtime.database, runtime.files, references)
    _stores[runtime.files] = store
    while await judge_waiting(store):
        runtime.relay.wake()


async def watch_licences(runtime: Runtime) -> None:
    while await tell_expired(runtime.database):
        runtime.relay.wake()


JOBS = (
    Job(name="judge-snapshots", every_s=0.5, work=judge_snapshots),
    Job(name="watch-licences", every_s=60, work=watch_licences),
)
