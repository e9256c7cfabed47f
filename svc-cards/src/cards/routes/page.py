"""The pages behind a card's address, for a telephone without our app: no script, no sign-in, nothing kept."""

from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import HTMLResponse

from cards.rules.claim169 import MOST_TEXT
from cards.service import verifying
from cards.states import Why
from cards.views.page import HEADERS, LANGUAGES, form_page, result_page
from hueioc.auth.access import anyone
from hueioc.edge import EdgeRoute, Session, without_key
from hueioc.runtime import runtime_of

router = APIRouter(route_class=EdgeRoute, tags=["cards"], dependencies=[anyone], default_response_class=HTMLResponse)
Language = Annotated[str, Query(max_length=5, description="vi or en; else what the browser prefers")]
Preferred = Annotated[str, Header(max_length=1000)]
FORM = {
    "requestBody": {
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}
            }
        },
        "required": True,
    }
}


@router.get("/v")
async def show_card_form(lang: Language = "", accept_language: Preferred = "") -> HTMLResponse:
    """A form into which a code can be pasted."""
    return HTMLResponse(form_page(_language(lang, accept_language)), headers=HEADERS)


@router.post("/v", openapi_extra=FORM)
@without_key
async def check_pasted_card(
    request: Request, session: Session, lang: Language = "", accept_language: Preferred = ""
) -> HTMLResponse:
    """The result for what was pasted."""
    text = _pasted((await request.body()).decode("utf-8", "replace"))
    shown = await verifying.check(session, runtime_of(request), text[: MOST_TEXT + 1])
    return HTMLResponse(result_page(shown, _language(lang, accept_language)), headers=HEADERS)


@router.get("/v/{short_id}")
async def show_card_page(
    request: Request, session: Session, short_id: str, lang: Language = "", accept_language: Preferred = ""
) -> HTMLResponse:
    """Whether a card is good, and whose it is."""
    shown = await verifying.check_address(session, runtime_of(request), short_id)
    code = 404 if shown.why is Why.NEVER_ISSUED else 200
    return HTMLResponse(result_page(shown, _language(lang, accept_language)), status_code=code, headers=HEADERS)


def _pasted(form: str) -> str:
    """The field `text`, without the end of line that pasting adds; nothing of a form that is not ours."""
    try:
        return parse_qs(form, max_num_fields=10).get("text", [""])[0].removesuffix("\r\n")
    except ValueError:
        return ""


def _language(asked: str, accepted: str) -> str:
    if asked in LANGUAGES:
        return asked
    ranked = [part.partition(";")[0].strip().lower()[:2] for part in accepted.split(",")]
    return next((each for each in ranked if each in LANGUAGES), LANGUAGES[0])
