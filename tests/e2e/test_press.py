"""The press in the whole city: a newspaper's feed becomes stories, an answer and a digest that everybody reads."""

from typing import Any

from tests.city import City
from tests.newspaper import Newspaper, printing
from tests.people import Person, new_report, until

SEEN_WITHIN_S = 20.0
TITLE = "Người dân phường Kim Long, Huế bức xúc vì Sở Xây dựng chậm trễ sửa đường"
THUAN_AN = {"lat": 16.5553, "lon": 107.6405, "address": "Biển Thuận An"}
SOURCES, STORIES = "/v1/ops/press/sources", "/v1/ops/press/stories"


async def done(person: Person, path: str, data: Any) -> Any:
    answer = await person.post(path, data)
    assert answer.is_success, f"{path}: {answer.text}"
    return answer.json()


async def story_of(desk: Person, paper: Newspaper, title: str) -> dict[str, Any]:
    """The story that the newspaper's item has opened."""
    await done(desk, SOURCES, paper.source)

    async def found() -> list[dict[str, Any]]:
        answer = await desk.get(STORIES)
        return [each for each in answer.json()["items"] if each["title"] == title] if answer.is_success else []

    (story,) = await until(found, SEEN_WITHIN_S)
    return story


async def assigned_to_construction(desk: Person, story: dict[str, Any]) -> dict[str, Any]:
    detail = await desk.read(f"{STORIES}/{story['id']}")
    units = (await desk.read("/v1/ops/press/choices"))["units"]
    unit = next(each for each in units if each["name"]["vi"] == "Sở Xây dựng")
    path = f"/v1/ops/press/items/{detail['items'][0]['id']}/assignment"
    return await done(desk, path, {"unit_id": unit["id"], "question": "Bao giờ?"})


async def test_a_feed_becomes_a_story_an_answer_and_a_digest(city: City):
    async with city.client() as client, printing("tin-1", TITLE) as paper:
        desk, public = Person(client, city.token("moderator")), Person(client)
        story = await story_of(desk, paper, TITLE)
        assert story["tone"] == "negative"

        async def was_asked_again() -> bool:
            return paper.unchanged > 0

        await until(was_asked_again, SEEN_WITHIN_S)
        asked = await assigned_to_construction(desk, story)
        await done(desk, f"/v1/ops/press/responses/{asked['id']}/answer", {"text": "Trước Tết."})
        await done(desk, f"/v1/ops/press/responses/{asked['id']}/publication", {})

        async def answers() -> list[str]:
            items = (await public.read("/v1/press/answers"))["items"]
            return [each["answer"] for each in items if each["title"] == TITLE]

        assert await until(answers, SEEN_WITHIN_S) == ["Trước Tết."]

        async def digest() -> list[dict[str, Any]]:
            return [each for each in (await public.read("/v1/press/digest"))["answers"] if each["title"] == TITLE]

        await until(digest, SEEN_WITHIN_S)

        async def tile() -> bool:
            answer = await desk.get("/v1/city/press")
            figures = {each["code"]: each["value"] for each in answer.json().get("figures", [])}
            return figures.get("stories", 0) >= 1

        await until(tile, SEEN_WITHIN_S)
        assert (await client.get("/v1/city/press")).status_code in {401, 403, 404}
    async with city.database("press") as database:
        rows = await database.fetch(
            "select subject from outbox where subject ~ '^evt.press.(story|item)'"
            " and convert_from(payload, 'utf8') like $1 order by id",
            f"%{TITLE}%",
        )
    assert [row["subject"].removeprefix("evt.press.") for row in rows] == [
        *("story.opened", "story.turned_negative", "item.assigned", "item.answered", "item.published")
    ]


async def test_a_story_about_a_place_shows_what_citizens_reported_there(city: City):
    """Flow 8."""
    title = "Sạt lở bờ biển ở phường Thuận An, thành phố Huế: sóng cuốn kè"
    async with city.client() as client, printing("tin-2", title, "Cơn bão làm biển xâm thực vào đất liền.") as paper:
        desk, citizen = Person(client, city.token("moderator")), Person(client, city.token("citizen", name="wet"))
        report = new_report(category="drainage", place=THUAN_AN)
        assert (await citizen.submit(report)).is_success
        await until(lambda: desk.get(f"/v1/ops/reports/{report['id']}"), is_it=lambda found: found.is_success)
        await desk.act(report["id"], "moderation", {"decision": "accept"})
        story = await story_of(desk, paper, title)

        async def is_linked() -> bool:
            linked = (await desk.read(f"{STORIES}/{story['id']}"))["reports"]
            return report["id"] in {each["id"] for each in linked}

        await until(is_linked, SEEN_WITHIN_S)
