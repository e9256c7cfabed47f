"""The headers by which a page of requests tells of the others."""

from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from reflection.open311.wanted import Page


def page_headers(page: Page, total: int, address: str, query: QueryParams) -> dict[str, str]:
    pages = -(-total // page.size)
    headers = {"X-Result-Count": str(total), "X-Page-Count": str(pages), "X-Page-Size": str(page.size)}
    if page.number < pages:
        headers["X-Next-Page-URL"] = _at(page.number + 1, address, query)
    if page.number > 1:
        headers["X-Previous-Page-URL"] = _at(page.number - 1, address, query)
    return headers


def _at(number: int, address: str, query: QueryParams) -> str:
    others = [(name, value) for name, value in query.multi_items() if name != "page"]
    return f"{address}?{urlencode([*others, ('page', str(number))])}"
