"""Gathers what documents are made of."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.auth.principal import Principal, Role
from hueioc.city import Words
from hueioc.clock import now
from hueioc.paging import Cursor, Page, PageQuery, cut, decode_cursor
from hueioc.personal.vault import Vault
from procedures import models, schemas, views
from procedures.errors import UnknownDossier
from procedures.queries import clocks, dossiers, reference
from procedures.rules.terms import day_of
from procedures.service.names import names_of
from procedures.service.owners import person_token
from procedures.service.receiving import is_led_here
from procedures.service.reckoning import step_of
from procedures.states import MOVES


async def scope_of(session: AsyncSession, caller: Principal) -> Sequence[str] | None:
    """The identifiers of agencies whose dossiers the caller sees; None: all. An officer without a unit sees none."""
    if caller.has_role(Role.MODERATOR, Role.SUPERVISOR, Role.AUDITOR):
        return None
    return await reference.codes_of_unit(session, UUID(caller.unit_id)) if caller.unit_id else ()


async def visible(session: AsyncSession, caller: Principal, dossier_id: UUID) -> models.Dossier:
    """Raises `UnknownDossier` also for what the caller may not see."""
    row, scope = await dossiers.find(session, dossier_id), await scope_of(session, caller)
    if row is None or (scope is not None and row.agency_code not in scope):
        raise UnknownDossier
    return row


async def summaries(session: AsyncSession, rows: Sequence[models.Dossier]) -> list[schemas.DossierSummary]:
    names, moment = await names_of(session, rows), now()
    return [views.summary(row, names, moment) for row in rows]


async def dossier_page(
    session: AsyncSession, caller: Principal, asked: schemas.DossierFilter
) -> Page[schemas.DossierSummary]:
    after = decode_cursor(asked.cursor) if asked.cursor else None
    scope = await scope_of(session, caller)
    found = await dossiers.page(session, PageQuery(asked.limit, after), asked, scope, now())
    rows, more = cut(list(found), asked.limit)
    cursor = Cursor(rows[-1].status_since, rows[-1].id).encode() if more else None
    return Page[schemas.DossierSummary](items=await summaries(session, rows), next_cursor=cursor)


async def own_page(
    session: AsyncSession, vault: Vault, caller: Principal, asked: PageQuery
) -> Page[schemas.DossierSummary]:
    """What the caller has sent, newest first."""
    found = await dossiers.owned_by(session, person_token(vault, caller), asked)
    rows, more = cut(list(found), asked.limit)
    cursor = Cursor(rows[-1].received_at, rows[-1].id).encode() if more else None
    return Page[schemas.DossierSummary](items=await summaries(session, rows), next_cursor=cursor)


async def dossier(session: AsyncSession, row: models.Dossier) -> schemas.Dossier:
    names = await names_of(session, [row])
    led_here = is_led_here(row)
    return schemas.Dossier(
        summary=views.summary(row, names, now()),
        handler=row.handler,
        subject_kind=row.subject_kind,
        is_led_here=led_here,
        moves=sorted(MOVES[row.status], key=list(MOVES).index) if led_here else [],
        returned_at=row.returned_at,
        history=[views.history_line(each) for each in await dossiers.history(session, row.id)],
        apologies=[views.apology(each, names) for each in await clocks.apologies_of(session, row.id)],
        version=row.version,
    )


async def looked_up(session: AsyncSession, dossier_id: UUID) -> schemas.LookedUp:
    row = await dossiers.find(session, dossier_id)
    if row is None:
        raise UnknownDossier
    steps = (await dossiers.steps_of(session, [row.id])).get(row.id, [])
    letters = await clocks.apologies_of(session, row.id)
    return views.looked_up(row, await names_of(session, [row]), [step_of(each) for each in steps], letters, now())


async def apology_page(session: AsyncSession, caller: Principal, asked: schemas.ApologyFilter) -> Page[schemas.Apology]:
    after = decode_cursor(asked.cursor) if asked.cursor else None
    scope = await scope_of(session, caller)
    found = await clocks.apology_page(session, PageQuery(asked.limit, after), asked.state, scope)
    rows, more = cut(list(found), asked.limit)
    names = await names_of(session, [row.dossier for row in rows])
    cursor = Cursor(rows[-1].created_at, rows[-1].id).encode() if more else None
    return Page[schemas.Apology](items=[views.apology(row, names) for row in rows], next_cursor=cursor)


async def apology(session: AsyncSession, row: models.Apology) -> schemas.Apology:
    return views.apology(row, await names_of(session, [row.dossier]))


async def catalogue(session: AsyncSession, key: str = "all") -> schemas.Catalogue:
    """Procedures in force today with their terms, and where the terms are from."""
    return schemas.Catalogue(
        items=[
            schemas.CatalogueEntry(
                code=row.code,
                name=Words(vi=row.name_vi, en=row.name_en),
                field=Words(vi=row.field_vi, en=row.field_en),
                amount=row.amount,
                unit=row.unit.value,
                valid_from=row.valid_from,
                source=row.source,
                is_verified=bool(row.verified_by),
            )
            for row in await reference.procedures(session, day_of(now()))
        ]
    )


async def agency_list(session: AsyncSession) -> schemas.AgencyList:
    names = await names_of(session)
    return schemas.AgencyList(items=[names.agency(code) for code in names.agencies])
