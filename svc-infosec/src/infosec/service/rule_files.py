"""Files of Sigma rules: read, kept with their state, switched on and off. A bad file stops no other."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.ids import uuid7
from infosec import schemas
from infosec.errors import RuleRejected, UnknownRule
from infosec.models import RuleFile
from infosec.queries import rules
from infosec.rules.sigma_rule import Correlation, Rule, rules_of
from infosec.rules.sigma_text import LARGEST_FILE, RuleRefused
from infosec.states import Level, RuleOrigin, RuleState

MOST_FILES = 5_000


class Found(NamedTuple):
    """A file as it lies in the folder; `body` None: it could not be read."""

    path: str
    body: bytes | None
    digest: str


def read_folder(folder: str) -> list[Found]:
    """Every *.yml and *.yaml below the folder; one byte more than may be is enough to refuse a file."""
    root = Path(folder)
    found: list[Found] = []
    paths = sorted(path for path in root.rglob("*") if path.suffix in {".yml", ".yaml"} and path.is_file())
    for path in paths[:MOST_FILES]:
        name = str(path.relative_to(root))[:500].encode("utf-8", "replace").decode()
        try:
            with path.open("rb") as file:
                body = file.read(LARGEST_FILE + 1)
        except OSError as error:
            found.append(Found(name, None, f"unreadable: {error.strerror}"))
            continue
        found.append(Found(name, body, hashlib.sha256(body).hexdigest()))
    return found


async def keep(session: AsyncSession, origin: RuleOrigin, found: Sequence[Found]) -> int:
    """Write what has changed; how many files that is."""
    known = {row.path: row for row in await rules.files(session, origin)}
    changed = 0
    for file in found:
        row = known.pop(file.path, None)
        if row and row.digest == file.digest and row.state is not RuleState.GONE:
            continue
        if row is None:
            row = RuleFile(id=uuid7(), origin=origin, path=file.path, off=[])
            session.add(row)
        _judge(row, file)
        changed += 1
    for row in known.values():
        if row.state is not RuleState.GONE:
            row.state, row.reason, row.updated_at = RuleState.GONE, "", now()
            changed += 1
    await session.flush()
    return changed


def _judge(row: RuleFile, file: Found) -> None:
    text = (file.body or b"").decode("utf-8", "replace").replace("\0", "\ufffd")
    row.digest, row.body, row.updated_at = file.digest, text[:LARGEST_FILE], now()
    try:
        if file.body is None:
            raise RuleRefused(file.digest)  # noqa: TRY301 - one place says why
        made = rules_of(text, file.path)
    except RuleRefused as error:
        row.state, row.reason, row.headings = RuleState.REJECTED, str(error).replace("\0", ""), []
        return
    row.state, row.reason, row.headings = RuleState.ACTIVE, "", [_heading(each) for each in made]


def _heading(rule: Rule | Correlation) -> dict[str, str]:
    head = rule.heading
    return {"uid": head.uid, "title": head.title, "title_vi": head.title_vi, "level": head.level.value}


def active(rows: Sequence[RuleFile]) -> list[Rule | Correlation]:
    """The rules in force. A rule that was switched off counts for nothing, also not in a correlation."""
    return [each for row in rows for each in rules_of(row.body, row.path) if each.heading.uid not in row.off]


async def listed(session: AsyncSession) -> schemas.RuleList:
    return schemas.RuleList(items=[shown(row) for row in await rules.files(session)])


def shown(row: RuleFile) -> schemas.RuleFile:
    return schemas.RuleFile(
        id=row.id,
        origin=row.origin,
        path=row.path,
        state=row.state,
        reason=row.reason,
        read_at=row.updated_at,
        rules=[
            schemas.RuleHeading(
                uid=each["uid"],
                title=schemas.Words(vi=each["title_vi"], en=each["title"]),
                level=Level(each["level"]),
                is_on=row.state is RuleState.ACTIVE and each["uid"] not in row.off,
            )
            for each in row.headings
        ],
    )


async def switch(session: AsyncSession, key: tuple[UUID, str], caller: Principal, *, is_on: bool) -> schemas.RuleFile:
    file_id, uid = key
    row = await rules.lock_file(session, file_id)
    if row is None or uid not in {each["uid"] for each in row.headings}:
        raise UnknownRule
    if row.state is not RuleState.ACTIVE:
        raise RuleRejected
    row.off = sorted({*row.off} - {uid} if is_on else {*row.off, uid})
    row.updated_at = now()
    await record(session, caller.subject, "rule.switched", uid, {"is_on": is_on})
    await session.flush()
    return shown(row)
