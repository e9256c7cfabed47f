"""The page behind a card's address: plain HTML for a telephone's own browser, without a script. Pure."""

import base64
import hashlib
from collections.abc import Callable
from datetime import date
from html import escape

from cards import schemas
from cards.states import Result
from hueioc.city import Words
from hueioc.clock import VIETNAM
from hueioc.errors import Text

LANGUAGES = ("vi", "en")
STYLE = """
:root{color-scheme:light dark;--ink:#14202b;--paper:#fff;--soft:#51606d;--line:#c6d0d8;--accent:#0b5394}
@media(prefers-color-scheme:dark){
:root{--ink:#e8eef3;--paper:#10181f;--soft:#a5b4c0;--line:#3a4853;--accent:#8cc4ff}}
*{box-sizing:border-box}
body{margin:0;font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
header,main,footer{max-width:34rem;margin:0 auto;padding:1rem}
header{display:flex;justify-content:space-between;gap:1rem}
header strong{font-size:1.125rem}
a{color:var(--accent)}
.mark{padding:1rem;border-radius:.75rem;color:#fff}
.good{background:#0b6b3a}
.bad{background:#a11a1a}
.wait{background:#7a4d00}
.mark h1{margin:0;font-size:1.5rem}
.mark p{margin:.25rem 0 0}
.who{display:flex;gap:1rem;margin:1rem 0;align-items:flex-start}
.who img{width:9rem;height:12rem;border-radius:.5rem;border:1px solid var(--line);object-fit:cover}
dl{margin:0;min-width:0}
dt{font-size:.875rem;color:var(--soft)}
dd{margin:0 0 .5rem;font-weight:600;overflow-wrap:anywhere}
.go{display:block;margin:.5rem 0;padding:.75rem 1rem;border:1px solid var(--accent)}
.go{border-radius:.5rem;text-align:center}
textarea{width:100%;min-height:6rem;font:inherit;color:inherit;background:inherit}
textarea{border:1px solid var(--soft);padding:.5rem}
button{font:inherit;padding:.75rem 1rem;border:0;border-radius:.5rem;background:#0b5394;color:#fff}
.soft{color:var(--soft);font-size:.875rem}
"""
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; img-src 'self'; style-src 'sha256-{STYLE_HASH}'; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
OTHERS = {"vi": "English", "en": "Tiếng Việt"}
"""What the link to the page in the other language says, in that language."""
_MARKS: dict[Result, str] = {Result.VALID: "good", Result.SUSPENDED: "wait", Result.NOT_YET_VALID: "wait"}
_WORDS: dict[str, Text] = {
    "title": Text("Kiểm tra thẻ cán bộ", "Check an official's card"),
    "city": Text("Thành phố Huế", "The city of Huế"),
    "photo": Text("Ảnh của người được cấp thẻ", "Photo of the card's holder"),
    "name": Text("Họ và tên", "Name"),
    "position": Text("Chức vụ", "Position"),
    "agency": Text("Cơ quan", "Agency"),
    "number": Text("Số thẻ", "Card number"),
    "period": Text("Hiệu lực", "Valid"),
    "hotline": Text("Đường dây nóng", "Hotline"),
    "as_of": Text("Tra cứu lúc", "Looked up at"),
    "rate": Text("Đánh giá cán bộ này trong Hue-S", "Rate this official in Hue-S"),
    "report": Text("Phản ánh về thẻ hoặc thái độ phục vụ", "Report the card or how you were served"),
    "again": Text("Kiểm tra mã khác", "Check another code"),
    "paste": Text(
        "Dán nội dung mã QR hoặc địa chỉ in trên thẻ", "Paste the text of the QR code, or the card's address"
    ),
    "check": Text("Kiểm tra", "Check"),
    "privacy": Text(
        "Trang này không ghi lại bạn là ai; chỉ ghi thời điểm và kết quả.",
        "This page does not record who you are; only the moment and the result.",
    ),
}


def result_page(shown: schemas.Verified, language: str) -> str:
    """What a check has found. No field of it is trusted to be free of markup."""
    say = _sayer(language)
    mark = _MARKS.get(shown.result, "bad")
    at = shown.as_of.astimezone(VIETNAM)
    parts = [
        f'<div class="mark {mark}"><h1>{_words(shown.title, language)}</h1>',
        f"<p>{_words(shown.explanation, language)}</p></div>",
        _holder(shown, language),
        f'<p class="soft">{say("as_of")} <time datetime="{at.isoformat()}">{at:%H:%M %d/%m/%Y}</time></p>',
        _links(shown, language),
    ]
    other = f"/v/{shown.short_id}" if shown.short_id else "/v"
    return _document(language, other, _words(shown.title, language), "".join(parts))


def form_page(language: str) -> str:
    """Where a code can be pasted."""
    say = _sayer(language)
    body = (
        f"<h1>{say('title')}</h1>"
        f'<form method="post" action="/v?lang={language}"><p><label for="text">{say("paste")}</label></p>'
        '<p><textarea id="text" name="text" required maxlength="8192" autocomplete="off"></textarea></p>'
        f"<p><button>{say('check')}</button></p></form>"
    )
    return _document(language, "/v", say("title"), body)


def _holder(shown: schemas.Verified, language: str) -> str:
    say, holder = _sayer(language), shown.holder
    if holder is None:
        return ""
    rows = [
        (say("name"), escape(holder.full_name)),
        (say("position"), _words(holder.position, language)),
        (say("agency"), _words(holder.agency, language)),
        (say("number"), escape(shown.number or "")),
        (say("period"), f"{_day(shown.valid_from)} – {_day(shown.valid_to)}"),
    ]
    if holder.hotline:
        number = escape(holder.hotline)
        rows.append((say("hotline"), f'<a href="tel:{number}">{number}</a>'))
    photo = f'<img src="{escape(holder.photo)}" alt="{say("photo")}" width="144" height="192">' if holder.photo else ""
    facts = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows)
    return f'<div class="who">{photo}<dl>{facts}</dl></div>'


def _links(shown: schemas.Verified, language: str) -> str:
    say = _sayer(language)
    card = f"/cards?card={shown.short_id}" if shown.short_id else "/cards"
    rate = f'<a class="go" href="{card}#rate">{say("rate")}</a>' if shown.can_rate else ""
    report = f'<a class="go" href="{card}#report">{say("report")}</a>'
    return f'{rate}{report}<a class="go" href="/v?lang={language}">{say("again")}</a>'


def _document(language: str, path: str, title: str, body: str) -> str:
    say = _sayer(language)
    other = "en" if language == "vi" else "vi"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{title} · {say('title')}</title><style>{STYLE}</style></head><body>"
        f"<header><strong>{say('city')}</strong>"
        f'<a href="{escape(path)}?lang={other}" lang="{other}" hreflang="{other}">{OTHERS[language]}</a></header>'
        f'<main>{body}</main><footer><p class="soft">{say("privacy")}</p></footer></body></html>'
    )


def _sayer(language: str) -> Callable[[str], str]:
    return lambda name: escape(_WORDS[name].in_language(language))


def _words(words: Words, language: str) -> str:
    return escape(words.en if language == "en" else words.vi)


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
