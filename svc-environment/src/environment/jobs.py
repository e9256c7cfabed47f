"""Timed work: files of the watched folder, hours that have ended, silent stations, documents after new readings."""

from pathlib import Path

from environment.queries import stations
from environment.service.announce import show_again
from environment.service.folder import take_waiting
from environment.service.hours import compute_dirty
from environment.service.presence import find_silent
from environment.settings import station_folder_of
from hueioc.jobs import Job
from hueioc.runtime import Runtime

AT_ONCE = 50


async def take_files(runtime: Runtime) -> None:
    if folder := station_folder_of(runtime.settings):
        while await take_waiting(runtime.database, Path(folder)):
            runtime.relay.wake()


async def compute_hours(runtime: Runtime) -> None:
    while await compute_dirty(runtime.database):
        runtime.relay.wake()


async def watch_silence(runtime: Runtime) -> None:
    while await find_silent(runtime.database):
        runtime.relay.wake()


async def show_readings(runtime: Runtime) -> None:
    """Documents of stations with new readings: at most one a second, however many readings came."""
    async with runtime.database.transaction() as session:
        for station in await stations.unpublished(session, AT_ONCE):
            await show_again(session, station, station.heard_at)


JOBS = (
    Job(name="take-files", every_s=1, work=take_files),
    Job(name="compute-hours", every_s=1, work=compute_hours),
    Job(name="watch-silence", every_s=5, work=watch_silence),
    Job(name="show-readings", every_s=1, work=show_readings),
)
