"""Lists, rendered by the leader: one that cannot be does not hold up the others."""

import pytest
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError
from structlog.testing import capture_logs

from hueioc.events import Audience
from hueioc.lists import ListLeader
from hueioc.views import LARGEST_DOCUMENT, ListView, View, that_fit


class Line(BaseModel):
    text: str


class Lines(BaseModel):
    items: list[Line]


VIEW = View(service="sample", name="lines", route="/v1/lines", schema=Lines, audience=Audience.PUBLIC, most_keys=1)


def rendering(outcome):
    async def render(session, key):
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return ListView(view=VIEW, dirty_on=(), render=render)


async def one(outcome):
    return await ListLeader._one(None, rendering(outcome), "all", 7)


async def test_a_list_becomes_its_document():
    assert (await one(Lines(items=[Line(text="a")]))).payload == b'{"items":[{"text":"a"}]}'


@pytest.mark.parametrize("outcome", [ValueError("x"), KeyError("x"), Lines(items=[Line(text="x" * LARGEST_DOCUMENT)])])
async def test_a_list_that_cannot_be_is_left_out_and_named_in_the_log(outcome):
    with capture_logs() as said:
        assert await one(outcome) is None
    assert [(each["event"], each["view"]) for each in said] == [("list_not_rendered", "lines")]


async def test_a_failed_statement_ends_the_round_since_all_share_its_transaction():
    with pytest.raises(SQLAlchemyError):
        await one(SQLAlchemyError("x"))


@pytest.mark.parametrize(("most", "fit"), [(0, 0), (13, 0), (14, 1), (27, 1), (28, 2), (10_000, 3)])
def test_items_fit_by_their_bytes(most, fit):
    lines = [Line(text="é"), Line(text="bb"), Line(text="cc")]
    assert that_fit(lines, most) == lines[:fit]
