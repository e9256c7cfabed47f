"""Which system account runs PostgreSQL. It refuses root, so for root we take an unprivileged account."""

import os
import pwd
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from hueioc.embedded.failure import ServerError

UNPRIVILEGED = ("nobody", "daemon")


class Account(NamedTuple):
    """A system account other than ours."""

    name: str
    uid: int
    gid: int


class AccountError(ServerError):
    """The account cannot do what PostgreSQL needs; the message says what to do."""


def unprivileged_account() -> Account | None:
    """None for an ordinary user, who runs PostgreSQL as himself; for root, an account without rights."""
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    msg = f"PostgreSQL does not run as root and none of the users {', '.join(UNPRIVILEGED)} exists; run as another user"
    raise AccountError(msg)


def demand_reach(account: Account | None, program: Path, folder: Path) -> None:
    """Raise AccountError unless `account` can run `program` and enter `folder`. Tried, not computed from modes."""
    if account is None:
        return
    for path, is_open in ((program, _can_run(account, program)), (folder, _can_enter(account, folder))):
        if not is_open:
            msg = (
                f"You are root, so PostgreSQL runs as the user {account.name!r}, and that user cannot reach\n"
                f"  {path}\nbecause a folder above it is closed ({first_closed(path)}).\n"
                "Do one of these: run as an ordinary user; move the checkout to an open folder such as /srv or /opt"
                " (and HUE_HOME, if you set it); or open that folder with chmod o+x."
            )
            raise AccountError(msg)


def first_closed(path: Path) -> Path:
    """The topmost folder that others may not pass."""
    return next((folder for folder in [*reversed(path.parents), path] if not folder.stat().st_mode & 0o001), path)


def own(account: Account | None, folder: Path) -> None:
    """Make `folder` for the account's eyes only."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if account:
        os.chown(folder, account.uid, account.gid)


def open_scratch_folder(prefix: str = "hue-") -> Path:
    """A new temporary folder that every account may enter (pytest's `tmp_path` is closed). Its maker removes it."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    folder.chmod(0o755)
    return folder


def run_as(account: Account | None, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    """Run a short command as the account, or as ourselves; its output is captured."""
    return subprocess.run(
        command,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        cwd="/",  # ours may be closed to the account
        capture_output=True,
        text=True,
        check=False,
    )


def _can_run(account: Account, program: Path) -> bool:
    try:
        return run_as(account, [program, "--version"]).returncode == 0
    except PermissionError:
        return False


def _can_enter(account: Account, folder: Path) -> bool:
    return run_as(account, ["/bin/sh", "-c", 'cd "$1"', "sh", folder]).returncode == 0
