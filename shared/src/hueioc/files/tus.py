"""The header fields of tus 1.0.0 (tus.io/protocols/resumable-upload): read strictly, refused with a sentence."""

import base64
import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime

from hueioc.errors import BadRequest, Problem, Text

VERSION = "1.0.0"
EXTENSIONS = "creation,checksum,termination,expiration"
ALGORITHM = "sha256"
BODY_TYPE = "application/offset+octet-stream"
_NUMBER = re.compile(r"[0-9]{1,15}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DIGEST_BYTES = 32


class WrongVersion(Problem):
    status, code = 412, "tus-version"
    title = Text("Chỉ hỗ trợ tus 1.0.0", "Only tus 1.0.0 is spoken here")


def demand_version(headers: Mapping[str, str]) -> None:
    if headers.get("tus-resumable") != VERSION:
        raise WrongVersion(headers={"Tus-Version": VERSION})


def number(headers: Mapping[str, str], name: str) -> int:
    value = headers.get(name, "")
    if not _NUMBER.fullmatch(value):
        raise BadRequest(Text(f"{name} phải là số byte", f"{name} must be a number of bytes"))
    return int(value)


def checksum(headers: Mapping[str, str]) -> bytes | None:
    """The SHA-256 that the body must have; None when none was sent."""
    value = headers.get("upload-checksum")
    if value is None:
        return None
    algorithm, _, encoded = value.partition(" ")
    digest = _decode(encoded)
    if algorithm != ALGORITHM or len(digest) != _DIGEST_BYTES:
        raise BadRequest(Text("Upload-Checksum có dạng: sha256 <base64>", "Upload-Checksum reads: sha256 <base64>"))
    return digest


def metadata(headers: Mapping[str, str]) -> dict[str, str]:
    """Upload-Metadata: names with base64 values. Values that are not UTF-8 are refused."""
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in headers.get("upload-metadata", "").split(","))):
        name, _, encoded = pair.partition(" ")
        try:
            found[name] = _decode(encoded).decode()
        except UnicodeDecodeError as error:
            raise BadRequest(_BAD_METADATA) from error
    return found


def expected_sha256(fields: Mapping[str, str]) -> str | None:
    value = fields.get("sha256")
    if value is not None and not _SHA256.fullmatch(value):
        raise BadRequest(Text("sha256 phải là 64 chữ số hex", "sha256 must be 64 hex digits"))
    return value


def http_date(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)


_BAD_METADATA = Text("Upload-Metadata phải là base64", "Upload-Metadata must be base64")


def _decode(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded.strip(), validate=True)
    except ValueError as error:
        raise BadRequest(_BAD_METADATA) from error
