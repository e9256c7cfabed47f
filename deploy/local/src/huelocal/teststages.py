"""`make test`: runs the stages one after the other and ends with pytest's own closing line, which counts them all.

python -m huelocal.teststages [STAGE ...]
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from huelocal.chromium import find_chromium
from huelocal.home import CHECKOUT
from huelocal.stages import INSTALL_AIM_S, STAGES, Stage

NOTHING_COLLECTED = 5
INSTALL_SECONDS = CHECKOUT / ".venv" / ".hue-install-seconds"


def main() -> None:
    wanted = sys.argv[1:]
    unknown = set(wanted) - {stage.name for stage in STAGES}
    if unknown:
        sys.exit(f"There is no stage {', '.join(unknown)}. There are: {', '.join(stage.name for stage in STAGES)}.")
    chosen = [stage for stage in STAGES if not wanted or stage.name in wanted]
    reasons = {stage.name: why for stage in chosen if (why := why_not(stage))}
    with tempfile.TemporaryDirectory(prefix="hue-test-") as folder:
        results = Path(folder) / "results.json"
        results.write_text(json.dumps({"stages": [_installation(), *(_line(stage, reasons) for stage in chosen)]}))
        to_run = [stage for stage in chosen if stage.name not in reasons]
        codes = [run(stage, results, is_last=stage is to_run[-1]) for stage in to_run]
    sys.exit(max((code for code in codes if code != NOTHING_COLLECTED), default=0))


def why_not(stage: Stage) -> str:
    """Why a stage is not run here; empty when it is."""
    if not stage.found_paths(CHECKOUT):
        return "no tests yet"
    is_ci = os.environ.get("CI", "").lower() == "true"
    if stage.needs_chromium and find_chromium() is None and not is_ci:
        return "NOT RUN: Chromium is missing (apt-get install chromium, or HUE_CHROMIUM); in CI this fails"
    return ""


def run(stage: Stage, results: Path, *, is_last: bool) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-m", stage.marks, "-p", "huelocal.stage_report"]
    command += ["--stage-results", str(results), "--stage-name", stage.name]
    command += ["-n", str(stage.workers), "--dist", stage.order] if stage.workers else []
    command += ["--last-stage"] if is_last else []
    print(f"\n## {stage.name}", flush=True)
    done = subprocess.run([*command, *stage.found_paths(CHECKOUT)], cwd=CHECKOUT, check=False)
    return done.returncode


def _installation() -> dict[str, Any]:
    line: dict[str, Any] = {"name": "install", "aim_s": INSTALL_AIM_S}
    if INSTALL_SECONDS.exists():
        line["used_s"] = float(INSTALL_SECONDS.read_text())
    return line


def _line(stage: Stage, reasons: dict[str, str]) -> dict[str, Any]:
    return {"name": stage.name, "aim_s": stage.aim_s, "note": reasons.get(stage.name, "")}


if __name__ == "__main__":
    main()
