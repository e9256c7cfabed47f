"""The long way of a report: transferred, extended, answered, not accepted by its reporter, reopened, settled."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from hueioc.bus.read import messages_of
from reflection.rules.figures import Figures, replay
from tests.city import City
from tests.e2e.journey import ANSWERS_WITHIN_S, Unit, two_units
from tests.people import Person, new_report, photo_with_position, until

FIGURES = "/v1/ops/statistics/figures"


@dataclass
class LongJourney:
    """Everything that was seen on the way, by the name of the moment."""

    report: dict[str, Any]
    seen: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def id(self) -> str:
        return self.report["id"]


@dataclass(frozen=True)
class Cast:
    citizen: Person
    moderator: Person
    first_officer: Person
    second_officer: Person
    first: Unit
    second: Unit


def cast_of(city: City, client: httpx.AsyncClient, units: tuple[Unit, Unit]) -> Cast:
    first, second = units
    return Cast(
        citizen=Person(client, city.token("citizen", name="long-journey")),
        moderator=Person(client, city.token("moderator")),
        first_officer=Person(client, city.token("officer", **first.officer())),
        second_officer=Person(client, city.token("officer", **second.officer())),
        first=first,
        second=second,
    )


async def travel(city: City) -> LongJourney:
    units = await two_units(city)
    async with city.client() as client:
        cast, journey = cast_of(city, client, units), LongJourney(new_report(description="Đèn đường tắt cả tuần"))
        journey.seen["figures before"] = await cast.moderator.read(FIGURES)
        await _send_twice(cast, journey)
        await _transfer(cast, journey)
        await _extend(cast, journey)
        await _answer_and_reopen(cast, journey)
        await _settle(cast, journey)
        journey.seen["figures after"] = await cast.moderator.read(FIGURES)
        journey.seen["drilled down"] = await drill_down(cast.moderator, journey.seen["figures after"])
        journey.seen["replayed"] = await replayed(city)
    return journey


async def _send_twice(cast: Cast, journey: LongJourney) -> None:
    journey.seen["sent"] = await asyncio.gather(*(cast.citizen.submit(journey.report) for _ in range(2)))
    await cast.moderator.act(journey.id, "moderation", {"decision": "accept"})


async def _transfer(cast: Cast, journey: LongJourney) -> None:
    seen = journey.seen
    seen["assigned"] = await cast.moderator.act(journey.id, "assignment", {"unit_id": cast.first.id})
    why = {"reason": "Tuyến đường này do đơn vị khác quản lý", "suggested_unit_id": cast.second.id}
    seen["transfer asked"] = await cast.first_officer.act(journey.id, "transfer-request", why)
    seen["public in between"] = await cast.citizen.read(f"/v1/reports/mine/{journey.id}")
    decision = {"decision": "transfer", "unit_id": cast.second.id, "note": "Đúng thẩm quyền"}
    seen["transferred"] = await cast.moderator.act(journey.id, "transfer", decision)
    version = seen["transferred"]["version"]
    path = f"/v1/ops/reports/{journey.id}/progress"
    seen["first unit tries"] = await cast.first_officer.post(path, {"step": "start"}, version=version)


async def _extend(cast: Cast, journey: LongJourney) -> None:
    seen, officer = journey.seen, cast.second_officer
    await officer.act(journey.id, "progress", {"step": "verify"})
    await officer.act(journey.id, "progress", {"step": "start"})
    seen["extension asked"] = await officer.act(
        journey.id, "extension", {"working_days": 3, "reason": "Chờ vật tư thay thế"}
    )
    seen["extended"] = await cast.moderator.act(journey.id, "extension/decision", {"decision": "approve"})


async def _answer_and_reopen(cast: Cast, journey: LongJourney) -> None:
    seen = journey.seen
    version = seen["extended"]["version"]
    bare = {"text": "Đã sửa xong", "outcome": "resolved", "media": []}
    path = f"/v1/ops/reports/{journey.id}/answer"
    seen["answer without evidence"] = await cast.second_officer.post(path, bare, version=version)
    await _answer(cast, journey)
    seen["resolved"] = await cast.moderator.act(journey.id, "review", {"decision": "resolve"})
    reason = {"reason": "Tối qua đèn vẫn không sáng"}
    seen["reopened"] = await cast.citizen.post(f"/v1/reports/mine/{journey.id}/reopening", reason)


async def _settle(cast: Cast, journey: LongJourney) -> None:
    await _answer(cast, journey)
    journey.seen["settled"] = await cast.moderator.act(journey.id, "review", {"decision": "resolve"})
    again = {"reason": "Vẫn chưa sáng"}
    journey.seen["reopened again"] = await cast.citizen.post(f"/v1/reports/mine/{journey.id}/reopening", again)
    journey.seen["history"] = await cast.moderator.read(f"/v1/ops/reports/{journey.id}/history")


async def _answer(cast: Cast, journey: LongJourney) -> None:
    evidence = await cast.second_officer.upload(photo_with_position("blue"))
    answer = {"text": "Đã thay bóng đèn", "outcome": "resolved", "media": [evidence]}
    await cast.second_officer.act(journey.id, "answer", answer)


async def drill_down(reader: Person, figures: Mapping[str, Any]) -> dict[str, tuple[int, int, int, int]]:
    """For each share: n, how many its list has, met, how many the list of those has."""
    (row,) = figures["rows"]
    return {
        name: (
            share["n"],
            len(await everything(reader, share["reports"])),
            share["met"],
            len(await everything(reader, share["met_reports"])),
        )
        for name, share in row["shares"].items()
    }


async def everything(reader: Person, path: str) -> set[str]:
    """The ids of all pages of a list."""
    found, cursor, parts = set[str](), "", urlsplit(path)
    while True:
        query = httpx.QueryParams(
            [*parse_qsl(parts.query), ("limit", "100"), *([("cursor", cursor)] if cursor else [])]
        )
        page = await reader.read(f"{parts.path}?{query}")
        found |= {item["id"] for item in page["items"]}
        cursor = page["next_cursor"]
        if not cursor:
            return found


async def replayed(city: City) -> Figures:
    """The figures from the events of the stream alone, when all of them are there."""
    async with city.database("reflection") as database:
        written = await database.fetchval("select count(*) from outbox where kind = 0")
    async with city.bus() as bus:

        async def events() -> list[tuple[str, Mapping[str, Any]]]:

            stored = [each async for each in messages_of(bus, "EVT_REFLECTION", subject="evt.reflection.report.>")]
            return [(each.subject.rsplit(".", 1)[1], json.loads(each.payload)) for each in stored]

        return replay(await until(events, ANSWERS_WITHIN_S, is_it=lambda found: len(found) <= written))
