"""The short id of a card: 128 random bits in 22 characters, for its address and its codes."""

import base64
import os
import re

_SHAPE = re.compile(r"[A-Za-z0-9_-]{22}")
_BYTES = 16


def new_short_id() -> str:
    return base64.urlsafe_b64encode(os.urandom(_BYTES)).rstrip(b"=").decode()


def short_id_in(text: str) -> str:
    """The short id of a card's address (`…/v/<id>`, with or without a question mark behind), or nothing."""
    head, _, last = text.strip().partition("?")[0].partition("#")[0].rpartition("/")
    is_ours = head.endswith("/v") and head.startswith(("https://", "http://"))
    return last if is_ours and _SHAPE.fullmatch(last) else ""
