"""The centre takes words out of a report: the name of somebody else, say, which no rule can find by itself.

Everybody, staff too, reads `[đã che]` from then on. The texts as they were stay sealed with the reporter's key, so that
hiding can be undone, and are gone with it.
"""

import json
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import FieldError, NotFound, Text
from hueioc.ids import uuid7
from hueioc.personal.keys import Erased
from hueioc.personal.redact import redact
from hueioc.personal.sealed import SealBroken
from hueioc.personal.vault import Vault
from reflection.errors import UnknownReport, WordsGone, WordsNotFound
from reflection.models import Answer, HiddenWords, Report, WholeTexts
from reflection.queries import hiding, reports
from reflection.rules.hiding import Texts, hide_all
from reflection.rules.texts import clean
from reflection.schemas import HiddenWordsCreate
from reflection.service.announce import move, take
from reflection.states import Action

PLAIN = ("description", "address", "exact_address")
RATING = "rating"


async def hide_words(
    session: AsyncSession, vault: Vault, report_id: UUID, caller: Principal, data: HiddenWordsCreate
) -> Report:
    """Cover the words wherever they stand in this report. Raises `WordsNotFound`."""
    report, words = await take(session, report_id, None), clean(data.words)
    before = await _texts_of(session, report)
    after, places = hide_all(before, [words])
    if not places:
        raise WordsNotFound(fields=(FieldError("/words", Text("Không có trong phản ánh", "Not in the report")),))
    row = HiddenWords(
        id=uuid7(),
        report_id=report.id,
        places=places,
        reason=redact(clean(data.reason)),
        made_by=caller.subject,
        made_at=now(),
    )
    row.sealed_words = await _kept(session, vault, report, before, row.id, words)
    session.add(row)
    await _write(session, report, after)
    detail = {"hidden": str(row.id), "places": places}
    await record(session, caller.subject, "report.words_hidden", str(report.id), detail)
    return await move(session, report, Action.REDACT, caller, f"hide words: {row.reason}")


async def undo_hiding(
    session: AsyncSession, vault: Vault, report_id: UUID, hidden_id: UUID, caller: Principal
) -> Report:
    """Show these words again; what else was hidden stays so. Once more is the same. Raises `WordsGone`."""
    report = await take(session, report_id, None)
    rows = await hiding.hidden_in(session, report_id)
    row = next((each for each in rows if each.id == hidden_id), None)
    if row is None:
        raise NotFound
    if row.undone_at is not None:
        return report
    whole = await _whole(session, vault, report)
    row.undone_by, row.undone_at = caller.subject, now()
    left = [each for each in rows if each.undone_at is None]
    texts, _ = hide_all(whole, [await _words(session, vault, report, each) for each in left])
    await _write(session, report, texts)
    await record(session, caller.subject, "report.words_shown", str(report.id), {"hidden": str(row.id)})
    return await move(session, report, Action.REDACT, caller, "show hidden words")


async def _kept(
    session: AsyncSession, vault: Vault, report: Report, texts: Texts, hidden_id: UUID, words: str
) -> bytes | None:
    """The words, sealed; each text is kept before its first change. None when the reporter was erased."""
    person, row = await _person(session, report), await hiding.whole_texts(session, report.id)
    try:
        kept = await _whole(session, vault, report) if row else {}
        whole = {**texts, **kept}
        if whole != kept:
            sealed = await vault.seal(session, person, json.dumps(whole).encode(), f"whole_texts.{report.id}")
            if row:
                row.sealed_texts = sealed
            else:
                session.add(WholeTexts(report_id=report.id, sealed_texts=sealed))
        return await vault.seal(session, person, words.encode(), f"hidden_words.{hidden_id}")
    except (Erased, WordsGone):
        return None


async def _whole(session: AsyncSession, vault: Vault, report: Report) -> Texts:
    row = await hiding.whole_texts(session, report.id)
    if row is None:
        raise WordsGone
    return json.loads(await _opened(session, vault, report, row.sealed_texts, f"whole_texts.{report.id}"))


async def _words(session: AsyncSession, vault: Vault, report: Report, row: HiddenWords) -> str:
    if row.sealed_words is None:
        raise WordsGone
    return (await _opened(session, vault, report, row.sealed_words, f"hidden_words.{row.id}")).decode()


async def _opened(session: AsyncSession, vault: Vault, report: Report, sealed: bytes, context: str) -> bytes:
    try:
        return await vault.open(session, await _person(session, report), sealed, context)
    except (Erased, SealBroken) as error:
        raise WordsGone from error


async def _person(session: AsyncSession, report: Report) -> UUID:
    identity = await reports.identity_of(session, report.id)
    if identity is None:
        raise UnknownReport
    return identity.person_id


async def _texts_of(session: AsyncSession, report: Report) -> dict[str, str]:
    texts = {name: getattr(report, name) or "" for name in PLAIN}
    for place, each in enumerate(report.attributes):
        texts |= {f"attributes/{place}/{part}": each[part] for part in ("name", "value") if part in each}
    if report.answer:
        texts[_answer(report.answer)] = report.answer.text
        texts[_responsible(report.answer)] = report.answer.responsible
    if report.rating:
        texts[RATING] = report.rating.comment
    request = await hiding.open311_request(session, report.id)
    return texts | {"title": request.title} if request else texts


def _answer(answer: Answer) -> str:
    """A letter that was returned is replaced by another: each is a text of its own."""
    return f"answer/{answer.answered_at.isoformat()}"


def _responsible(answer: Answer) -> str:
    return f"responsible/{answer.answered_at.isoformat()}"


async def _write(session: AsyncSession, report: Report, texts: Texts) -> None:
    for name in PLAIN:
        if getattr(report, name) is not None:
            setattr(report, name, texts[name])
    report.attributes = [
        {part: texts.get(f"attributes/{place}/{part}", value) for part, value in each.items()}
        for place, each in enumerate(report.attributes)
    ]
    if report.answer:
        report.answer.text = texts.get(_answer(report.answer), report.answer.text)
        report.answer.responsible = texts.get(_responsible(report.answer), report.answer.responsible)
    if report.rating:
        report.rating.comment = texts.get(RATING, report.rating.comment)
    if request := await hiding.open311_request(session, report.id):
        request.title = texts.get("title", request.title)
