"""Small apps that stand beside the gateway in a measurement: `python -m tests.bench.apps NAME PORT`."""

import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI, Request, Response
from starlette.types import Receive, Scope, Send

BODY = b'{"items":[' + b",".join(b'{"id":%d,"state":"assigned"}' % n for n in range(10)) + b"]}"
HEAD = [(b"content-type", b"application/json"), (b"content-length", str(len(BODY)).encode())]


async def upstream(scope: Scope, receive: Receive, send: Send) -> None:
    """A service that answers at once."""
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": HEAD})
        await send({"type": "http.response.body", "body": BODY})


@asynccontextmanager
async def _client(app: FastAPI) -> AsyncGenerator[None]:
    async with httpx.AsyncClient(base_url=os.environ["BENCH_UPSTREAM"], trust_env=False) as client:
        app.state.client = client
        yield


fastapi_proxy = FastAPI(lifespan=_client)
"""The usual way to write a proxy in Python."""


@fastapi_proxy.get("/{path:path}")
async def forward(path: str, request: Request) -> Response:
    answer = await request.app.state.client.get("/" + path, headers={"accept": "application/json"})
    return Response(answer.content, answer.status_code, {"content-type": answer.headers["content-type"]})


fastapi_bytes = FastAPI()
GIVEN = Path(os.environ["BENCH_BODY"]).read_bytes() if "BENCH_BODY" in os.environ else BODY


@fastapi_bytes.get("/{path:path}")
async def answer_bytes(path: str) -> Response:
    """A FastAPI route that returns bytes it has: those of the file `BENCH_BODY`, or a few lines."""
    return Response(GIVEN, media_type="application/json")


def main() -> None:
    app = {"upstream": upstream, "fastapi-proxy": fastapi_proxy, "fastapi-bytes": fastapi_bytes}[sys.argv[1]]
    uvicorn.run(app, port=int(sys.argv[2]), log_level="error", access_log=False)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
