"""Evidence: files read only after they are hashed again, packages sealed and handed out, every look written down."""

import hashlib
import io
import zipfile
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from camera.errors import EvidenceAltered, NotSealed, UnknownViolation
from camera.events import ViolationSealed
from camera.models import Camera, EvidenceFile, Package, Violation
from camera.queries import cameras, cases
from camera.rules.evidence import START, plain, public_pem, sealed
from camera.service.announce import case_facts, tell_case
from camera.service.cases import lock
from camera.service.custody import add_entry, entries_of
from camera.states import CaseState, CustodyAction, FileRole, LegalClass
from hueioc import audit
from hueioc.auth.principal import Principal
from hueioc.clock import VIETNAM, now
from hueioc.errors import NotFound
from hueioc.ids import uuid7
from hueioc.runtime import Runtime
from hueioc.sealing import seal_key

FORMAT = "hue-camera-evidence/1"
MACHINE = "machine"
SUFFIX = {"video/mp4": "mp4", "image/jpeg": "jpg", "application/json": "json"}
README = (
    "Kiểm tra chữ ký / check the signature:\n"
    "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in manifest.json -sigfile manifest.sig\n"
    "Kiểm tra tệp / check the files: sha256sum <file>, so với manifest.json / against manifest.json\n"
)


async def read_file(runtime: Runtime, row: EvidenceFile) -> bytes:
    """The bytes, hashed again; raises EvidenceAltered."""
    try:
        content = await runtime.files.read(row.sha256)
    except NotFound as gone:
        raise EvidenceAltered from gone
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise EvidenceAltered
    return content


async def look_at(
    session: AsyncSession, runtime: Runtime, caller: Principal, violation_id: UUID, role: FileRole
) -> tuple[EvidenceFile, bytes]:
    """A file of a case. Original pictures show people and plates, so the look is written down; masked ones do not."""
    await lock(session, violation_id)
    row = await cases.file(session, violation_id, role)
    if row is None:
        raise UnknownViolation
    content = await read_file(runtime, row)
    if role is not FileRole.MASKED:
        await add_entry(
            session, violation_id, caller.subject, CustodyAction.VIEWED, reason=role.value, sha256=row.sha256
        )
        await audit.record(session, caller.subject, "evidence.viewed", str(violation_id), {"role": role.value})
    return row, content


async def seal_next(session: AsyncSession, runtime: Runtime) -> bool:
    """Seal one confirmed case; False when there is none."""
    case = await cases.to_seal(session)
    if case is None:
        return False
    files = await cases.files(session, [case.id])
    for each in files:
        await read_file(runtime, each)
        await add_entry(session, case.id, MACHINE, CustodyAction.VERIFIED, reason=each.role.value, sha256=each.sha256)
    camera = await cameras.find(session, case.camera_id)
    assert camera is not None  # noqa: S101 - a foreign key
    before = await cases.last_package(session)
    key = seal_key(runtime.service.name, runtime.settings)
    manifest = await manifest_of(session, case, camera, before)
    content, signature = sealed(manifest | {"key_id": key.key_id}, key.private)
    package = Package(
        id=uuid7(),
        violation_id=case.id,
        position=before.position + 1 if before else 1,
        manifest=content,
        sha256=hashlib.sha256(content).hexdigest(),
        signature=signature,
        key_id=key.key_id,
        public_key=public_pem(key.private.public_key()),
    )
    session.add(package)
    case.state = CaseState.SEALED
    await audit.record(session, MACHINE, "evidence.sealed", str(case.id), {"sha256": package.sha256})
    previous = before.sha256 if before else START
    event = ViolationSealed(
        **case_facts(case, camera), manifest_sha256=package.sha256, previous_sha256=previous, key_id=key.key_id
    )
    await tell_case(session, case, event)
    return True


async def manifest_of(session: AsyncSession, case: Violation, camera: Camera, before: Package | None) -> dict[str, Any]:
    """Everything that a court needs to follow what was seen, by which rule, and who said so."""
    day = case.occurred_at.astimezone(VIETNAM).date()
    return {
        "format": FORMAT,
        "case": {"id": str(case.id), "number": case.number, "rule": case.rule.value, "size": case.size.value},
        "rule": {"zone": plain(case.zone_given), "scene_version": case.scene_version, "measured": plain(case.measured)},
        "camera": _camera(camera),
        "time": {
            "began_utc": case.began_at.isoformat(),
            "occurred_utc": case.occurred_at.isoformat(),
            "occurred_local": case.occurred_at.astimezone(VIETNAM).isoformat(),
            "sealed_utc": now().isoformat(),
        },
        "files": [_file(each) for each in await cases.files(session, [case.id])],
        "reviews": [
            {
                "reviewer": each.reviewer,
                "decision": each.decision.value,
                "reason": each.reason.value if each.reason else None,
                "utc": each.at.isoformat(),
            }
            for each in await cases.reviews(session, [case.id])
        ],
        "offences": [
            {"code": each.code, "vehicle": each.vehicle, "article": each.article, "min_vnd": each.min_vnd,
             "max_vnd": each.max_vnd, "points": each.points, "source": each.source, "verified_by": each.verified_by}
            for each in await cases.offences(session, case.rule, day)
        ],
        "is_enforcement_device": camera.legal_class is LegalClass.ENFORCEMENT_DEVICE,
        "custody": entries_of(await cases.custody(session, case.id)),
        "previous_package_sha256": before.sha256 if before else START,
    }  # fmt: skip


def _camera(camera: Camera) -> dict[str, Any]:
    return {
        "id": str(camera.id),
        "code": camera.code,
        "serial": camera.serial,
        "legal_class": camera.legal_class.value,
        "certificate": camera.certificate,
        "lat": plain(camera.lat),
        "lon": plain(camera.lon),
    }


def _file(row: EvidenceFile) -> dict[str, Any]:
    made = {"role": row.role.value, "name": name_of(row), "mime": row.media_type, "bytes": row.bytes}
    derived = {"derived_from": FileRole.ORIGINAL_CLIP.value} if row.role is not FileRole.ORIGINAL_CLIP else {}
    return made | derived | {"sha256": row.sha256}


def name_of(row: EvidenceFile) -> str:
    return f"{row.role.value}.{SUFFIX.get(row.media_type, 'bin')}"


async def export(session: AsyncSession, runtime: Runtime, caller: Principal, violation_id: UUID) -> bytes:
    """The package as a ZIP: manifest, signature, public key, files. Written down before it is handed out."""
    await lock(session, violation_id)
    package = await cases.package(session, violation_id)
    if package is None:
        raise NotSealed
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("manifest.json", package.manifest)
        archive.writestr("manifest.sig", package.signature)
        archive.writestr("key.pem", package.public_key)
        archive.writestr("README.txt", README)
        for each in await cases.files(session, [violation_id]):
            archive.writestr(name_of(each), await read_file(runtime, each))
    await add_entry(session, violation_id, caller.subject, CustodyAction.EXPORTED, sha256=package.sha256)
    await audit.record(session, caller.subject, "evidence.exported", str(violation_id), {"sha256": package.sha256})
    return out.getvalue()
