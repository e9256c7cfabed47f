"""How agencies and procedures are called, for letters and documents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.city import Words
from procedures import models, schemas
from procedures.queries import reference


@dataclass(frozen=True)
class Names:
    agencies: Mapping[str, models.Agency]
    procedures: Mapping[str, models.Procedure]
    written: Mapping[str, str]
    """As sources write procedures that our catalogue does not have."""

    def agency(self, code: str) -> schemas.AgencyShown:
        row = self.agencies.get(code)
        name = Words(vi=row.name_vi, en=row.name_en) if row else Words(vi=code, en=code)
        return schemas.AgencyShown(code=code, name=name, is_known=row is not None)

    def procedure(self, dossier: models.Dossier) -> schemas.ProcedureShown:
        return self.procedure_of(dossier.procedure_code, dossier.procedure_name)

    def procedure_of(self, code: str, written: str = "") -> schemas.ProcedureShown:
        row = self.procedures.get(code)
        called = written or self.written.get(code, "") or code
        name = Words(vi=row.name_vi, en=row.name_en) if row else Words(vi=called, en=called)
        return schemas.ProcedureShown(code=code, name=name)


async def names_of(session: AsyncSession, dossiers: Iterable[models.Dossier] = ()) -> Names:
    """Of all agencies, and of every procedure in its newest version."""
    found = list(dossiers)
    versions = await reference.every_procedure(session)
    return Names(
        agencies={row.code: row for row in await reference.agencies(session)},
        procedures={row.code: row for row in versions},
        written={row.procedure_code: row.procedure_name for row in found if row.procedure_name},
    )
