"""What partners tell of a report (mySociety's `servicerequestupdates`): for staff to read, never a change of state."""

import hashlib
import json
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import FieldError
from hueioc.files.store import FileStore
from hueioc.ids import uuid7
from hueioc.personal.redact import redact
from hueioc.personal.vault import Vault
from reflection.errors import UnknownReport
from reflection.models import Change, Open311Update, Report
from reflection.open311 import queries
from reflection.open311.answers import Wrong, wrong
from reflection.open311.form import Form
from reflection.open311.intake import contact_of, keep_files, person_named, too_long
from reflection.open311.keys import Partner
from reflection.open311.wanted import Wanted, ids_of, moment_of
from reflection.service.drafting import CLOCK_TOLERANCE
from reflection.service.submit import person_of, pictures
from reflection.states import RULES, Action

STATUSES = frozenset(
    (
        "UNCHANGED",
        "OPEN",
        "CLOSED",
        "FIXED",
        "IN_PROGRESS",
        "PLANNED",
        "ACTION_SCHEDULED",
        "INVESTIGATING",
        "DUPLICATE",
        "NOT_COUNCILS_RESPONSIBILITY",
        "NO_FURTHER_ACTION",
        "INTERNAL_REFERRAL",
        "CANCELLED",
        "REOPEN",
        "FOR_TRIAGE",
    )
)
REQUIRED = ("service_request_id", "update_id", "status", "updated_datetime", "description")
LONGEST_ID = 200


class Told(NamedTuple):
    """An update that fits."""

    request_id: str
    update_id: str
    status: str
    said_at: datetime
    description: str


async def take_in(session: AsyncSession, vault: Vault, files: FileStore, partner: Partner, form: Form) -> str:
    """The id under which it is kept; the same `update_id` again gives the same. Raises `Wrong`, `UnknownReport`."""
    told = _read(form)
    if existing := await queries.update_of(session, partner.key_id, told.update_id):
        return str(existing.id)
    ids, numbers = ids_of([told.request_id])
    wanted = Wanted(ids=ids, numbers=numbers, is_by_id=True)
    report = await queries.may_be_updated(session, wanted, partner.key_id)
    if report is None:
        raise UnknownReport
    caller = partner.on_behalf_of(vault, person_named(form))
    update_id, note = uuid7(), redact(told.description)
    sealed = await vault.seal(session, person_of(caller), _more(form), f"open311_updates.more.{update_id}")
    session.add(
        Open311Update(
            key_id=partner.key_id,
            update_id=told.update_id,
            id=update_id,
            report_id=report.id,
            status=told.status,
            description=note,
            said_at=told.said_at,
            person_id=person_of(caller),
            sealed_more=sealed,
            created_at=now(),
        )
    )
    kept, left_out = await keep_files(session, files, caller, form.files)
    _attach(report, kept)
    session.add(_line(report, partner, " · ".join(filter(None, (f"{told.status}: {note}", left_out))), caller))
    return str(update_id)


def _attach(report: Report, kept: list[str]) -> None:
    """Photos of a partner are for staff until somebody of the centre shows them."""
    known = {each.sha256 for each in report.media}
    last = max((each.position for each in report.media if not each.is_answer), default=-1)
    fresh = [each for each in pictures(kept, is_answer=False) if each.sha256 not in known]
    for place, each in enumerate(fresh, last + 1):
        each.position, each.is_hidden, each.is_partners = place, True, True
    report.media.extend(fresh)


def _line(report: Report, partner: Partner, note: str, caller: Principal) -> Change:
    """Staff read it in the report's history; the report itself does not change."""
    return Change(
        id=uuid7(),
        report_id=report.id,
        action=Action.PARTNER_UPDATE,
        source=report.state,
        target=report.state,
        actor=f"open311:{partner.name}",
        actor_role=next(iter(caller.roles)),
        note=note,
        rule_version=RULES,
        version=report.version,
        at=now(),
    )


def _read(form: Form) -> Told:
    errors: list[FieldError] = [wrong(name, "là bắt buộc", "is required") for name in REQUIRED if not form.get(name)]
    errors += too_long(form)
    status, update_id = form.get("status").upper(), form.get("update_id")
    if status and status not in STATUSES:
        names = ", ".join(sorted(STATUSES))
        errors.append(wrong("status", f"phải là một trong {names}", f"must be one of {names}"))
    if len(update_id) > LONGEST_ID:
        errors.append(wrong("update_id", f"tối đa {LONGEST_ID} ký tự", f"at most {LONGEST_ID} characters"))
    said_at = moment_of(form.get("updated_datetime"))
    if form.get("updated_datetime") and said_at is None:
        errors.append(
            wrong("updated_datetime", "phải là thời điểm có múi giờ", "must be a date and time with its zone")
        )
    elif said_at and said_at > now() + CLOCK_TOLERANCE:
        errors.append(wrong("updated_datetime", "nằm ở tương lai", "lies in the future"))
    if errors or said_at is None:
        raise Wrong(fields=tuple(errors))
    return Told(form.get("service_request_id"), update_id, status, said_at, form.get("description"))


def _more(form: Form) -> bytes:
    """The person, the words as they were written, and addresses of media: sealed, not fetched."""
    names = ("description", "title", "account_id", "service_request_id_ext", "public_anonymity_required")
    more: dict[str, object] = {name: form.get(name) for name in names if form.get(name)}
    more |= {"contact": contact_of(form), "media_urls": form.all(("media_url", "media_url[]"))[:20]}
    more["files"] = [hashlib.sha256(each).hexdigest() for each in form.files]
    return json.dumps(more).encode()
