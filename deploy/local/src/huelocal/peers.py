"""Whether the Debian packages named in a file are installed: `python -m huelocal.peers tests/peers.txt`."""

import subprocess
import sys
from pathlib import Path


def missing(listing: str) -> list[str]:
    lines = (line.partition("#")[0].strip() for line in listing.splitlines())
    return [package for package in lines if package and not _is_installed(package)]


def _is_installed(package: str) -> bool:
    command = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:  # not a Debian
        return False
    return done.stdout == "installed"


def main() -> None:
    lacking = missing(Path(sys.argv[1]).read_text(encoding="utf-8"))
    if lacking:
        sys.exit(f"These peers are missing: apt-get install -y --no-install-recommends {' '.join(lacking)}")


if __name__ == "__main__":
    main()
