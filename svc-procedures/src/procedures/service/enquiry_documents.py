"""Enquiries as documents."""

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.clock import now
from hueioc.paging import Cursor, Page, PageQuery, cut, decode_cursor
from procedures.models import Enquiry
from procedures.queries import enquiries
from procedures.schemas import enquiries as schemas
from procedures.views import enquiries as views


async def document(session: AsyncSession, row: Enquiry) -> schemas.Enquiry:
    has_contact = await enquiries.contact(session, row.id) is not None
    return views.enquiry(row, await enquiries.history(session, row.id), now(), has_contact=has_contact)


async def page(session: AsyncSession, wanted: schemas.EnquiryQuery) -> Page[schemas.Enquiry]:
    asked = PageQuery(wanted.limit, decode_cursor(wanted.cursor) if wanted.cursor else None)
    rows, more = cut(list(await enquiries.page(session, asked, wanted, now())), wanted.limit)
    cursor = Cursor(rows[-1].received_at, rows[-1].id).encode() if more else None
    return Page[schemas.Enquiry](items=[await document(session, row) for row in rows], next_cursor=cursor)
