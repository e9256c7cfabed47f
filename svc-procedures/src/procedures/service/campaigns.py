"""An officer opens and closes a campaign; only in between do the forms take anything."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import VIETNAM, now
from hueioc.ids import uuid7
from hueioc.outbox import publish
from procedures import errors
from procedures.events.epidemic import CampaignClosed, CampaignOpened
from procedures.models import Campaign, Symptom
from procedures.queries import epidemic, projects, reference, sources
from procedures.schemas import epidemic as schemas
from procedures.views import epidemic as views

RETENTION = "epidemic-retention-days"


async def open_(session: AsyncSession, caller: Principal, data: schemas.CampaignOpen) -> Campaign:
    if await epidemic.open_campaign(session) is not None:
        raise errors.CampaignOpen
    moment = now()
    row = Campaign(id=uuid7(), **data.model_dump(), opened_at=moment, opened_by=caller.subject, closed_by="")
    session.add(row)
    await session.flush()
    await record(session, caller.subject, "campaign.opened", str(row.id), {"source": row.source})
    event = CampaignOpened(campaign_id=row.id, **data.model_dump(), at=moment)
    publish(session, event, subject_id=row.id, version=row.version)
    return row


async def close(session: AsyncSession, caller: Principal, campaign_id: UUID) -> Campaign:
    row = await epidemic.lock_campaign(session, campaign_id)
    if row is None:
        raise errors.UnknownCampaign
    if row.closed_at is not None:
        raise errors.CampaignClosed
    moment = now()
    row.closed_at, row.closed_by = moment, caller.subject
    await session.flush()
    await record(session, caller.subject, "campaign.closed", str(row.id))
    event = CampaignClosed(campaign_id=row.id, name_vi=row.name_vi, name_en=row.name_en, at=moment)
    publish(session, event, subject_id=row.id, version=row.version)
    return row


async def state(session: AsyncSession, key: str) -> schemas.EpidemicState:
    """What everybody may know of it."""
    day = today()
    row = await epidemic.open_campaign(session)
    kept = (await reference.rule_values(session, day)).get(RETENTION)
    symptoms = await projects.in_force(session, Symptom, day)
    return schemas.EpidemicState(
        is_open=row is not None,
        campaign=views.campaign(row) if row else None,
        symptoms=[views.symptom(code, symptoms) for code in symptoms],
        kept_days=int(kept) if kept else None,
        kept_source=await sources.source_of(session, RETENTION, day),
    )


async def listed(session: AsyncSession) -> schemas.CampaignList:
    return schemas.CampaignList(items=[views.campaign(row) for row in await epidemic.campaigns(session)])


async def figures(session: AsyncSession, key: str) -> schemas.EpidemicFigures:
    """Counts, never persons."""
    counted = await epidemic.counts(session)
    days = [schemas.DayCount(day=day, **counted[day]._asdict()) for day in sorted(counted, reverse=True)]
    return schemas.EpidemicFigures(days=days, venues=await epidemic.active_venues(session))


async def demand_open(session: AsyncSession) -> Campaign:
    """The open campaign, which stays so for this transaction; raises `NoCampaign`."""
    row = await epidemic.open_campaign(session, lock=True)
    if row is None:
        raise errors.NoCampaign
    return row


def today() -> date:
    """Of Hue."""
    return now().astimezone(VIETNAM).date()
