"""What staff do with stories: look, assign, answer, publish."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from hueioc.auth.access import Caller, allow
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session
from hueioc.paging import Page
from press import schemas
from press.errors import UnknownAnswer
from press.queries import responses
from press.service import answering, documents, registry

router = APIRouter(prefix="/v1/ops/press", route_class=EdgeRoute, tags=["press"])
READERS = allow(Role.OFFICER, Role.MODERATOR, Role.SUPERVISOR, Role.AUDITOR)
STAFF = allow(Role.OFFICER, Role.MODERATOR, Role.SUPERVISOR)
CENTRE = allow(Role.MODERATOR, Role.SUPERVISOR)


@router.get("/stories", dependencies=[READERS])
async def list_stories(session: Session, asked: Annotated[schemas.StoryFilter, Query()]) -> Page[schemas.StorySummary]:
    """Stories, those with the newest items first."""
    return await documents.story_page(session, asked)


@router.get("/stories/{story_id}", dependencies=[READERS])
async def show_story(session: Session, story_id: UUID) -> schemas.Story:
    """One story with its items, copies among them, whom it blames and who is to answer."""
    return await documents.story(session, story_id)


@router.post("/stories/{story_id}/alert/seen", status_code=status.HTTP_204_NO_CONTENT, dependencies=[STAFF])
async def see_alert(session: Session, caller: Caller, story_id: UUID) -> None:
    """Somebody has looked at the alert."""
    await registry.see_alert(session, caller, story_id)


@router.get("/choices", dependencies=[CENTRE])
async def show_choices(session: Session) -> schemas.Choices:
    """The units that can be asked, and the deadlines in force with the moment they would end."""
    return await answering.choices(session)


@router.post("/items/{item_id}/assignment", status_code=status.HTTP_201_CREATED, dependencies=[CENTRE])
async def assign_item(
    session: Session, caller: Caller, item_id: UUID, data: schemas.AssignmentCreate
) -> schemas.Response:
    """Ask a unit to answer, until a date that the rule gives."""
    return await documents.response(session, await answering.assign(session, caller, item_id, data))


@router.get("/responses", dependencies=[READERS])
async def list_responses(session: Session, asked: Annotated[schemas.ResponseFilter, Query()]) -> Page[schemas.Response]:
    """What units were asked, newest first."""
    return await documents.response_page(session, asked)


@router.get("/responses/{response_id}", dependencies=[READERS])
async def show_response(session: Session, response_id: UUID) -> schemas.Response:
    """One of them with its history."""
    row = await responses.find(session, response_id)
    if row is None:
        raise UnknownAnswer
    return await documents.response(session, row)


@router.post("/responses/{response_id}/reassignment", dependencies=[CENTRE])
async def reassign(session: Session, caller: Caller, response_id: UUID, data: schemas.Reassignment) -> schemas.Response:
    """Another unit is to answer; the deadline stays."""
    return await documents.response(session, await answering.reassign(session, caller, response_id, data))


@router.post("/responses/{response_id}/answer", dependencies=[STAFF])
async def write_answer(
    session: Session, caller: Caller, response_id: UUID, data: schemas.AnswerWrite
) -> schemas.Response:
    """The unit's answer, for the centre to look at."""
    return await documents.response(session, await answering.write(session, caller, response_id, data.text))


@router.post("/responses/{response_id}/return", dependencies=[CENTRE])
async def return_answer(session: Session, caller: Caller, response_id: UUID, data: schemas.Note) -> schemas.Response:
    """The answer goes back to the unit, with the reason."""
    return await documents.response(session, await answering.send_back(session, caller, response_id, data.reason))


@router.post("/responses/{response_id}/publication", dependencies=[CENTRE])
async def publish_answer(session: Session, caller: Caller, response_id: UUID) -> schemas.Response:
    """Everybody may read the answer from now on."""
    return await documents.response(session, await answering.publish(session, caller, response_id))


@router.post("/responses/{response_id}/correction", dependencies=[CENTRE])
async def record_correction(
    session: Session, caller: Caller, response_id: UUID, data: schemas.CorrectionCreate
) -> schemas.Response:
    """The newspaper has corrected itself."""
    return await documents.response(session, await answering.correct(session, caller, response_id, data))
