"""Who may see information safety: the operations centre and auditors, no other staff; nothing is kept on the way."""

from fastapi import Depends, Response

from hueioc.auth.access import allow
from hueioc.auth.principal import Role

READERS = allow(Role.MODERATOR, Role.SUPERVISOR, Role.AUDITOR)
CENTRE = allow(Role.MODERATOR, Role.SUPERVISOR)


async def _no_store(response: Response) -> None:
    response.headers["Cache-Control"] = "private, no-store"


FRESH = Depends(_no_store)
