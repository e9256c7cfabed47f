"""The gateway behind nginx, as a city puts it on the internet."""

import shutil
import subprocess
import time
from pathlib import Path

import httpx
import pytest

from hueioc.embedded.ports import free_port
from hueioc.ids import uuid7
from tests.city import City, until

pytestmark = pytest.mark.peer

CONFIGURATION = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    upstream gateway {{ server {gateway}; keepalive 16; }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://gateway; proxy_http_version 1.1;
            proxy_set_header Connection ""; proxy_set_header Host $host;
        }}
    }}
}}
"""


@pytest.fixture
def nginx(city: City, tmp_path: Path):
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    assert program, "nginx is not installed; see tests/peers.txt"
    port = free_port()
    settings = CONFIGURATION.format(folder=tmp_path, gateway=city.gateway.removeprefix("http://"), port=port)
    (tmp_path / "nginx.conf").write_text(settings)
    process = subprocess.Popen([program, "-c", tmp_path / "nginx.conf", "-p", tmp_path], stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    until(lambda: _answers(address))
    yield address
    process.terminate()
    process.wait(5)


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/livez", trust_env=False, timeout=1).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def test_a_read_model_and_its_304_pass_through(nginx: str):
    with httpx.Client(base_url=nginx, trust_env=False) as client:
        first = client.get("/v1/report-categories")
        again = client.get("/v1/report-categories", headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code) == (200, 304)


def test_an_event_passes_at_once_although_nginx_buffers(nginx: str, city: City):
    headers = {"Authorization": f"Bearer {city.token('moderator')}"}
    with (
        httpx.Client(base_url=nginx, trust_env=False, timeout=10) as client,
        client.stream("GET", "/v1/stream", headers=headers) as stream,
    ):
        lines = stream.iter_lines()
        assert next(lines).startswith("retry:")
        began = time.monotonic()
        _report(city, nginx)
        assert any("report.received" in line for line in _until_event(lines))
        assert time.monotonic() - began < 3


def _until_event(lines):
    for line in lines:
        yield line
        if line.startswith("data:"):
            return


def _report(city: City, address: str) -> None:
    report_id = str(uuid7())
    body = {
        "id": report_id,
        "category": "garbage",
        "description": "Rác",
        "place": {"lat": 16.4698, "lon": 107.5779},
    }
    headers = {"Authorization": f"Bearer {city.token('citizen')}", "Idempotency-Key": report_id}
    answer = httpx.post(f"{address}/v1/reports", json=body, headers=headers, trust_env=False)
    assert answer.status_code == httpx.codes.CREATED
