"""What must hold of an entry by itself and beside its neighbours."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.models import Agency, Officer, Responsibility, Unit
from gateway.organisations import schemas
from gateway.organisations.errors import CodeTaken, Overlap, wrong
from hueioc.areas.units import wards
from hueioc.auth.principal import STAFF

REFERENCES: dict[str, type[Agency | Unit | Officer]] = {
    "agency_id": Agency,
    "unit_id": Unit,
    "officer_id": Officer,
    "substitute_id": Officer,
}
LONGEST_CHAIN = 20
FAR = date.max


async def demand_sound(session: AsyncSession, model: type[Any], data: schemas.Input, own_id: UUID) -> None:
    """Raises `Invalid` with the field, `CodeTaken`, or `Overlap`."""
    demand_order(data)
    for name, target in REFERENCES.items():
        reference: UUID | None = getattr(data, name, None)
        if reference and await session.get(target, reference) is None:
            raise wrong(name, "Không có mục này trong danh bạ", "The registry has no such entry")
    for name in ("parent_id", "successor_id"):
        if getattr(data, name, None):
            await _demand_chain(session, model, name, getattr(data, name), own_id)
    if code := getattr(data, "code", ""):
        taken = await session.scalar(select(model.id).where(model.code == code, model.id != own_id))
        if taken:
            raise CodeTaken(fields=wrong("code", "Mã đã dùng", "The code is taken").fields)
    if isinstance(data, schemas.OfficerWrite):
        _demand_staff(data)
    if isinstance(data, schemas.RosterWrite):
        await _demand_member(session, data)
    if isinstance(data, schemas.ResponsibilityWrite):
        await _demand_free(session, data, own_id)


def demand_order(data: Any) -> None:
    for first, last in (("valid_from", "valid_to"), ("starts_at", "ends_at")):
        begin, end = getattr(data, first, None), getattr(data, last, None)
        if begin and end and end < begin:
            raise wrong(last, "Kết thúc phải sau khi bắt đầu", "The end must come after the beginning")
    if getattr(data, "successor_id", None) and data.valid_to is None:
        raise wrong("valid_to", "Có đơn vị kế thừa thì cần ngày kết thúc", "A successor needs the day of the end")
    if isinstance(data, schemas.SubstituteWrite) and data.officer_id == data.substitute_id:
        raise wrong("substitute_id", "Không thể tự thay mình", "Nobody substitutes for themselves")
    _demand_wards(data)


def _demand_wards(data: Any) -> None:
    known = wards()
    for number, code in enumerate(getattr(data, "wards", [])):
        if code not in known:
            raise wrong(f"wards/{number}", "Không có phường/xã này", "There is no such ward")
    if getattr(data, "ward_code", None) and data.ward_code not in known:
        raise wrong("ward_code", "Không có phường/xã này", "There is no such ward")


async def _demand_chain(session: AsyncSession, model: type[Any], field: str, target: UUID, own_id: UUID) -> None:
    """The chain of successors or parents exists and does not come back to its beginning."""
    for _ in range(LONGEST_CHAIN):
        if target == own_id:
            break
        row = await session.get(model, target)
        if row is None:
            raise wrong(field, "Không có mục này trong danh bạ", "The registry has no such entry")
        if getattr(row, field) is None:
            return
        target = getattr(row, field)
    raise wrong(field, "Các mục nối thành vòng", "The entries would form a ring")


def _demand_staff(data: schemas.OfficerWrite) -> None:
    for number, role in enumerate(data.roles):
        if role not in STAFF:
            raise wrong(f"roles/{number}", "Không phải vai trò của cán bộ", "Not a role of staff")


async def _demand_member(session: AsyncSession, data: schemas.RosterWrite) -> None:
    officer = await session.get(Officer, data.officer_id)
    if officer is None or officer.unit_id != data.unit_id:
        raise wrong("officer_id", "Cán bộ không thuộc đơn vị này", "The officer is not of this unit")


async def _demand_free(session: AsyncSession, data: schemas.ResponsibilityWrite, own_id: UUID) -> None:
    other = select(Responsibility.id).where(
        Responsibility.ward_code == data.ward_code,
        Responsibility.category == data.category,
        Responsibility.id != own_id,
        Responsibility.valid_from < (data.valid_to or FAR),
        or_(Responsibility.valid_to.is_(None), Responsibility.valid_to > data.valid_from),
    )
    if await session.scalar(other.limit(1)):
        raise Overlap
