"""A pytest plugin: hands the results of one stage to the next, so that the last closing line counts all of them.

Each stage is a pytest run of its own, because their needs differ (workers, the machine for itself). The last run
takes in the reports of the runs before it, prints the table of times, and closes with pytest's own line.
"""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from _pytest.terminal import TerminalReporter

from huelocal.table import table

BEGAN = time.monotonic()
COUNTED = ("passed", "failed", "error", "skipped", "xfailed", "xpassed")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("hue stages")
    group.addoption("--stage-results", default="", help="The file in which the stages keep their results.")
    group.addoption("--stage-name", default="", help="The stage that this run is.")
    group.addoption("--last-stage", action="store_true", help="Take in the results of the others and print the times.")


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    path, name = str(config.getoption("--stage-results")), str(config.getoption("--stage-name"))
    if not path:
        return
    results = Results(Path(path))
    results.finish(name, _reports(terminalreporter, config), time.monotonic() - BEGAN)
    if config.getoption("--last-stage"):
        for category, data in results.reports_before():
            report = config.hook.pytest_report_from_serializable(config=config, data=data)
            terminalreporter.stats.setdefault(category, []).append(report)
        terminalreporter.write_sep("=", "time used")
        terminalreporter.write_line(results.table())


class Results:
    """The file that goes from stage to stage: `{"stages": [...]}` in the order of their run."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stages: list[dict[str, Any]] = json.loads(path.read_text())["stages"]

    def finish(self, name: str, reports: list[list[Any]], used_s: float) -> None:
        stage = next(stage for stage in self._stages if stage["name"] == name)
        stage |= {"used_s": used_s, "reports": reports}
        self._path.write_text(json.dumps({"stages": self._stages}))

    def reports_before(self) -> Iterator[tuple[str, Any]]:
        """Of all stages but the last one, which pytest knows itself."""
        finished = [stage for stage in self._stages if "reports" in stage]
        for stage in finished[:-1]:
            yield from stage["reports"]

    def table(self) -> str:
        return table(["stage", "used", "aim", "result"], [_row(stage) for stage in self._stages])


def _reports(reporter: TerminalReporter, config: pytest.Config) -> list[list[Any]]:
    found: list[list[Any]] = []
    for category in COUNTED:
        for report in reporter.getreports(category):
            data = config.hook.pytest_report_to_serializable(config=config, report=report)
            data.pop("node", None)  # the worker of pytest-xdist that it came from
            found.append([category, data])
    return found


def _row(stage: dict[str, Any]) -> list[str]:
    used = stage.get("used_s")
    if used is None:
        return [stage["name"], "-", _minutes(stage["aim_s"]), stage.get("note", "NOT RUN")]
    categories = [category for category, _ in stage.get("reports", [])]
    counts = {category: categories.count(category) for category in COUNTED if category in categories}
    result = ", ".join(f"{count} {category}" for category, count in counts.items()) or stage.get("note", "")
    slow = "  (over its aim)" if used > stage["aim_s"] else ""
    return [stage["name"], _minutes(used), _minutes(stage["aim_s"]), result + slow]


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
