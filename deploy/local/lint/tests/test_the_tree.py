"""The whole tree, looked at by the tools; each is a test, so that `make test` counts it."""

import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[4]
PROGRAMS = Path(sys.executable).parent


@pytest.mark.parametrize(
    "words",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["lint-imports", "--no-cache"],
        ["pyright"],
    ],
    ids=" ".join,
)
def test_it_finds_nothing(words: list[str]):
    done = subprocess.run([PROGRAMS / words[0], *words[1:]], cwd=CHECKOUT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
