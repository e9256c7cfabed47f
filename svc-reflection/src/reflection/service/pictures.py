"""Makes the public copies of photos, outside of any transaction, and publishes the report again when they are there."""

import asyncio
from uuid import UUID

from hueioc.db import Database
from hueioc.errors import NotFound, TooLarge
from hueioc.files.store import FileStore
from reflection.queries import reports
from reflection.rules.pictures import PictureRefused, PublicPicture, public_copy
from reflection.service.announce import announce, take
from reflection.states import Action

AT_ONCE = 20


async def prepare_waiting(database: Database, files: FileStore) -> int:
    """Work through the photos without a public copy; how many were done."""
    async with database.transaction() as session:
        waiting = await reports.waiting_media(session, AT_ONCE)
    for medium_id, report_id, sha256 in waiting:
        try:
            made = await asyncio.to_thread(public_copy, await files.read(sha256))
        except PictureRefused as refusal:
            await _refuse(database, medium_id, report_id, str(refusal))
        except (NotFound, TooLarge) as problem:  # a film, or lost: neither may hold up the photos behind it
            await _refuse(database, medium_id, report_id, problem.title.en)
        else:
            await _keep(database, files, (medium_id, report_id), made)
    return len(waiting)


async def _keep(database: Database, files: FileStore, ids: tuple[UUID, UUID], made: PublicPicture) -> None:
    medium_id, report_id = ids
    stored = await files.write(made.jpeg)
    async with database.transaction() as session:
        report = await take(session, report_id, None)
        medium = next((each for each in report.media if each.id == medium_id), None)
        if medium is None or medium.public_sha256:
            return
        medium.public_sha256, medium.width, medium.height = stored.sha256, made.width, made.height
        await announce(session, report, Action.PICTURE)


async def _refuse(database: Database, medium_id: UUID, report_id: UUID, why: str) -> None:
    """A damaged photo is marked with the reason; the report stays."""
    async with database.transaction() as session:
        await take(session, report_id, None)
        if medium := await reports.find_medium(session, medium_id):
            medium.refused = why
