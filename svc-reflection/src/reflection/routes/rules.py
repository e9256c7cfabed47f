"""The rules, changed by those who own them: what can be reported, what is asked, how long steps may take."""

from datetime import date
from typing import Annotated, TypeVar

from fastapi import APIRouter, Path, Query, Response, status

from hueioc.auth.access import Caller, allow
from hueioc.auth.principal import Role
from hueioc.edge import EdgeRoute, Session
from reflection.routes.ops import CENTRE
from reflection.routes.ports import Expected
from reflection.rules.terms import Term
from reflection.schemas import rules as schemas
from reflection.service import rule_categories, rule_questions, rule_terms

OWNERS = allow(Role.SUPERVISOR)
CREATED = status.HTTP_201_CREATED
Code = Annotated[schemas.RuleCode, Path()]
Ends = Annotated[date, Query(alias="from")]
"""The day from which it counts no more."""

Line = TypeVar("Line", bound=schemas.RuleLine)

router = APIRouter(prefix="/v1/ops/rules", route_class=EdgeRoute, tags=["rules"])


def tagged(line: Line, response: Response) -> Line:
    response.headers["ETag"] = f'"{line.version}"'
    return line


@router.get("/categories", dependencies=[CENTRE])
async def list_category_rules(session: Session) -> schemas.CategoryLines:
    """Every category with all its rows: over, in force, waiting."""
    return await rule_categories.listed(session)


@router.post("/categories", status_code=CREATED, dependencies=[OWNERS])
async def add_category(
    session: Session, caller: Caller, data: schemas.CategoryRuleCreate, response: Response
) -> schemas.CategoryLine:
    """A new category from a day on, or one that comes again."""
    return tagged(await rule_categories.add(session, caller, data), response)


@router.get("/categories/{code}", dependencies=[CENTRE])
async def show_category_rule(session: Session, code: Code, response: Response) -> schemas.CategoryLine:
    """One category; `ETag` is the version that a change must name."""
    return tagged(await rule_categories.shown(session, code), response)


@router.put("/categories/{code}", dependencies=[OWNERS])
async def change_category(
    session: Session, caller: Caller, code: Code, data: schemas.CategoryRule, version: Expected, response: Response
) -> schemas.CategoryLine:
    """Another row from a day on. The row in force is never edited; reports keep the one that was in force for them."""
    return tagged(await rule_categories.change(session, code, caller, data, version), response)


@router.delete("/categories/{code}", dependencies=[OWNERS])
async def end_category(
    session: Session, caller: Caller, code: Code, ends: Ends, version: Expected, response: Response
) -> schemas.CategoryLine:
    """Nobody chooses it from that day on."""
    return tagged(await rule_categories.end(session, code, caller, ends, version), response)


@router.delete("/categories/{code}/waiting", dependencies=[OWNERS])
async def withdraw_category_change(
    session: Session, caller: Caller, code: Code, version: Expected
) -> schemas.CategoryLine | None:
    """Take back what does not count yet; null when nothing of the category is left."""
    return await rule_categories.withdraw(session, code, caller, version)


@router.get("/categories/{code}/questions", dependencies=[CENTRE])
async def list_question_rules(session: Session, code: Code) -> schemas.QuestionLines:
    """Every question that this category asks, asked or will ask."""
    return await rule_questions.listed(session, code)


@router.post("/categories/{code}/questions", status_code=CREATED, dependencies=[OWNERS])
async def add_question(
    session: Session, caller: Caller, code: Code, data: schemas.QuestionRuleCreate, response: Response
) -> schemas.QuestionLine:
    """One more question from a day on."""
    return tagged(await rule_questions.add(session, code, caller, data), response)


@router.put("/categories/{code}/questions/{question}", dependencies=[OWNERS])
async def change_question(  # noqa: PLR0913, PLR0917 - what FastAPI hands over
    session: Session,
    caller: Caller,
    code: Code,
    question: Code,
    data: schemas.QuestionRule,
    version: Expected,
    response: Response,
) -> schemas.QuestionLine:
    """Ask it in another way from a day on; answers that were given keep the words of their question."""
    return tagged(await rule_questions.change(session, code, question, caller, data, version), response)


@router.delete("/categories/{code}/questions/{question}", dependencies=[OWNERS])
async def end_question(  # noqa: PLR0913, PLR0917 - what FastAPI hands over
    session: Session, caller: Caller, code: Code, question: Code, ends: Ends, version: Expected, response: Response
) -> schemas.QuestionLine:
    """Ask it no more from that day on."""
    return tagged(await rule_questions.end(session, code, question, caller, ends, version), response)


@router.delete("/categories/{code}/questions/{question}/waiting", dependencies=[OWNERS])
async def withdraw_question_change(
    session: Session, caller: Caller, code: Code, question: Code, version: Expected
) -> schemas.QuestionLine | None:
    """Take back what does not count yet; null when nothing of the question is left."""
    return await rule_questions.withdraw(session, code, question, caller, version)


@router.get("/terms", dependencies=[CENTRE])
async def list_terms(session: Session) -> schemas.TermLines:
    """How long each step may take, and how many open reports run under each rule now."""
    return await rule_terms.listed(session)


@router.put("/terms/{term}", dependencies=[OWNERS])
async def change_term(
    session: Session, caller: Caller, term: Term, data: schemas.TermChange, version: Expected, response: Response
) -> schemas.TermLine:
    """Another length from tomorrow at the earliest. What has begun keeps its term; no open deadline moves."""
    return tagged(await rule_terms.change(session, term, caller, data, version), response)


@router.delete("/terms/{term}/waiting", dependencies=[OWNERS])
async def withdraw_term_change(
    session: Session, caller: Caller, term: Term, version: Expected, response: Response
) -> schemas.TermLine:
    """The change that does not count yet will not come."""
    return tagged(await rule_terms.withdraw(session, term, caller, version), response)
