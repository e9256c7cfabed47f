"""Whoever follows a report or subscribed to a place is told of it: in events of a bounded size, without names."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.areas.units import ward_by_code
from hueioc.events import Event
from hueioc.outbox import publish
from reflection.events.telling import FollowersAddressed, SubscribersAddressed, TellingContinued, To
from reflection.models import Report
from reflection.queries import listeners, reports
from reflection.service.addresses import Addresses, recipient

NEWS = ("accepted", "assigned", "planned", "resolved", "reopened")
"""What followers hear of."""
NEW = "accepted"
"""A report is new to the public when it is published."""
TOLD_REPORTER = ("resolved", "rejected", "upheld", "overturned")
"""What a reporter hears of as the reporter; the rest is in the timeline."""
MOST_PAGES = 20
"""Of one transaction: a thousand people. What is left goes on in the next."""


@dataclass(frozen=True)
class Round:
    """Telling one kind of people of one event, from one place in their order on."""

    to: To
    report_id: UUID
    what: str
    cause: UUID
    at: datetime
    after: UUID | None = None


async def tell(session: AsyncSession, addresses: Addresses, going: Round, version: int) -> None:
    """Address everybody, or as many as one transaction takes. Of what is no longer public nobody hears."""
    report = await reports.find_report(session, going.report_id)
    if report is None or not report.is_public:
        return
    for _ in range(MOST_PAGES):
        page = listeners.followers_of if going.to is To.FOLLOWERS else listeners.subscribers_of
        found = await page(session, report, going.at, going.after)
        reporter = await _reporter(session, addresses, going)
        if seals := [seal for who, seal in found.seals.items() if who != reporter]:
            bundle = await addresses.recipients.bundle(seals, str(report.id))
            publish(session, _event(report, going, bundle), subject_id=report.id, version=version)
        if found.after is None:
            return
        going = replace(going, after=found.after)
    publish(session, TellingContinued.model_validate(vars(going)), subject_id=report.id, version=version)


async def _reporter(session: AsyncSession, addresses: Addresses, going: Round) -> bytes | None:
    """Who needs not be told, being told as the reporter, or having written it."""
    if going.to is To.FOLLOWERS and going.what not in TOLD_REPORTER:
        return None
    identity = await reports.identity_of(session, going.report_id)
    return recipient(addresses.vault, identity.person_id) if identity else None


def _event(report: Report, going: Round, bundle: str) -> Event:
    if going.to is To.FOLLOWERS:
        return FollowersAddressed(
            report_id=report.id, code=report.code, what=going.what, cause=going.cause, recipients=bundle
        )
    ward = ward_by_code(report.ward_code or "")
    return SubscribersAddressed(
        report_id=report.id,
        code=report.code,
        category_vi=report.category.name_vi,
        category_en=report.category.name_en,
        ward_vi=ward.name_vi if ward else "Huế",
        ward_en=ward.name_en if ward else "Hue",
        cause=going.cause,
        recipients=bundle,
    )
