"""The stages of `make test`: what each runs, and how long it should take."""

from dataclasses import dataclass
from pathlib import Path

ORDINARY = "not long and not peer and not browser"


@dataclass(frozen=True, kw_only=True)
class Stage:
    name: str
    aim_s: int
    paths: tuple[str, ...]
    """Globs below the checkout; those that match nothing are left out."""
    marks: str = ORDINARY
    workers: int = 0
    """Processes of pytest-xdist; 0: none beside pytest's own."""
    order: str = "load"
    """How pytest-xdist gives tests to its processes. `loadfile` where the tests of a file share a city; `worksteal`
    where all share one: neighbours stay together, and who is done takes from the other."""
    needs_chromium: bool = False

    def found_paths(self, checkout: Path) -> list[str]:
        return [str(path.relative_to(checkout)) for glob in self.paths for path in sorted(checkout.glob(glob))]


STAGES = (
    Stage(name="lint and types", aim_s=120, paths=("deploy/local/lint/tests",)),
    Stage(
        name="unit and integration",
        aim_s=360,
        paths=("shared/tests", "gateway/tests", "svc-*/tests", "deploy/*/tests", "tests/contracts"),
        workers=2,
    ),
    Stage(name="e2e", aim_s=180, paths=("tests/e2e",), workers=2, order="loadfile"),
    Stage(
        name="browser",
        aim_s=180,
        paths=("tests/web", "tests/e2e"),
        marks="browser and not long",
        workers=3,  # each waits for its pages a good part of the time
        order="worksteal",
        needs_chromium=True,
    ),
    Stage(name="faults", aim_s=120, paths=("tests/resilience",), workers=2, order="loadfile"),
)
INSTALL_AIM_S = 180
