"""Heavy engines load on first use."""

import subprocess
import sys

HEAVY = (
    "PIL",
    "aiohttp",
    "aiosmtplib",
    "av",
    "cv2",
    "lxml",
    "openpyxl",
    "pillow_heif",
    "pyais",
    "rapidfuzz",
    "requests",
)
LOOK = f"""
import sys
from hueioc.service import installed_services
installed_services()
print(*(name for name in {HEAVY!r} if name in sys.modules))
"""


def test_an_engine_is_not_there_before_it_is_used():
    said = (
        "import sys; from hueioc.engines import on_first_use; each = on_first_use('wave'); print('wave' in sys.modules)"
    )
    assert run(said) == "False"


def test_an_engine_is_the_module_once_it_is_used():
    said = "from hueioc.engines import on_first_use; import wave; print(on_first_use('wave').open is wave.open)"
    assert run(said) == "True"


def test_importing_every_service_loads_no_heavy_engine():
    assert run(LOOK) == ""


def run(program: str) -> str:
    return subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.strip()
