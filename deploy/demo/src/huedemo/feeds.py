"""Feeds as Vietnamese newspapers write them, generated: for the press service's tests, measurement and demonstration.

A seed gives the same feed again. `rss`, `atom` and `rdf` tell the same stories in three forms.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from xml.sax.saxutils import quoteattr

PLACES = ("phường Thuận Hóa", "phường Kim Long", "phường Vỹ Dạ", "xã A Lưới 2", "phường An Cựu", "phường Phú Xuân")
WHO = ("Người dân", "Tiểu thương", "Học sinh", "Du khách", "UBND thành phố Huế", "Sở Xây dựng", "Sở Du lịch")
WHAT = (
    "đề xuất mở rộng tuyến đường ven sông",
    "phản ánh mặt đường xuống cấp sau mưa lớn",
    "tổ chức lễ hội áo dài cộng đồng",
    "khánh thành công viên mới bên bờ sông Hương",
    "kiểm tra việc thu gom rác thải sinh hoạt",
    "khai giảng lớp dạy nghề cho thanh niên",
    "hoàn thành trùng tu một phần Đại Nội",
    "ứng phó với đợt mưa lũ đầu mùa",
)
MORE = (
    "Theo ghi nhận của phóng viên, sự việc diễn ra từ đầu tuần và được nhiều người quan tâm.",
    "Đại diện đơn vị cho biết sẽ sớm có phương án cụ thể để phục vụ người dân tốt hơn.",
    "Nhiều ý kiến cho rằng cần tính đến yếu tố di sản và cảnh quan khi triển khai.",
    "Trong khi đó, một số hộ kinh doanh mong muốn có lộ trình rõ ràng và hỗ trợ kịp thời.",
    "Dự kiến công việc sẽ hoàn tất trước Tết Nguyên đán, tùy theo điều kiện thời tiết.",
)
MARKUP = (
    '<a href="{url}"><img src="https://img.example.vn/{n}.jpg" alt="ảnh > {n}"></a></br>{text}',
    "<p>{text}</p><p><b>Đọc thêm</b>: <a href='{url}?utm_source=rss'>bài liên quan</a></p>",
    "{text}",
    '<div class="lead" onclick="steal()">{text}<script>alert("{n}")</script></div>',
    "<p>{text}&nbsp;&ndash; ảnh: H.&nbsp;A.</p><ul><li>một</li><li>hai</li></ul>",
)


@dataclass(frozen=True)
class Told:
    """What one entry says."""

    guid: str
    url: str
    title: str
    text: str
    at: datetime


def stories(seed: int, number: int, *, at: datetime | None = None, host: str = "bao.example.vn") -> list[Told]:
    """`number` entries, the newest first, minutes apart."""
    chance, moment = random.Random(seed), at or datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    found: list[Told] = []
    for place in range(number):
        who, what, where = chance.choice(WHO), chance.choice(WHAT), chance.choice(PLACES)
        mark = chance.randrange(10**8)
        title = f"{who} {what} ở {where} (tin {mark})"
        text = f"{who} {what} tại {where}, Huế, mã {mark}. " + " ".join(chance.sample(MORE, 3))
        url = f"https://{host}/thoi-su/tin-{mark}-post{place}.html?a=1&b=2"
        found.append(Told(f"{host}-{mark}", url, title, text, moment - timedelta(minutes=13 * place)))
    return found


def _html(told: Told, number: int) -> str:
    return MARKUP[number % len(MARKUP)].format(url=told.url, text=told.text, n=number)


def rss(told: Sequence[Told], *, title: str = "Báo thử nghiệm", extra: str = "") -> bytes:
    """RSS 2.0: leads in CDATA or escaped, whole texts in content:encoded."""
    items: list[str] = []
    for number, each in enumerate(told):
        lead = _html(each, number)
        written = f"<![CDATA[{lead}]]>" if number % 2 else escape(lead)
        items.append(
            f"<item><title>{escape(each.title)}</title><link>{escape(each.url)}</link>"
            f'<guid isPermaLink="false">{each.guid}</guid><pubDate>{format_datetime(each.at)}</pubDate>'
            f"<description>{written}</description>"
            f"<content:encoded><![CDATA[<p>{each.text}</p><p>{each.text}</p>]]></content:encoded></item>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>'
        f"<title>{escape(title)}</title><link>https://bao.example.vn/</link><description>Tin</description>"
        f'<atom:link href="https://bao.example.vn/rss" rel="self"/>{extra}{"".join(items)}</channel></rss>'
    ).encode()


def atom(told: Sequence[Told], *, title: str = "Báo thử nghiệm") -> bytes:
    entries = "".join(
        f'<entry><title type="html">{escape(escape(each.title))}</title><id>{each.guid}</id>'
        f'<link rel="alternate" type="text/html" href={quoteattr(each.url)}/>'
        f'<link rel="enclosure" type="image/jpeg" href="https://img.example.vn/{number}.jpg"/>'
        f"<published>{each.at.isoformat()}</published><updated>{each.at.isoformat()}</updated>"
        f'<summary type="html">{escape(_html(each, number))}</summary></entry>'
        for number, each in enumerate(told)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{escape(title)}</title><id>urn:bao</id><updated>2026-11-20T03:00:00Z</updated>{entries}</feed>"
    ).encode()


def rdf(told: Sequence[Told], *, title: str = "Báo thử nghiệm") -> bytes:
    """RSS 1.0."""
    items = "".join(
        f"<item rdf:about={quoteattr(each.guid)}><title>{escape(each.title)}</title><link>{escape(each.url)}</link>"
        f"<description>{escape(_html(each, number))}</description><dc:date>{each.at.isoformat()}</dc:date></item>"
        for number, each in enumerate(told)
    )
    return (
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="urn:bao"><title>{escape(title)}</title><link>https://bao.example.vn/</link>'
        f"<description>Tin</description></channel>{items}</rdf:RDF>"
    ).encode()


FORMS = (rss, atom, rdf)
