"""The service starts."""

import subprocess
import sys


async def test_the_service_is_alive(make_client):
    assert (await make_client().get("/livez")).text == "ok"


def test_no_picture_library_is_loaded_before_it_is_needed():
    code = "import camera.app, sys; print([m for m in ('av', 'cv2') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
