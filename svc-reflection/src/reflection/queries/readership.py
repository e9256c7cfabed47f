"""The statements about how often reports are read."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import BigInteger, Uuid, bindparam, func, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncSession

from reflection.models import Readership, Report
from reflection.models.public import NOT_SHOWN


async def add(session: AsyncSession, sums: Mapping[UUID, int]) -> None:
    """Add to the sums of these reports, in one statement; what is no report is left out."""
    ids = bindparam("ids", list(sums), type_=ARRAY(Uuid()))
    numbers = bindparam("numbers", list(sums.values()), type_=ARRAY(BigInteger()))
    read = func.unnest(ids, numbers).table_valued("report_id", "number", name="read").render_derived()
    rows = select(Report.id, read.c.number).join(read, read.c.report_id == Report.id).order_by(Report.id)
    adding = insert(Readership).from_select(["report_id", "views"], rows)  # in one order, so that two never deadlock
    total = Readership.views + adding.excluded.views
    await session.execute(adding.on_conflict_do_update(index_elements=[Readership.report_id], set_={"views": total}))


async def not_shown(session: AsyncSession, limit: int) -> Sequence[UUID]:
    """Reports that were read since their document was last made, those read most first."""
    newest = (Readership.views - Readership.shown).desc()
    found = select(Readership.report_id).where(text(NOT_SHOWN)).order_by(newest).limit(limit)
    return (await session.scalars(found)).all()


async def mark_shown(session: AsyncSession, shown: Mapping[UUID, int]) -> None:
    """What the newest documents of these reports say."""
    for report_id, number in sorted(shown.items()):
        await session.execute(update(Readership).where(Readership.report_id == report_id).values(shown=number))
