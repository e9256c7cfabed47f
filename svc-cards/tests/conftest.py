"""The tests of the cards service: an agency of the registry, officials with photos, and cards in any state."""

import io
from datetime import UTC, datetime
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import text

from cards.jobs import sign_lists
from cards.models import Agency, Unit
from cards.rules.claim169 import CardClaims
from hueioc.auth.principal import Role
from hueioc.clock import frozen

NOON = datetime(2026, 11, 3, 5, tzinfo=UTC)
"""Twelve o'clock in Huế."""
AGENCY, OTHER = UUID("11111111-0000-7000-8000-000000000001"), UUID("11111111-0000-7000-8000-000000000002")
OPS = "/v1/ops/cards"


@pytest.fixture(scope="session")
def service_name() -> str:
    return "cards"


@pytest.fixture
def at_noon(clock):
    clock.set(NOON)
    return clock


@pytest.fixture(scope="session")
def photo():
    """A face as far as a code on a card is concerned: light and dark parts with a gradient."""
    from PIL import Image, ImageDraw

    picture = Image.linear_gradient("L").resize((600, 900)).convert("RGB")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((150, 200, 450, 640), fill=(224, 190, 160))
    pen.ellipse((220, 360, 270, 400), fill=(20, 20, 20))
    pen.ellipse((330, 360, 380, 400), fill=(20, 20, 20))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()


@pytest.fixture(scope="session")
def key():
    return ec.generate_private_key(ec.SECP256R1())


@pytest.fixture
def make_claims():
    def make(**more):
        given = {
            "issuer": "https://hue-s.huecity.vn",
            "issued": 1_790_000_000,
            "not_before": 1_790_000_000,
            "expires": 1_890_000_000,
            "status_uri": "https://hue-s.huecity.vn/v1/cards/lists/1",
            "status_index": 121_333,
            "card": "A" * 22,
            "full_name": "Nguyễn Thị Hồng Nhung",
            "position": "Chuyên viên Bộ phận Một cửa",
            "agency": "Ủy ban nhân dân phường Thuận Hóa",
            "agency_code": "H57.33",
            "kind": "cc",
        }
        return CardClaims(**given | more)

    return make


class Office:
    """Staff of the centre, an officer of the agency, and what they do in a few words."""

    def __init__(self, make_client, runtime, clock, photo):
        self.make_client, self.runtime, self.clock, self.photo = make_client, runtime, clock, photo
        self.officer = make_client(Role.OFFICER, agency_id=str(AGENCY))
        self.moderator, self.supervisor = make_client(Role.MODERATOR), make_client(Role.SUPERVISOR)
        self.anyone = make_client()
        self.people = 0

    async def set_up(self):
        async with self.runtime.database.transaction() as session:
            session.add(Agency(id=AGENCY, code="H57.33", name_vi="UBND phường Thuận Hóa", name_en="Thuận Hóa Ward"))
            session.add(Agency(id=OTHER, code="H57.05", name_vi="Sở Du lịch", name_en="Department of Tourism"))
            await session.flush()
            session.add(Unit(id=OTHER, agency_id=AGENCY, name_vi="Một cửa", name_en="Desk", hotline="02343822822"))
        with frozen(NOON):  # the list that came with the database was signed today
            async with self.runtime.database.transaction() as session:
                await session.execute(text("delete from status_tokens"))
            await sign_lists(self.runtime)
        return self

    async def post(self, path, body, code=201, client=None):
        answer = await (client or self.officer).post(f"{OPS}{path}", json=body)
        assert answer.status_code == code, answer.text
        return answer.json()

    async def official(self, *, photo=True, **more):
        self.people += 1
        body = {
            "staff_no": f"CB-{self.people:04d}",
            "full_name": "Nguyễn Thị Hồng Nhung",
            "position_vi": "Chuyên viên",
            "position_en": "Officer",
            "agency_id": str(AGENCY),
            "citizen_id": f"046190{self.people:06d}",
            "birth_date": "1990-05-04",
            "phone": "0912 345 678",
            "email": "Nhung@hue.gov.vn",
        }
        made = await self.post("/officials", body | more, client=self.moderator)
        if photo:
            await self.set_photo(made["id"], self.photo)
        return made

    async def set_photo(self, official_id, raw, code=200):
        answer = await self.officer.put(f"{OPS}/officials/{official_id}/photo", content=raw)
        assert answer.status_code == code, answer.text
        return answer.json()

    async def draft(self, official, code=201, **more):
        body = {"official_id": official["id"], "valid_from": "2026-11-01", "valid_to": "2030-12-31"}
        return await self.post("", body | {"document_no": "12/QĐ-UBND"} | more, code)

    async def move(self, card, action, code=200, client=None, **more):
        return await self.post(f"/{card['id']}/moves", {"action": action} | more, code, client or self.moderator)

    async def issued(self, official=None, **more):
        card = await self.draft(official or await self.official(), **more)
        await self.move(card, "request", client=self.officer)
        await self.move(card, "approve")
        return await self.move(card, "issue")

    async def check(self, text):
        answer = await self.anyone.post("/v1/cards/verifications", json={"text": text})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def rate(self, card, stars=5, code=201, client=None, **more):
        citizen = client or self.make_client(Role.CITIZEN)
        answer = await citizen.post(f"/v1/cards/{card['short_id']}/ratings", json={"stars": stars} | more)
        assert answer.status_code == code, answer.text
        return answer.json()


@pytest.fixture
async def office(make_client, runtime, at_noon, photo):
    return await Office(make_client, runtime, at_noon, photo).set_up()
