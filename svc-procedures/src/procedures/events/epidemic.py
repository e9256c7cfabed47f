"""What is told of epidemics: that the forms are open or closed, and never anything of a person."""

from datetime import datetime
from uuid import UUID

from hueioc.events import Audience, Event


class CampaignOpened(Event, type="vn.hue.procedures.campaign.opened.v1", audience=Audience.PUBLIC):
    """From now on people check in at venues and declare their health."""

    campaign_id: UUID
    name_vi: str
    name_en: str
    source: str
    at: datetime


class CampaignClosed(Event, type="vn.hue.procedures.campaign.closed.v1", audience=Audience.PUBLIC):
    """The forms are closed; what was said is erased as its time is over."""

    campaign_id: UUID
    name_vi: str
    name_en: str
    at: datetime


EPIDEMIC_EVENTS: tuple[type[Event], ...] = (CampaignOpened, CampaignClosed)
