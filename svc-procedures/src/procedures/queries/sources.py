"""Where a dated rule comes from."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from procedures.models import RuleValue


async def source_of(session: AsyncSession, code: str, day: date) -> str:
    """Of the value in force on `day`; empty where there is none."""
    open_ended = or_(RuleValue.valid_to.is_(None), RuleValue.valid_to > day)
    rows = select(RuleValue.source).where(RuleValue.code == code, RuleValue.valid_from <= day, open_ended)
    return (await session.scalars(rows.order_by(RuleValue.valid_from.desc()).limit(1))).first() or ""
