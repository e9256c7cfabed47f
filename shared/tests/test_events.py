"""Event and view classes that must not be published cannot be written."""

import pytest
from pydantic import BaseModel

from hueioc.events import Audience, Event, PersonalFieldError, UndeclaredAudienceError
from hueioc.personal.marks import PersonalPhone
from hueioc.views import View, ViewError

TYPE = "vn.hue.sample.thing.done.v1"


class Done(Event, type=TYPE, audience=Audience.PUBLIC):
    name: str


class DoneForOne(Event, type="vn.hue.sample.thing.answered.v1", audience=Audience.AGENCY):
    agency_id: str


class Document(BaseModel):
    name: str


def view(**over):
    given = {"service": "sample", "name": "thing", "route": "/v1/things/{key}", "schema": Document}
    return View(**(given | {"audience": Audience.PUBLIC} | over))


def test_the_subject_follows_from_the_type():
    assert (Done.subject, Done.service) == ("evt.sample.thing.done", "sample")


def test_an_event_without_an_audience_cannot_be_written():
    with pytest.raises(UndeclaredAudienceError):

        class Silent(Event, type=TYPE):
            name: str


def test_an_event_for_one_agency_names_it():
    assert DoneForOne(agency_id="a1").audience_header() == "agency:a1"
    with pytest.raises(UndeclaredAudienceError):

        class Nameless(Event, type=TYPE, audience=Audience.AGENCY):
            name: str


@pytest.mark.parametrize("kind", ["", "done", "vn.hue.sample.done.v1", "org.example.a.b.c.v1", TYPE + ".more"])
def test_a_type_has_its_form(kind):
    with pytest.raises(TypeError):

        class Odd(Event, type=kind, audience=Audience.PUBLIC):
            name: str


def test_an_event_with_a_personal_field_cannot_be_written():
    with pytest.raises(PersonalFieldError, match="phone"):

        class Leaky(Event, type=TYPE, audience=Audience.STAFF):
            phone: PersonalPhone


def test_a_personal_field_deep_inside_is_found():
    class Inner(BaseModel):
        email: PersonalPhone

    with pytest.raises(PersonalFieldError):

        class Deep(Event, type=TYPE, audience=Audience.STAFF):
            people: list[dict[str, Inner]]


def test_an_event_takes_no_field_it_does_not_know():
    with pytest.raises(ValueError, match="extra"):
        Done(name="x", phone="0905")


def test_a_view_without_an_audience_cannot_be_written():
    with pytest.raises(UndeclaredAudienceError):
        view(audience=None)


@pytest.mark.parametrize("wrong", [{"audience": Audience.AGENCY}, {"route": "/v1/{agency}/{key}"}])
def test_the_address_of_an_agencys_view_names_the_agency(wrong):
    with pytest.raises(UndeclaredAudienceError):
        view(**wrong)


def test_a_view_with_a_personal_field_cannot_be_written():
    class Leaky(BaseModel):
        phone: PersonalPhone

    with pytest.raises(PersonalFieldError):
        view(schema=Leaky)


@pytest.mark.parametrize("key", ["", "a.b", "a b", "*", ">", "ế", "x" * 129])
def test_a_key_that_is_no_subject_is_refused(key):
    with pytest.raises(ViewError):
        view().subject(key)


def test_a_view_publishes_its_own_schema_only():
    class More(Document):
        secret: str

    with pytest.raises(ViewError):
        view().message("1", More(name="a", secret="b"), version=1)


def test_a_document_that_is_too_large_is_refused():
    with pytest.raises(ViewError):
        view().message("1", Document(name="x" * (768 << 10)), version=1)


def test_a_deletion_says_so_and_does_not_stay_for_ever():
    headers = view().tombstone("1", version=4).headers
    assert (headers["Hue-Op"], headers["Hue-Version"], headers["Nats-TTL"]) == ("DEL", "4", "15m")
