"""`make test`: the last closing line counts every stage, and tells the truth."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from huelocal import teststages
from huelocal.stages import STAGES, Stage

GOOD = "def test_one(): pass\n"
BAD = "def test_two(): assert False\ndef test_three(): pass\n"


def run_stage(folder: Path, name: str, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "huelocal.stage_report", "-c", "/dev/null", "--rootdir", "."]
    command += ["--stage-results", "results.json", "--stage-name", name, *more, f"test_{name}.py"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "test_first.py").write_text(BAD)
    (tmp_path / "test_last.py").write_text(GOOD)
    stages = [{"name": "install", "aim_s": 180, "used_s": 75.0}, {"name": "first", "aim_s": 60}]
    stages += [{"name": "skipped", "aim_s": 60, "note": "NOT RUN: no Chromium"}, {"name": "last", "aim_s": 0}]
    (tmp_path / "results.json").write_text(json.dumps({"stages": stages}))
    return tmp_path


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["alone", "with workers"])
def test_the_closing_line_comes_last_and_counts_the_stages_before(folder: Path, workers: list[str]):
    run_stage(folder, "first", *workers)
    lines = run_stage(folder, "last", "--last-stage").stdout.splitlines()

    assert re.fullmatch(r"1 failed, 2 passed in [\d.]+s", lines[-1])
    assert "FAILED test_first.py::test_two" in "\n".join(lines)


def test_the_table_says_what_was_used_and_what_was_not_run(folder: Path):
    run_stage(folder, "first")
    said = run_stage(folder, "last", "--last-stage").stdout

    assert re.search(r"^install +1:15 +3:00", said, re.MULTILINE)
    assert re.search(r"^first +0:0\d +1:00 +1 passed, 1 failed", said, re.MULTILINE)
    assert re.search(r"^skipped +- +1:00 +NOT RUN: no Chromium", said, re.MULTILINE)
    assert re.search(r"^last +0:0\d +0:00 +1 passed  \(over its aim\)", said, re.MULTILINE)


def browser_stage() -> Stage:
    return Stage(name="browser", aim_s=1, paths=("deploy/local/tests",), needs_chromium=True)


def test_a_missing_chromium_is_not_run_here_and_fails_in_ci(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(teststages, "find_chromium", lambda: None)

    monkeypatch.setenv("CI", "")
    assert teststages.why_not(browser_stage()).startswith("NOT RUN: Chromium is missing")
    monkeypatch.setenv("CI", "true")
    assert teststages.why_not(browser_stage()) == ""


def test_the_stages_have_the_aims_that_were_agreed():
    assert {stage.name: stage.aim_s // 60 for stage in STAGES} == {
        "lint and types": 2,
        "unit and integration": 6,
        "e2e": 3,
        "browser": 3,
        "faults": 2,
    }
