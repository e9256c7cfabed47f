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
    """Processes of pytest-xdist; a stage that starts whole cities has the machine for itself."""
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
    Stage(name="e2e", aim_s=180, paths=("tests/e2e",)),
    Stage(
        name="browser",
        aim_s=180,
        paths=("tests/web", "tests/e2e"),
        marks="browser and not long",
        needs_chromium=True,
    ),
    Stage(name="faults", aim_s=120, paths=("tests/resilience",)),
)
INSTALL_AIM_S = 180
