"""Rows of `DongBoHoSoMC` and `CapNhatTienDoHoSoMC`: what they say, or why they cannot be taken. Pure."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from hueioc.errors import Text
from procedures.rules.codes import DossierCode, code_of
from procedures.rules.fields import RowRefused, moment_of, number_of, required, rows_of, text_of
from procedures.states import CHANNELS, NATIONAL, Channel, Refusal, Status

_BEFORE_ACCEPTANCE = frozenset({Status.NEW, Status.REFUSED, Status.WITHDRAWN, Status.STOPPED})
_DONE = frozenset({Status.FINISHED, Status.RETURNED})
SHORT, NAME, LONG = 60, 500, 4_000


class Fact(NamedTuple):
    """A step that a row tells; `key` names it, so that a later row that tells it differently corrects it."""

    key: str
    status: Status
    at: datetime


@dataclass(frozen=True)
class DossierRow:
    """A row of `DongBoHoSoMC`."""

    code: DossierCode
    procedure_code: str
    procedure_name: str
    field_code: str
    field_name: str
    channel: Channel
    status: Status
    source_due_at: datetime | None
    handler: str
    subject_kind: str
    """LoaiDoiTuong as it was sent; its meaning differs by system."""
    facts: tuple[Fact, ...]
    status_at: datetime | None
    """Since when it is in `status`; None where the row does not say."""
    owner: Mapping[str, str]
    """Personal: name, phone, email, citizen_id, summary."""


@dataclass(frozen=True)
class ProgressRow:
    """A row of `CapNhatTienDoHoSoMC`."""

    code: DossierCode
    status: Status
    at: datetime
    actor: str
    note: str


def digest_of(row: Mapping[str, Any]) -> bytes:
    """The same content, the same bytes, however the fields are ordered."""
    written = json.dumps(row, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).digest()


def dossier_row(row: Mapping[str, Any], at: datetime) -> DossierRow:
    """Raises `RowRefused`."""
    code, status = _code(row), _status(row, "TrangThaiHoSo")
    channel = CHANNELS.get(number_of(row, "KenhThucHien") or 0)
    if channel is None:
        raise RowRefused("KenhThucHien", Refusal.BAD_VALUE, Text("Phải là 1, 2 hoặc 3", "It must be 1, 2 or 3"))
    submitted, accepted = moment_of(row, "NgayNopHoSo", at), moment_of(row, "NgayTiepNhan", at)
    if accepted is None and status not in _BEFORE_ACCEPTANCE:
        detail = Text("Hồ sơ đã tiếp nhận phải có ngày tiếp nhận", "An accepted dossier needs its day of acceptance")
        raise RowRefused("NgayTiepNhan", Refusal.MISSING, detail)
    facts, status_at = _facts(row, submitted, accepted, at), _present_since(row, status, at)
    _demand_order((*facts, Fact("present", status, status_at)) if status_at else facts)
    return DossierRow(
        code=code,
        procedure_code=required(row, "MaTTHC", most=SHORT),
        procedure_name=text_of(row, "TenTTHC", most=NAME),
        field_code=text_of(row, "MaLinhVuc", most=SHORT),
        field_name=text_of(row, "TenLinhVuc", most=NAME),
        channel=channel,
        status=status,
        source_due_at=moment_of(row, "NgayHenTra", at, may_be_ahead=True),
        handler=text_of(row, "DonViXuLy", most=NAME),
        subject_kind=text_of(row, "LoaiDoiTuong", most=10),
        facts=facts,
        status_at=status_at,
        owner=_owner(row),
    )


def progress_row(row: Mapping[str, Any], at: datetime) -> ProgressRow:
    """Raises `RowRefused`."""
    moment = moment_of(row, "ThoiDiemXuLy", at)
    if moment is None:
        raise RowRefused("ThoiDiemXuLy", Refusal.MISSING, Text("Thiếu trường bắt buộc này", "This field is missing"))
    people = (text_of(row, name, most=NAME) for name in ("NguoiXuLy", "ChucDanh", "PhongBanXuLy"))
    return ProgressRow(
        code=_code(row),
        status=_status(row, "TrangThai"),
        at=moment,
        actor=" · ".join(each for each in people if each),
        note=text_of(row, "NoiDungXuLy", most=LONG),
    )


def _code(row: Mapping[str, Any]) -> DossierCode:
    found = code_of(required(row, "MaHoSo"))
    if found is None:
        detail = Text(
            "Mã hồ sơ không đúng dạng, ví dụ 000.00.01.H57-260302-0001",
            "This is no code of a dossier, such as 000.00.01.H57-260302-0001",
        )
        raise RowRefused("MaHoSo", Refusal.BAD_CODE, detail)
    return found


def _status(row: Mapping[str, Any], name: str) -> Status:
    number = number_of(row, name)
    if number is None:
        raise RowRefused(name, Refusal.MISSING, Text("Thiếu trường bắt buộc này", "This field is missing"))
    if number not in NATIONAL:
        raise RowRefused(name, Refusal.BAD_VALUE, Text("Trạng thái từ 1 đến 10", "A status is 1 to 10"))
    return NATIONAL[number]


def _facts(
    row: Mapping[str, Any], submitted: datetime | None, accepted: datetime | None, at: datetime
) -> tuple[Fact, ...]:
    """The steps that the row dates, without the present one."""
    found = [Fact("1", Status.NEW, submitted)] if submitted else []
    if accepted:
        found.append(Fact("2", Status.ACCEPTED, accepted))
    for number, each in enumerate(rows_of(row, "DanhSachHoSoBoSung")):
        name = text_of(each, "HoSoBoSungId", most=SHORT) or str(number)
        asked, brought = moment_of(each, "NgayBoSung", at), moment_of(each, "NgayTiepNhanBoSung", at)
        if asked:
            found.append(Fact(f"5:{name}", Status.SUPPLEMENT, asked))
        if asked and brought:
            found.append(Fact(f"4:{name}", Status.PROCESSING, brought))
    if (finished := moment_of(row, "NgayKetThucXuLy", at)) and _status(row, "TrangThaiHoSo") in _DONE:
        found.append(Fact("9", Status.FINISHED, finished))
    return tuple(found)


def _present_since(row: Mapping[str, Any], status: Status, at: datetime) -> datetime | None:
    """When the present status began, where the row says so."""
    finished, returned = moment_of(row, "NgayKetThucXuLy", at), moment_of(row, "NgayTra", at)
    if status is Status.RETURNED:
        return returned or finished
    if status is Status.REFUSED:
        return moment_of(row, "NgayTuChoi", at) or finished
    return finished or returned if status in {Status.FINISHED, Status.STOPPED, Status.WITHDRAWN} else None


def _demand_order(facts: Sequence[Fact]) -> None:
    """Nothing lies before acceptance but the submission; what was brought lies after it was asked for."""
    by_key = {fact.key: fact.at for fact in facts}
    for fact in facts:
        first = by_key.get("5" + fact.key[1:]) if fact.key.startswith("4:") else by_key.get("2")
        if fact.key == "1" and first and fact.at > first:
            detail = Text("Nộp sau khi tiếp nhận", "It was submitted after it was accepted")
            raise RowRefused("NgayNopHoSo", Refusal.BAD_ORDER, detail)
        if fact.key != "1" and first and fact.at < first:
            detail = Text("Các ngày trong hồ sơ mâu thuẫn nhau", "The dates of the dossier contradict each other")
            raise RowRefused("NgayTiepNhan", Refusal.BAD_ORDER, detail)


def _owner(row: Mapping[str, Any]) -> dict[str, str]:
    numbers = [text_of(each, "SoDinhDanh", most=SHORT) for each in rows_of(row, "DinhDanhCHS")]
    return {
        "name": text_of(row, "ChuHoSo", most=NAME),
        "phone": text_of(row, "SoDienThoai", most=SHORT),
        "email": text_of(row, "Email", most=NAME),
        "citizen_id": next((each for each in numbers if each), ""),
        "summary": text_of(row, "TrichYeuHoSo"),
    }
