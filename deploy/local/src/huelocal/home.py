"""Where the embedded start keeps its data: `.hue/` in the checkout, or the folder that HUE_HOME names."""

import os
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[4]


@dataclass(frozen=True)
class Home:
    root: Path

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def nats(self) -> Path:
        return self.root / "nats"

    @property
    def state(self) -> Path:
        return self.root / "state.json"

    @property
    def secrets(self) -> Path:
        return self.root / "secrets.json"

    @property
    def lock(self) -> Path:
        return self.root / "up.lock"

    @property
    def snapshot(self) -> Path:
        return self.root / "snapshot"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def files(self, service: str) -> Path:
        return self.root / "files" / service

    def seeded(self, service: str) -> Path:
        """Marks that the demonstration data is in; beside the cluster, so that both are lost together."""
        return self.postgres / "seeded" / service

    def prepare(self) -> None:
        """Make the folders. Others may pass through `.hue` (PostgreSQL may run as another user), not read the rest."""
        for folder, mode in ((self.root, 0o755), (self.postgres, 0o755), (self.logs, 0o700), (self.nats, 0o700)):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(mode)


def find_home() -> Home:
    return Home(Path(os.environ.get("HUE_HOME") or CHECKOUT / ".hue").resolve())
