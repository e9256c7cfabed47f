"""The whole tree, looked at by the tools; each is a test, so that `make test` counts it."""

import os
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


@pytest.mark.parametrize("script", ["check", "lint", "format:check", "api:check", "test", "size"])
def test_the_web_apps_pass(script: str):
    environment = os.environ | {"PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"}
    command = [PROGRAMS / "npm", "run", "--silent", script]
    done = subprocess.run(command, cwd=CHECKOUT / "web", env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
