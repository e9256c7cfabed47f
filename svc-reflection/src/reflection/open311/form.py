"""The form of a POST: its fields cleaned, its files apart. XML and JSON bodies are not read at all."""

import base64
import re
from collections.abc import Iterable
from typing import NamedTuple

from fastapi import Request
from starlette.datastructures import FormData, QueryParams, UploadFile
from starlette.exceptions import HTTPException

from reflection.open311.answers import refuse
from reflection.rules.texts import clean

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
MOST_FIELDS = 300
MOST_FILES = 20
LARGEST_PART = 15 << 20
"""A photo of 10 MB as a `data:` URI, and some."""
_FILES = ("media", "photo")
_MEDIA = (*_FILES, "media_url")
_DATA = re.compile(r"data:[^,]{0,200};base64,", re.IGNORECASE)


class Form(NamedTuple):
    """`fields` in the order sent; a name may come more than once."""

    fields: list[tuple[str, str]]
    files: list[bytes]
    query: QueryParams

    def get(self, *names: str) -> str:
        """The first value that is not empty, of the form or else of the address."""
        for name in names:
            for field, value in self.fields:
                if field == name and value:
                    return value
            if value := _readable(self.query.get(name, "")):
                return value
        return ""

    def all(self, names: Iterable[str]) -> list[str]:
        wanted = frozenset(names)
        return [value for field, value in self.fields if field in wanted and value]


async def read_form(request: Request) -> Form:
    """Raises `Wrong` for another content type or a form that cannot be read."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in FORMS:
        raise refuse("Content-Type", f"phải là {' hoặc '.join(FORMS)}", f"must be {' or '.join(FORMS)}")
    try:
        given = await request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LARGEST_PART)
    except (HTTPException, UnicodeError, ValueError) as error:
        raise refuse("form", "không đọc được biểu mẫu", "the form cannot be read") from error
    try:
        return await _read(given, request.query_params)
    finally:
        await given.close()


async def _read(given: FormData, query: QueryParams) -> Form:
    form = Form([], [], query)
    for name, value in given.multi_items():
        kind = name.rstrip("0123456789[]")
        if isinstance(value, UploadFile):
            content = await value.read()
            if content and kind in _FILES:
                form.files.append(content)
        elif kind in _MEDIA and (start := _DATA.match(value)):
            form.files.append(_decoded(value[start.end() :]))
        else:
            form.fields.append((_readable(name), _readable(value)))
    return form


def _decoded(written: str) -> bytes:
    """What a `data:` URI holds; nothing when it is damaged. A `+` that was not encoded arrives as a blank."""
    try:
        return base64.b64decode(written.replace(" ", "+"), validate=True)
    except ValueError:
        return b""


def _readable(value: str) -> str:
    """Without what the database and UTF-8 cannot carry."""
    return clean(value.encode("utf-8", "replace").decode())
