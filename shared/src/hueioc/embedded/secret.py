"""Secrets made on this machine, marked so that production refuses them."""

import secrets

MARK = "dev_"
"""`hueioc.settings.DEVELOPMENT_MARK`; written again because the supervisor imports us and should stay small."""


def development_secret() -> str:
    """A new random secret of URL-safe characters, starting with the mark."""
    return MARK + secrets.token_urlsafe(32)
