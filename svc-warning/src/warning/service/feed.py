"""The Atom feed (RFC 4287) of what is in force, with links to the CAP messages."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from hueioc.clock import now
from warning.models import Alert
from warning.rules.cap import MEDIA_TYPE, NAMESPACE, cap_time
from warning.service.composing import SENDER_NAMES

ATOM = "http://www.w3.org/2005/Atom"
MEDIA = "application/atom+xml"
TITLES = {"vi": "Cảnh báo đang có hiệu lực tại Huế", "en": "Warnings in force in Hue"}


@dataclass(frozen=True)
class Feed:
    body: bytes
    etag: str
    last_modified: str


def feed_of(rows: Sequence[Alert], language: str, base: str) -> Feed:
    """`base` is the public address of the suite. The newest first; its time is that of the newest message."""
    from xml.etree.ElementTree import Element, SubElement, tostring

    root = Element("feed", {"xmlns": ATOM, "xmlns:cap": NAMESPACE, "xml:lang": language})
    newest: datetime = max((row.updated_at for row in rows), default=now().replace(hour=0, minute=0, second=0))
    own = f"{base}/v1/warning/feed.atom"
    for name, text in (("id", own), ("title", TITLES[language]), ("updated", cap_time(newest))):
        SubElement(root, name).text = text
    SubElement(root, "link", {"rel": "self", "type": MEDIA, "href": f"{own}?language={language}"})
    SubElement(SubElement(root, "author"), "name").text = SENDER_NAMES[language != "vi"]
    for row in sorted(rows, key=lambda each: each.sent or newest, reverse=True):
        entry, texts = SubElement(root, "entry"), row.texts[language]
        address = f"{base}/v1/warning/alerts/{row.id}/cap"
        sent = cap_time(row.sent or newest)
        words = (("id", row.identifier), ("title", texts["headline"]), ("updated", sent), ("published", sent))
        for name, text in (*words, ("summary", texts["description"])):
            SubElement(entry, name).text = text
        SubElement(entry, "link", {"rel": "alternate", "type": MEDIA_TYPE, "href": address})
        for name, text in (("severity", row.severity), ("urgency", row.urgency), ("expires", cap_time(row.expires))):
            SubElement(entry, f"cap:{name}").text = text
    body = b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="utf-8")
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return Feed(body, etag, format_datetime(newest.replace(microsecond=0), usegmt=True))
