"""The Chromium that the browser tests drive."""

import os
import shutil
from pathlib import Path

SHELL = "chromium-headless-shell"
"""The same without a window and what belongs to one (notifications too): about a quarter less work for the tests."""
NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium(*, is_whole: bool = False) -> Path | None:
    """HUE_CHROMIUM, or one on the path; `is_whole`: one that can do everything."""
    named = os.environ.get("HUE_CHROMIUM")
    names = NAMES if is_whole else (SHELL, *NAMES)
    found = named or next(filter(None, map(shutil.which, names)), None)
    return Path(found) if found else None
