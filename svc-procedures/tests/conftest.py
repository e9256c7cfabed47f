"""The tests of the service of administrative procedures: an agency, its dossiers, and a portal that sends them."""

from datetime import UTC, datetime
from itertools import count

import pytest
from sqlalchemy import select, text

from hueioc.auth.principal import Principal, Role
from hueioc.clock import VIETNAM
from hueioc.outbox import outbox
from procedures import schemas
from procedures.queries import dossiers
from procedures.service.syncing import take

AGENCY = "000.00.03.H57"
UNIT = "6775ccac-2ebf-5af0-ad16-9133043ff89d"
RESIDENCE = "1.004222"
"""Seven working days."""
MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
"""Nine o'clock in Hue, in a month without days off."""
PORTAL = Principal("portal", client_id="portal", roles=frozenset({Role.PARTNER}), scopes=frozenset({"dossiers:write"}))


@pytest.fixture(scope="session")
def service_name() -> str:
    return "procedures"


@pytest.fixture
def at_nine(clock):
    clock.set(MONDAY)
    return clock


def stamp(moment: datetime) -> str:
    return moment.astimezone(VIETNAM).strftime("%Y%m%d%H%M%S")


class Portal:
    """A portal that sends dossiers by the national synchronisation."""

    agency, unit, procedure = AGENCY, UNIT, RESIDENCE

    def __init__(self, session, vault):
        self.session, self.vault, self._numbers = session, vault, count(1)

    def row(self, status=2, *, accepted=MONDAY, **more):
        """A row of `DongBoHoSoMC`."""
        given = {
            "MaHoSo": f"{AGENCY}-260302-{next(self._numbers):04d}",
            "MaTTHC": RESIDENCE,
            "TenTTHC": "Đăng ký thường trú",
            "KenhThucHien": "2",
            "ChuHoSo": "Nguyễn Văn Bình",
            "SoDienThoai": "0912 345 678",
            "TrangThaiHoSo": str(status),
            "NgayTiepNhan": stamp(accepted) if accepted else "",
        }
        return given | {name: stamp(each) if isinstance(each, datetime) else each for name, each in more.items()}

    def step(self, code, status, moment, **more):
        """A row of `CapNhatTienDoHoSoMC`."""
        return {"MaHoSo": code, "TrangThai": str(status), "ThoiDiemXuLy": stamp(moment), "NoiDungXuLy": ""} | more

    async def sync(self, *rows, caller=PORTAL):
        return await self._send("DongBoHoSoMC", rows, caller)

    async def progress(self, *rows, caller=PORTAL):
        return await self._send("CapNhatTienDoHoSoMC", rows, caller)

    async def _send(self, service, rows, caller):
        data = schemas.SyncMessage(service=service, data=list(rows))
        answer = await take(self.session, self.vault, caller, data)
        await self.session.flush()
        return answer.rows

    async def dossier(self, code):
        row = await dossiers.by_code(self.session, code)
        await self.session.refresh(row)
        return row

    async def given(self, status=2, **more):
        """A dossier that was sent."""
        row = self.row(status, **more)
        (answer,) = await self.sync(row)
        assert answer.outcome == "created", answer
        return await self.dossier(row["MaHoSo"])


@pytest.fixture
def portal(session, runtime, at_nine):
    return Portal(session, runtime.vault)


@pytest.fixture
def told_events(session):
    """`await told_events("project")`: what was told of projects, in order."""

    async def told(entity):
        wanted = select(outbox.c.subject).where(outbox.c.subject.startswith(f"evt.procedures.{entity}."))
        subjects = await session.scalars(wanted.order_by(outbox.c.id))
        return [each.removeprefix("evt.procedures.") for each in subjects]

    return told


@pytest.fixture
def stored(session):
    """`await stored("0912345678")`: the tables in which it stands in clear, whatever the column is."""

    async def look(secret):
        await session.flush()
        names = await session.scalars(text("select tablename from pg_tables where schemaname = 'public'"))
        hexed = secret.encode().hex()
        found = []
        for name in names.all():
            where = "where each::text ilike :plain or each::text ilike :hexed"
            asked = text(f'select count(*) from "{name}" each {where}')  # noqa: S608 - names of our own tables
            if await session.scalar(asked, {"plain": f"%{secret}%", "hexed": f"%{hexed}%"}):
                found.append(name)
        return found

    return look
