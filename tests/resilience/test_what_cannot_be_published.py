"""What cannot be published: without an audience, with personal data, under another service's name."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated

import nats
import pytest
from pydantic import BaseModel

from hueioc.bus.connection import Bus
from hueioc.embedded.nats import NatsServer
from hueioc.embedded.nats_config import inbox_prefix
from hueioc.events import Audience, Event, PersonalFieldError, UndeclaredAudienceError
from hueioc.personal.marks import Personal, PersonalPhone
from hueioc.testing.buses import PASSWORD, Recorder
from hueioc.views import View

TYPE = "vn.hue.reflection.report.tested.v1"
REFUSED_WITHIN_S = 5.0


class Caller(BaseModel):
    phone: PersonalPhone


class Harmless(BaseModel):
    number: int


def view(schema: type[BaseModel], audience: object, route: str = "/v1/tested/{key}") -> View:
    return View(service="reflection", name="tested", route=route, schema=schema, audience=audience)


def test_an_event_without_an_audience_cannot_be_defined():
    with pytest.raises(UndeclaredAudienceError):

        class Silent(Event, type=TYPE):
            number: int


def test_an_event_for_one_agency_must_name_the_agency():
    with pytest.raises(UndeclaredAudienceError):

        class Nobodys(Event, type=TYPE, audience=Audience.AGENCY):
            number: int


def test_an_event_with_a_personal_field_cannot_be_defined():
    with pytest.raises(PersonalFieldError, match="phone"):

        class Telling(Event, type=TYPE, audience=Audience.STAFF):
            phone: PersonalPhone


def test_an_event_cannot_hide_a_personal_field_in_its_parts():
    with pytest.raises(PersonalFieldError, match=r"callers\.phone"):

        class Hiding(Event, type=TYPE, audience=Audience.STAFF):
            callers: list[Caller] | None


def test_an_event_cannot_inherit_a_personal_field():
    class Base(BaseModel):
        name: Annotated[str, Personal("name")]

    with pytest.raises(PersonalFieldError, match="name"):

        class Heir(Base, Event, type=TYPE, audience=Audience.STAFF):
            number: int


@pytest.mark.parametrize("audience", [None, "public", "everybody"])
def test_a_view_without_an_audience_cannot_be_defined(audience: object):
    with pytest.raises(UndeclaredAudienceError):
        view(Harmless, audience)


def test_a_view_of_one_agency_needs_the_agency_in_its_key():
    with pytest.raises(UndeclaredAudienceError):
        view(Harmless, Audience.AGENCY)


def test_a_view_with_a_personal_field_cannot_be_defined():
    with pytest.raises(PersonalFieldError, match="phone"):
        view(Caller, Audience.STAFF)


async def refusal(server: NatsServer, act: Callable[[nats.NATS], Awaitable[object]]) -> str:
    """What the server says to reflection's user when it acts; TimeoutError when it does not mind."""
    heard: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def on_error(error: Exception) -> None:
        if not heard.done():
            heard.set_result(str(error).lower())

    client = await nats.connect(
        server.url("reflection", PASSWORD), inbox_prefix=inbox_prefix("reflection").encode(), error_cb=on_error
    )
    try:
        await act(client)
        await client.flush()
        return await asyncio.wait_for(heard, REFUSED_WITHIN_S)
    finally:
        await client.close()


@pytest.mark.parametrize(
    "subject",
    [
        "evt.camera.violation.detected",
        "evt.gateway.person.erased",
        "view.gateway.config.all",
        "live.gateway.alive",
        "dlq.gateway.any",
        "retry.reflection.any",
        "$JS.API.STREAM.DELETE.EVT_REFLECTION",
        "$JS.API.STREAM.PURGE.VIEWS",
        "$JS.API.STREAM.MSG.GET.EVT_GATEWAY",
        "$JS.API.CONSUMER.CREATE.EVT_GATEWAY",
    ],
)
async def test_reflection_cannot_publish_on_what_is_not_its_own(
    nats_server: NatsServer, bus: Bus, bus_recorder: Callable[[str], Awaitable[Recorder]], subject: str
):
    recorder = await bus_recorder(subject)

    said = await refusal(nats_server, lambda client: client.publish(subject, b"{}"))

    assert "permissions violation for publish" in said
    assert recorder.messages == []


@pytest.mark.parametrize("subject", ["_INBOX_gateway.>", "_INBOX.>", "evt.>", "dlq.>", "live.>", ">"])
async def test_reflection_cannot_listen_where_it_has_no_business(nats_server: NatsServer, bus: Bus, subject: str):
    said = await refusal(nats_server, lambda client: client.subscribe(subject))

    assert "permissions violation for subscription" in said


async def test_reflection_publishes_its_own_events(
    service_bus: Callable[[str], Awaitable[Bus]], bus_recorder: Callable[[str], Awaitable[Recorder]]
):
    recorder = await bus_recorder("evt.reflection.>")

    await (await service_bus("reflection")).publish("evt.reflection.report.tested", b"{}")

    assert len(await recorder.until(1)) == 1
