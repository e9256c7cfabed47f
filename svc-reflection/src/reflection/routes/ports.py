"""What routes need besides their input: vault, areas, files, the expected version."""

import re
from typing import Annotated

from fastapi import Depends, Header, Request

from hueioc.areas.lookup import areas
from hueioc.errors import BadRequest, PreconditionRequired, Text
from hueioc.files.store import FileStore
from hueioc.personal.vault import Vault
from hueioc.runtime import runtime_of
from reflection.service.addresses import Addresses
from reflection.service.drafting import Intake

_ETAG = re.compile(r'(?:W/)?"(\d{1,18})"\Z')


async def vault_of(request: Request) -> Vault:
    return runtime_of(request).vault


async def addresses_of(request: Request) -> Addresses:
    runtime = runtime_of(request)
    return Addresses(runtime.vault, runtime.recipients)


async def intake_of(request: Request) -> Intake:
    runtime = runtime_of(request)
    return Intake(areas(runtime.settings.areas), runtime.vault)


async def files_of(request: Request) -> FileStore:
    return runtime_of(request).files


async def expected_version(if_match: Annotated[str, Header()] = "") -> int:
    """The version the caller has seen, from `If-Match`; 428 when it is missing."""
    if not if_match:
        raise PreconditionRequired
    match = _ETAG.match(if_match.strip())
    if match is None:
        raise BadRequest(Text('If-Match có dạng "7"', 'If-Match reads "7": the version in quotes'))
    return int(match[1])


Expected = Annotated[int, Depends(expected_version)]
AddressesPort = Annotated[Addresses, Depends(addresses_of)]
VaultPort = Annotated[Vault, Depends(vault_of)]
IntakePort = Annotated[Intake, Depends(intake_of)]
Files = Annotated[FileStore, Depends(files_of)]
