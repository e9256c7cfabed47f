"""The public feed as RSS 2.0 with GeoRSS-Simple, and as Atom (RFC 4287)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from reflection import schemas
from reflection.states import State

RSS = "application/rss+xml; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"
GEORSS = "http://www.georss.org/georss"
STATES = {
    State.ACCEPTED: "Đã kiểm duyệt",
    State.NEED_INFO: "Chờ bổ sung thông tin",
    State.DUPLICATE: "Trùng với phản ánh khác",
    State.ASSIGNED: "Đã chuyển đơn vị xử lý",
    State.VERIFYING: "Đang xác minh",
    State.IN_PROGRESS: "Đang xử lý",
    State.PLANNED: "Đã đưa vào kế hoạch",
    State.RESOLVED: "Đã có kết quả",
    State.REOPENED: "Mở lại",
    State.CLOSED: "Đã đóng",
}
TITLE = "Phản ánh hiện trường thành phố Huế"


@dataclass(frozen=True)
class Channel:
    """Where the feed is read, and the page behind it."""

    url: str
    home: str


def rss(channel: Channel, items: Sequence[schemas.ReportSummary], built: datetime) -> bytes:
    head = (
        f"<title>{TITLE}</title><link>{escape(channel.home)}</link><description>{TITLE}</description>"
        f"<language>vi</language><lastBuildDate>{format_datetime(built)}</lastBuildDate>"
        f'<atom:link href={quoteattr(channel.url)} rel="self" type="application/rss+xml"/>'
    )
    body = "".join(_item(channel, each) for each in items)
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<rss version="2.0" xmlns:georss="{GEORSS}" xmlns:atom="http://www.w3.org/2005/Atom">'
        f"<channel>{head}{body}</channel></rss>"
    ).encode()


def atom(channel: Channel, items: Sequence[schemas.ReportSummary], built: datetime) -> bytes:
    head = (
        f"<id>{escape(channel.url)}</id><title>{TITLE}</title><updated>{built.isoformat()}</updated>"
        f'<link rel="self" href={quoteattr(channel.url)}/><author><name>HueIOC</name></author>'
    )
    body = "".join(_entry(channel, each) for each in items)
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:georss="{GEORSS}" xml:lang="vi">{head}{body}</feed>'
    ).encode()


def _item(channel: Channel, each: schemas.ReportSummary) -> str:
    link = f"{channel.home}/reports/{each.id}"
    return (
        f"<item><title>{escape(_title(each))}</title><link>{escape(link)}</link>"
        f'<guid isPermaLink="false">urn:uuid:{each.id}</guid><description>{escape(each.description)}</description>'
        f"<category>{escape(each.category.vi)}</category><pubDate>{format_datetime(each.reported_at)}</pubDate>"
        f"<georss:point>{each.place.lat} {each.place.lon}</georss:point></item>"
    )


def _entry(channel: Channel, each: schemas.ReportSummary) -> str:
    link = f"{channel.home}/reports/{each.id}"
    moment = each.reported_at.isoformat()
    return (
        f"<entry><id>urn:uuid:{each.id}</id><title>{escape(_title(each))}</title>"
        f"<link href={quoteattr(link)}/><updated>{moment}</updated><published>{moment}</published>"
        f'<category term={quoteattr(each.category.vi)}/><summary type="text">{escape(each.description)}</summary>'
        f"<georss:point>{each.place.lat} {each.place.lon}</georss:point></entry>"
    )


def _title(each: schemas.ReportSummary) -> str:
    where = f", {each.place.ward_name}" if each.place.ward_name else ""
    return f"{each.code}: {each.category.vi}{where} ({STATES.get(each.state, each.state.value)})"
