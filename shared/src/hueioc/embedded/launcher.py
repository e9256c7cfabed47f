"""Becomes the program it is told to start: drops to a user, ties itself to the life of its parent, then `exec`s.

Run as a script by `hueioc.embedded.process`. It stands between because a `preexec_fn` may not be used in a program
with threads, and because the tie (PR_SET_PDEATHSIG) must be set after the user was changed, which clears it.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1
PR_SET_NAME = 15


def die_with_parent(parent: int, death_signal: int) -> None:
    """Have the kernel send us `death_signal` when `parent` ends, however it ends. Does nothing but on Linux."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    if os.getppid() != parent:  # it ended before we asked
        os._exit(1)


def name_process(name: str) -> None:
    """What `ps` and `top` show as the command of a forked process; the kernel keeps 15 bytes."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_NAME, f"hue-{name}".encode(), 0, 0, 0)


def main(arguments: list[str]) -> None:
    parent, death_signal, uid, gid, *command = arguments
    if int(uid) >= 0:
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))
    die_with_parent(int(parent), int(death_signal))
    os.execv(command[0], command)  # noqa: S606 - that is its whole work


if __name__ == "__main__":
    main(sys.argv[1:])
