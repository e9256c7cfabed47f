"""The first journey: a report travels from a phone to an officer and back. Told once, looked at by many tests."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.city import City
from tests.listening import Listener, listening
from tests.people import Person, in_days, new_report, photo_with_position, until

REPORTER, PHONE, EMAIL = "Trần Thị Hoài Thương", "0912345678", "hoaithuong@example.vn"
SECRETS = (REPORTER, PHONE, "0912 345 678", EMAIL)
WORDS = f"Ổ gà lớn, xin gọi {PHONE[:4]} {PHONE[4:7]} {PHONE[7:]}"
ANSWERS_WITHIN_S = 15.0


@dataclass(frozen=True)
class Unit:
    id: str
    agency_id: str

    def officer(self) -> dict[str, str]:
        return {"unit_id": self.id, "agency_id": self.agency_id}


@dataclass
class Journey:
    """Everything that was seen on the way, by the name of the moment."""

    report: dict[str, Any]
    photo: bytes
    listeners: dict[str, Listener]
    seen: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def id(self) -> str:
        return self.report["id"]

    def heard_by(self, who: str) -> list[str]:
        return self.listeners[who].about(self.id)


@dataclass(frozen=True)
class Cast:
    """Who takes part."""

    citizen: Person
    public: Person
    moderator: Person
    officer: Person
    stranger: Person
    """An officer of another agency."""
    unit: Unit


async def two_units(city: City) -> tuple[Unit, Unit]:
    """Units of two agencies."""
    async with city.database("reflection") as database:
        rows = await database.fetch("select distinct on (agency_id) id::text, agency_id::text from units limit 2")
    first, second = (Unit(row["id"], row["agency_id"]) for row in rows)
    return first, second


@asynccontextmanager
async def cast_of(city: City) -> AsyncIterator[Cast]:
    ours, theirs = await two_units(city)
    async with city.client() as client:
        yield Cast(
            citizen=Person(client, city.token("citizen", name="lan")),
            public=Person(client),
            moderator=Person(client, city.token("moderator")),
            officer=Person(client, city.token("officer", **ours.officer())),
            stranger=Person(client, city.token("officer", **theirs.officer())),
            unit=ours,
        )


async def travel(city: City) -> Journey:
    async with AsyncExitStack() as stack:
        cast = await stack.enter_async_context(cast_of(city))
        listeners = {
            name: await stack.enter_async_context(listening(city.gateway, person.token))
            for name, person in (
                ("public", cast.public),
                ("citizen", cast.citizen),
                ("moderator", cast.moderator),
                ("officer", cast.officer),
                ("stranger", cast.stranger),
            )
        }
        photo = photo_with_position()
        contact = {"name": REPORTER, "phone": PHONE, "email": EMAIL}
        report = new_report(description=WORDS, contact=contact, media=[await cast.citizen.upload(photo)])
        journey = Journey(report, photo, listeners)
        await _report(cast, journey)
        await _moderate_and_assign(cast, journey)
        await _answer(cast, journey)
        await _rate(cast, journey)
        await until(
            lambda: _names(listeners["public"], journey.id),
            ANSWERS_WITHIN_S,
            is_it=lambda n: n[-1:] == ["report.rated"],
        )
    return journey


async def _names(listener: Listener, report_id: str) -> list[str]:
    return listener.about(report_id)


async def _report(cast: Cast, journey: Journey) -> None:
    seen = journey.seen
    seen["statistics before"] = await cast.moderator.read("/v1/ops/statistics")
    seen["submitted"] = await cast.citizen.submit(journey.report)
    seen["submitted again"] = await cast.citizen.submit(journey.report)
    seen["another under this id"] = await cast.stranger.submit(journey.report)
    seen["public before moderation"] = await cast.public.get(f"/v1/reports/{journey.id}")
    seen["queue"] = await until(lambda: in_queue(cast.moderator, journey.id))
    seen["with picture"] = await until(lambda: pictured(cast.moderator, journey.id), ANSWERS_WITHIN_S)


async def _moderate_and_assign(cast: Cast, journey: Journey) -> None:
    seen, here = journey.seen, f"/v1/reports/{journey.id}"
    seen["desk"] = await cast.moderator.get(f"/v1/ops/reports/{journey.id}")
    await cast.moderator.act(journey.id, "moderation", {"decision": "accept", "priority": "urgent"})
    seen["public"] = await until(lambda: cast.public.get(here), is_it=is_shared)
    seen["feed"] = await until(lambda: in_feed(cast.public, journey.id))
    seen["public photo"] = await cast.public.get(seen["public"].json()["media"][0]["url"])
    seen["due"] = in_days(3)
    seen["assigned"] = await cast.moderator.act(
        journey.id, "assignment", {"unit_id": cast.unit.id, "due_at": seen["due"]}
    )


async def _answer(cast: Cast, journey: Journey) -> None:
    seen, path = journey.seen, f"/v1/ops/reports/{journey.id}/answer"
    version = seen["assigned"]["version"]
    bare = {"text": "Đã vá xong", "outcome": "resolved", "media": []}
    seen["answer without evidence"] = await cast.officer.post(path, bare, version=version)
    seen["officer's queue"] = await cast.officer.get("/v1/ops/queue")
    seen["stranger's queue"] = await cast.stranger.get("/v1/ops/queue")
    seen["stranger's desk"] = await cast.stranger.get(f"/v1/ops/reports/{journey.id}")
    evidence = {
        "text": f"Đã vá xong, cảm ơn. Liên hệ {PHONE}",
        "outcome": "resolved",
        "media": [await cast.officer.upload(photo_with_position("green"))],
    }
    seen["stranger's answer"] = await cast.stranger.post(path, evidence, version=version)
    answered = await cast.officer.post(path, evidence, version=version)
    seen["answered"] = answered
    seen["public under review"] = await until(lambda: at_version(cast.public, journey.id, answered.json()["version"]))
    await until(lambda: answer_pictured(cast.moderator, journey.id), ANSWERS_WITHIN_S)
    await cast.moderator.act(journey.id, "review", {"decision": "resolve"})
    seen["resolved"] = await until(lambda: in_state(cast.public, journey.id, "resolved"))


async def _rate(cast: Cast, journey: Journey) -> None:
    seen, path = journey.seen, f"/v1/reports/mine/{journey.id}/rating"
    rating = {"rating": "satisfied", "comment": f"Cảm ơn, gọi {PHONE}"}
    seen["rated by another"] = await cast.public.post(path, rating)
    seen["rated"] = await cast.citizen.post(path, rating)
    seen["rated again"] = await cast.citizen.post(path, rating)
    seen["mine"] = await cast.citizen.read("/v1/reports/mine")
    seen["history"] = await cast.moderator.read(f"/v1/ops/reports/{journey.id}/history")
    seen["finished"] = await until(lambda: is_rated(cast.public, journey.id))
    wanted = seen["statistics before"]["rated"] + 1
    seen["statistics after"] = await until(
        lambda: cast.moderator.read("/v1/ops/statistics"), is_it=lambda found: found["rated"] == wanted
    )


# What a person sees


def is_shared(answer: httpx.Response) -> bool:
    """Whether the gateway answered by itself; in the first moment after a write the service still does."""
    return answer.is_success and "hue-sources" in answer.headers


async def in_queue(person: Person, report_id: str) -> httpx.Response | None:
    answer = await person.get("/v1/ops/queue")
    return answer if is_shared(answer) and report_id in answer.text else None


async def in_feed(person: Person, report_id: str) -> httpx.Response | None:
    answer = await person.get("/v1/reports")
    return answer if is_shared(answer) and report_id in answer.text else None


async def pictured(person: Person, report_id: str) -> Any:
    document = await person.read(f"/v1/ops/reports/{report_id}")
    return document if document["media"] else None


async def answer_pictured(person: Person, report_id: str) -> Any:
    document = await person.read(f"/v1/ops/reports/{report_id}")
    return document if document["answer"] and document["answer"]["media"] else None


async def at_version(person: Person, report_id: str, version: int) -> Any:
    document = await person.read(f"/v1/reports/{report_id}")
    return document if document["version"] >= version else None


async def in_state(person: Person, report_id: str, state: str) -> Any:
    document = await person.read(f"/v1/reports/{report_id}")
    return document if document["state"] == state else None


async def is_rated(person: Person, report_id: str) -> Any:
    document = await person.read(f"/v1/reports/{report_id}")
    return document if document["rating"] else None
