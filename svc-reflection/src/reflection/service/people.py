"""What people do with each other's reports: support, follow, subscribe. Once for each person, without a name."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.areas.units import ward_by_code
from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import NotFound, invalid_field
from hueioc.ids import uuid7
from hueioc.paging import Cursor, PageQuery, cut
from hueioc.personal.vault import Vault
from reflection import schemas, views
from reflection.errors import OwnReportOnly, TooManySubscriptions, UnknownCategory, UnknownReport
from reflection.models import Report, Subscription, SubscriptionCell
from reflection.queries import people, reports
from reflection.rules.comments import MOST_SUBSCRIPTIONS
from reflection.rules.neighbours import cells_around
from reflection.service.addresses import Addresses, recipient
from reflection.service.announce import move, take
from reflection.service.answering import is_own
from reflection.service.submit import person_of
from reflection.states import Action

NOBODY = Principal(subject="somebody")
"""Who supports is not in the history either."""


def person_token(vault: Vault, caller: Principal) -> bytes:
    return vault.token("subject", caller.subject)


def recipient_of(vault: Vault, caller: Principal) -> bytes:
    return recipient(vault, person_of(caller))


async def support(session: AsyncSession, vault: Vault, report_id: UUID, caller: Principal) -> schemas.Supported:
    """The caller has the same trouble; saying it twice changes nothing. Not of the own report."""
    report = await _public(session, report_id)
    if await is_own(session, vault, report_id, caller):
        raise OwnReportOnly
    if await people.support(session, report_id, person_token(vault, caller)):
        await _recount(session, report)
    return schemas.Supported(supporters=report.supporters, is_supporting=True)


async def withdraw(session: AsyncSession, vault: Vault, report_id: UUID, caller: Principal) -> schemas.Supported:
    report = await _public(session, report_id)
    if await people.withdraw_support(session, report_id, person_token(vault, caller)):
        await _recount(session, report)
    return schemas.Supported(supporters=report.supporters, is_supporting=False)


async def follow(session: AsyncSession, addresses: Addresses, report_id: UUID, caller: Principal) -> schemas.Following:
    """Hear of what happens with a published report."""
    address = await addresses.of_follower(person_of(caller), report_id)
    await _public(session, report_id)
    await people.follow(session, report_id, *address)
    return schemas.Following(is_following=True)


async def unfollow(session: AsyncSession, vault: Vault, report_id: UUID, caller: Principal) -> schemas.Following:
    """Hear no more of it."""
    await _public(session, report_id)
    await people.unfollow(session, report_id, recipient_of(vault, caller))
    return schemas.Following(is_following=False)


async def followed(session: AsyncSession, vault: Vault, caller: Principal, page: PageQuery) -> schemas.FollowedPage:
    """Published reports that the caller follows, the latest first."""
    rows, more = cut(list(await people.followed_by(session, recipient_of(vault, caller), page)), page.limit)
    return schemas.FollowedPage(
        items=[views.summary(row.report) for row in rows if row.report.is_public],
        next_cursor=Cursor(rows[-1].at, rows[-1].report.id).encode() if more else None,
    )


async def subscribe(
    session: AsyncSession, addresses: Addresses, caller: Principal, data: schemas.SubscriptionCreate
) -> schemas.Subscription:
    """Hear of new reports of a ward or around a place."""
    address = await addresses.of_subscriber(caller)
    if len(await people.subscriptions_of(session, address.recipient)) >= MOST_SUBSCRIPTIONS:
        raise TooManySubscriptions
    if data.ward and ward_by_code(data.ward) is None:
        raise invalid_field("/ward", "Không có phường, xã này ở Huế", "There is no such ward in Hue")
    if data.category and await reports.find_category(session, data.category, now()) is None:
        raise UnknownCategory
    row = Subscription(
        id=uuid7(),
        recipient=address.recipient,
        seal=address.seal,
        ward_code=data.ward,
        lat=data.lat,
        lon=data.lon,
        radius_m=data.radius_m,
        category_code=data.category,
        at=now(),
    )
    session.add(row)
    await session.flush()
    if data.lat is not None and data.lon is not None and data.radius_m is not None:
        cells = cells_around(data.lat, data.lon, data.radius_m)
        session.add_all(SubscriptionCell(cell=cell, subscription_id=row.id) for cell in cells)
    return subscription(row)


async def subscriptions(session: AsyncSession, vault: Vault, caller: Principal) -> schemas.Subscriptions:
    rows = await people.subscriptions_of(session, recipient_of(vault, caller))
    return schemas.Subscriptions(items=[subscription(row) for row in rows])


async def unsubscribe(session: AsyncSession, vault: Vault, caller: Principal, subscription_id: UUID) -> None:
    if not await people.end_subscription(session, subscription_id, recipient_of(vault, caller)):
        raise NotFound


def subscription(row: Subscription) -> schemas.Subscription:
    return schemas.Subscription(
        id=row.id,
        ward=row.ward_code,
        lat=row.lat,
        lon=row.lon,
        radius_m=row.radius_m,
        category=row.category_code,
        since=row.at,
    )


async def _recount(session: AsyncSession, report: Report) -> None:
    await session.flush()
    report.supporters = await people.recount_supporters(session, report.id)
    await move(session, report, Action.SUPPORT, NOBODY)


async def _public(session: AsyncSession, report_id: UUID) -> Report:
    report = await take(session, report_id, None)
    if not report.is_public:
        raise UnknownReport
    return report
