"""A photo as phones make them travels in an Open311 form through the gateway."""

import io

from PIL import Image

from hueioc.ids import uuid7
from tests.city import City
from tests.people import Person, until

MEGABYTE = 1 << 20
COPIED_WITHIN_S = 15.0
REQUESTS = "/open311/v2/requests.json"


def large_photo() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((2400, 1800), 90).convert("RGB").save(out, "JPEG", quality=95)
    return out.getvalue()


async def test_a_form_with_a_photo_of_three_megabytes_is_a_report_with_its_photo(city: City):
    photo, key = large_photo(), city.hue("token", "open311").split()[-1]
    assert len(photo) > 3 * MEGABYTE
    fields = {
        "api_key": key,
        "service_code": "pothole",
        "lat": "16.4637",
        "long": "107.5909",
        "description": "O ga lon",
    }
    async with city.client() as client:
        files = {"media": ("photo.jpg", photo, "image/jpeg")}
        answer = await client.post(REQUESTS, data=fields, files=files, headers={"Idempotency-Key": str(uuid7())})
        assert answer.is_success, answer.text
        report_id = answer.json()[0]["service_request_id"]
        moderator = Person(client, city.token("moderator"))

        async def copies() -> list[object]:
            shown = await moderator.get(f"/v1/ops/reports/{report_id}")
            return shown.json()["media"] if shown.is_success else []

        found = await until(copies, COPIED_WITHIN_S)
    assert len(found) == 1
