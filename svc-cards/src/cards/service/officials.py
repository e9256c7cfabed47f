"""Officials as staff enter them: what is public, what is sealed, and the photo."""

import json
from collections.abc import Callable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cards import models, schemas, views
from cards.errors import BadPhoto, OfficialExists, OtherAgency, UnknownOfficial
from cards.models import Official, OfficialIdentity
from cards.queries import officials, reference
from cards.rules import photos
from cards.service.today import today
from hueioc.audit import record
from hueioc.auth.principal import Principal, Role
from hueioc.clock import now
from hueioc.errors import FieldError, Invalid, invalid_field
from hueioc.ids import uuid7
from hueioc.paging import Cursor, Page, PageQuery, cut
from hueioc.personal.sealed import normal_citizen_id, normal_phone
from hueioc.runtime import Runtime
from hueioc.vi import fold, normal


def must_serve(caller: Principal, agency_id: UUID) -> None:
    """An officer acts for the own agency, the centre for all. Raises `OtherAgency`."""
    if not caller.has_role(Role.MODERATOR, Role.SUPERVISOR, Role.AUDITOR) and caller.agency_id != str(agency_id):
        raise OtherAgency


async def add(session: AsyncSession, runtime: Runtime, caller: Principal, data: schemas.OfficialCreate) -> Official:
    must_serve(caller, data.agency_id)
    citizen_id = _normal(normal_citizen_id, data.citizen_id, "/citizen_id")
    phone = _normal(normal_phone, data.phone, "/phone") if data.phone else ""
    token = runtime.vault.token("citizen_id", citizen_id)
    if await officials.is_known(session, data.staff_no, token):
        raise OfficialExists
    row = Official(id=uuid7(), staff_no=data.staff_no)
    await _set_public(session, row, data)
    session.add(row)
    await session.flush()
    private = schemas.OfficialIdentity(
        citizen_id=citizen_id, birth_date=data.birth_date, phone=phone, email=data.email.lower()
    )
    sealed = await runtime.vault.seal(session, row.id, private.model_dump_json().encode(), _context(row.id))
    session.add(OfficialIdentity(id=row.id, citizen_token=token, sealed=sealed))
    await session.flush()
    await record(session, caller.subject, "official.added", str(row.id))
    return row


async def change(session: AsyncSession, caller: Principal, official_id: UUID, data: schemas.OfficialUpdate) -> Official:
    row = await _locked(session, caller, official_id)
    must_serve(caller, data.agency_id)
    await _set_public(session, row, data)
    row.updated_at = now()
    await session.flush()
    await record(session, caller.subject, "official.changed", str(row.id))
    return row


async def set_photo(
    session: AsyncSession, runtime: Runtime, caller: Principal, official_id: UUID, raw: bytes
) -> Official:
    row = await _locked(session, caller, official_id)
    rules = await reference.rules(session, today())
    try:
        shown, small = photos.shown(raw), photos.in_code(raw, rules["photo-bytes"])
    except photos.BadPhoto as problem:
        raise BadPhoto from problem
    row.photo_sha256, row.photo_in_code = (await runtime.files.write(shown)).sha256, small
    row.updated_at = now()
    await session.flush()
    await record(session, caller.subject, "official.photo", str(row.id), {"sha256": row.photo_sha256})
    return row


async def find(session: AsyncSession, caller: Principal, official_id: UUID) -> Official:
    row = await officials.find(session, official_id)
    if row is None:
        raise UnknownOfficial
    must_serve(caller, row.agency_id)
    return row


async def show(session: AsyncSession, row: Official) -> schemas.Official:
    return views.official(row, await agency_of(session, row.agency_id))


async def look(
    session: AsyncSession, runtime: Runtime, caller: Principal, official_id: UUID
) -> schemas.OfficialIdentity:
    """What is sealed; that somebody has looked is written down."""
    row = await find(session, caller, official_id)
    private = await officials.identity(session, row.id)
    if private is None:
        raise UnknownOfficial
    await record(session, caller.subject, "official.looked", str(row.id))
    opened = await runtime.vault.open(session, row.id, private.sealed, _context(row.id))
    return schemas.OfficialIdentity.model_validate(json.loads(opened))


async def list_officials(
    session: AsyncSession, caller: Principal, page: PageQuery, words: str, agency_id: UUID | None
) -> Page[schemas.Official]:
    wanted = own_agency(caller) or agency_id
    rows, more = cut(list(await officials.page(session, page, words, wanted)), page.limit)
    known = await reference.agencies(session, {row.agency_id for row in rows})
    return Page(
        items=[views.official(row, known[row.agency_id]) for row in rows],
        next_cursor=Cursor(rows[-1].created_at, rows[-1].id).encode() if more else None,
    )


def own_agency(caller: Principal) -> UUID | None:
    """The agency to which an officer's lists are limited; None for the centre."""
    if caller.has_role(Role.MODERATOR, Role.SUPERVISOR, Role.AUDITOR):
        return None
    try:
        return UUID(caller.agency_id)
    except ValueError as error:
        raise OtherAgency from error


async def agency_of(session: AsyncSession, agency_id: UUID) -> models.Agency:
    found = await reference.agency(session, agency_id)
    if found is None:
        raise invalid_field("/agency_id", "Không có cơ quan này trong danh bạ", "The registry has no such agency")
    return found


async def _locked(session: AsyncSession, caller: Principal, official_id: UUID) -> Official:
    row = await officials.lock(session, official_id)
    if row is None:
        raise UnknownOfficial
    must_serve(caller, row.agency_id)
    return row


async def _set_public(
    session: AsyncSession, row: Official, data: schemas.OfficialCreate | schemas.OfficialUpdate
) -> None:
    agency = await agency_of(session, data.agency_id)
    unit = await reference.unit(session, data.unit_id) if data.unit_id else None
    if data.unit_id and (unit is None or unit.agency_id != agency.id):
        raise invalid_field("/unit_id", "Đơn vị này không thuộc cơ quan đã chọn", "The unit is not of this agency")
    row.full_name, row.position_vi, row.position_en = map(normal, (data.full_name, data.position_vi, data.position_en))
    row.agency_id, row.unit_id = agency.id, data.unit_id
    row.folded = fold(f"{row.full_name} {row.staff_no}")


def _normal(write: Callable[[str], str], value: str, pointer: str) -> str:
    try:
        return write(value)
    except Invalid as problem:
        raise Invalid(fields=tuple(FieldError(pointer, each.detail) for each in problem.fields)) from problem


def _context(official_id: UUID) -> str:
    return f"official_identities.sealed.{official_id}"
