"""Which unit gets what, where: changed by those who own it, tried out, and what is wrong with it."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from hueioc.auth.access import Caller
from hueioc.edge import EdgeRoute, Session
from reflection.routes.ops import CENTRE
from reflection.routes.ports import Expected
from reflection.routes.rules import OWNERS, Code, Ends, tagged
from reflection.schemas import rules as schemas
from reflection.service import routing_trial, rule_routing
from reflection.views.rules import EVERYWHERE

WardName = Annotated[str, Path(pattern=r"^(all|[0-9]{1,10})$")]
"""The code of a ward, or `all`."""

router = APIRouter(prefix="/v1/ops/rules/routing", route_class=EdgeRoute, tags=["rules"])


@router.get("", dependencies=[CENTRE])
async def list_routing_rules(session: Session, category: Annotated[schemas.RuleCode, Query()]) -> schemas.RoutingLines:
    """The lines of a category: everywhere first, then ward by ward."""
    return await rule_routing.listed(session, category)


@router.get("/trial", dependencies=[CENTRE])
async def try_routing(
    session: Session,
    category: Annotated[schemas.RuleCode, Query()],
    ward: Annotated[str, Query(pattern=r"^(all|[0-9]{1,10})$")] = EVERYWHERE,
    on: date | None = None,
) -> schemas.RoutingTrial:
    """Who would get a report of that category there on that day. Nothing is written."""
    return await routing_trial.trial(session, category, ward, on)


@router.get("/warnings", dependencies=[CENTRE])
async def list_routing_warnings(session: Session) -> schemas.RoutingWarnings:
    """Rules in force whose unit is no more, and categories for which nobody, or in some wards nobody, is named."""
    return await routing_trial.warnings(session)


@router.put("/{category}/{ward}", dependencies=[OWNERS])
async def change_routing(  # noqa: PLR0913, PLR0917 - what FastAPI hands over
    session: Session,
    caller: Caller,
    category: Code,
    ward: WardName,
    data: schemas.RoutingChange,
    version: Expected,
    response: Response,
) -> schemas.RoutingLine:
    """Other units from a day on; also the first ones (`If-Match: "0"`)."""
    return tagged(await rule_routing.change(session, category, ward, caller, data, version), response)


@router.delete("/{category}/{ward}", dependencies=[OWNERS])
async def end_routing(  # noqa: PLR0913, PLR0917 - what FastAPI hands over
    session: Session, caller: Caller, category: Code, ward: WardName, ends: Ends, version: Expected, response: Response
) -> schemas.RoutingLine:
    """This line names nobody from that day on."""
    return tagged(await rule_routing.end(session, category, ward, caller, ends, version), response)


@router.delete("/{category}/{ward}/waiting", dependencies=[OWNERS])
async def withdraw_routing_change(
    session: Session, caller: Caller, category: Code, ward: WardName, version: Expected
) -> schemas.RoutingLine | None:
    """Take back what does not count yet; null when nothing of the line is left."""
    return await rule_routing.withdraw(session, category, ward, caller, version)
