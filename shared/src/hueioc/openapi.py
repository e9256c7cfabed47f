"""The contract of every service as a file beside its code: `python -m hueioc.openapi` writes, a test compares."""

import json
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from hueioc.app import declared_routes
from hueioc.service import Service, installed_services

FILE = "openapi.json"


def contract_of(service: Service) -> dict[str, Any]:
    """The OpenAPI 3.1 document of `service` alone; needs no settings and no connection."""
    app = FastAPI(title=service.title.en, version="1", routes=declared_routes(service))
    return app.openapi()


def contracts() -> dict[Path, dict[str, Any]]:
    """Every contract by the file it belongs in; the gateway's is the merged one."""
    services = installed_services()
    own = {service.name: contract_of(service) for service in services}
    found: dict[Path, dict[str, Any]] = {}
    for service in services:
        document = own[service.name]
        if service.merge_contracts:
            document = service.merge_contracts(document, {n: each for n, each in own.items() if n != service.name})
        found[service.migrations.parent / FILE] = document
    return found


def encode(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def main() -> None:
    for path, document in contracts().items():
        path.write_text(encode(document), encoding="utf-8")


if __name__ == "__main__":
    main()
