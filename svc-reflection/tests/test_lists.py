"""Feed, queue, statistics, reference lists."""

from datetime import timedelta

from sqlalchemy import text

from hueioc.clock import now
from hueioc.paging import PageQuery, decode_cursor
from reflection import views
from reflection.models import Report
from reflection.queries.feed import PublicFilter
from reflection.schemas import RatingCreate
from reflection.service import answering, lists
from reflection.states import Rating, State

PLACE = {"lat": 16.4698, "lon": 107.5779}


async def test_the_feed_has_published_reports_only(office, session):
    public = await office.report(State.ACCEPTED)
    await office.report()
    await office.report(State.REJECTED)
    assert [item.id for item in (await lists.first_page(session, "all")).items] == [public.id]


async def test_the_last_page_has_no_cursor(office, session):
    await office.report(State.ACCEPTED)
    assert (await lists.first_page(session, "all")).next_cursor is None


async def test_the_cursor_names_the_last_row_of_the_page(office, session):
    for _ in range(3):
        await office.report(State.ACCEPTED)
    page = await lists.feed(session, PublicFilter(), PageQuery(2, None))
    assert decode_cursor(page.next_cursor).id == page.items[-1].id


async def test_own_reports_are_all_ones_own_in_any_state(office, session):
    own = {(await office.report(state)).id for state in (State.RECEIVED, State.REJECTED, State.RESOLVED)}
    await office.report(by=office.stranger)
    token = office.vault.token("subject", office.citizen.subject)
    page = await lists.own_reports(session, token, PageQuery(20, None))
    assert {item.id for item in page.items} == own


async def test_a_list_says_the_beginning_of_a_long_text(office, session):
    await office.report(State.ACCEPTED, description="Đường ngập. " * 300)
    (card,) = (await lists.first_page(session, "all")).items
    (line,) = (await lists.whole_queue(session, "all")).items
    assert card.description == line.description == ("Đường ngập. " * 300)[:299] + "…"


async def test_pages_and_queue_of_the_longest_texts_are_documents_of_allowed_size(office, session, uploaded):
    first = await office.report(State.ACCEPTED, description="ữ" * 4_000, place=PLACE | {"address": "ữ" * 300})
    await session.flush()
    names = [column.name for column in Report.__table__.columns if column.name not in {"id", "number", "words"}]
    copied = ", ".join(names)
    await session.execute(
        text(
            f"insert into reports (id, {copied}) select gen_random_uuid(), {copied}"  # noqa: S608 - names of the model
            " from reports, generate_series(1, 600) where id = :id"
        ),
        {"id": first.id},
    )
    queue = await lists.whole_queue(session, "all")
    assert views.QUEUE.message("all", queue, version=1).payload
    assert views.FEED.message("all", await lists.first_page(session, "all"), version=1).payload
    assert (len(queue.items) > 100, queue.total) == (True, 601)


async def test_satisfaction_counts_those_who_rated(office, session):
    for rating in (Rating.VERY_SATISFIED, Rating.ACCEPTABLE, Rating.UNSATISFIED):
        report = await office.report(State.RESOLVED)
        await answering.rate(session, office.vault, report.id, office.citizen, RatingCreate(rating=rating))
    await office.report(State.RESOLVED)
    found = await lists.statistics(session, "all")
    assert (found.rated, found.content, found.satisfaction, found.response_rate) == (3, 2, 2 / 3, 3 / 4)


async def test_without_a_rating_there_is_no_satisfaction(session):
    found = await lists.statistics(session, "all")
    assert (found.total, found.satisfaction, found.response_rate) == (0, None, None)


async def test_every_state_is_counted(office, session):
    await office.report()
    (await office.report(State.ASSIGNED)).deadline.due_at = now() - timedelta(hours=1)
    await session.flush()
    found = await lists.statistics(session, "all")
    assert set(found.by_state) == set(State)
    assert (found.by_state[State.RECEIVED], found.total, found.overdue) == (1, 2, 1)


async def test_categories_come_with_their_groups_in_both_languages(session):
    items = (await lists.categories(session, "all")).items
    assert all(item.name.vi and item.name.en and item.group.vi and item.group.en for item in items)


async def test_there_is_a_unit_for_every_ward(session):
    from hueioc.areas.units import wards

    names = {item.name.vi for item in (await lists.units(session, "all")).items}
    assert len(names) >= len(wards())
