"""Words that the centre takes out of a report's texts, and brings back."""

from uuid import UUID

from fastapi import APIRouter, status

from hueioc.auth.access import Caller
from hueioc.edge import EdgeRoute, Session
from reflection import schemas, views
from reflection.queries.hiding import hidden_in
from reflection.routes.media import READERS
from reflection.routes.ops import CENTRE
from reflection.routes.ports import VaultPort
from reflection.routes.scope import visible
from reflection.service import hiding
from reflection.views import records

router = APIRouter(prefix="/v1/ops/reports/{report_id}/hidden-words", route_class=EdgeRoute, tags=["operations"])


@router.get("", dependencies=[READERS])
async def list_hidden_words(session: Session, caller: Caller, report_id: UUID) -> schemas.HiddenWordsList:
    """What was taken out of the texts, when and why; never the words themselves."""
    report = await visible(session, caller, report_id)
    return schemas.HiddenWordsList(items=[records.hidden_words(row) for row in await hidden_in(session, report.id)])


@router.post("", dependencies=[CENTRE], status_code=status.HTTP_201_CREATED)
async def hide_words(
    session: Session, vault: VaultPort, caller: Caller, report_id: UUID, data: schemas.HiddenWordsCreate
) -> schemas.StaffReport:
    """Cover the words wherever they stand in text, address, letter and rating: for everybody, at once."""
    return views.staff_report(await hiding.hide_words(session, vault, report_id, caller, data))


@router.delete("/{hidden_id}", dependencies=[CENTRE])
async def undo_hiding(
    session: Session, vault: VaultPort, caller: Caller, report_id: UUID, hidden_id: UUID
) -> schemas.StaffReport:
    """Show these words again; what else was hidden stays so."""
    return views.staff_report(await hiding.undo_hiding(session, vault, report_id, hidden_id, caller))
