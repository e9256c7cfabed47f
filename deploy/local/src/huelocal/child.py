"""What a freshly forked child does to become a service: nothing of the fork server stays but the imported modules."""

import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from hueioc.embedded.launcher import die_with_parent, name_process

FIRST_OWN_DESCRIPTOR = 3


@dataclass(frozen=True)
class Assignment:
    task: Callable[..., None]
    arguments: Sequence[str]
    environment: dict[str, str]
    log: str


def become(assignment: Assignment, parent: int) -> NoReturn:
    """Do the task and end the process, without going back through the fork server's stack."""
    code = 1
    try:
        _settle(assignment, parent)
        assignment.task(*assignment.arguments)
        code = 0
    except SystemExit as request:
        code = _exit_code(request)
    except BaseException:  # noqa: BLE001 - the outermost frame of this process: there is nobody else to report to
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _exit_code(request: SystemExit) -> int:
    """As the interpreter does: a sentence is printed and means 1."""
    if isinstance(request.code, str):
        print(request.code, file=sys.stderr)
        return 1
    return request.code or 0


def _settle(assignment: Assignment, parent: int) -> None:
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    os.setsid()
    die_with_parent(parent, signal.SIGKILL)
    name_process(assignment.arguments[0] if assignment.task.__name__ == "serve" else assignment.task.__name__)
    _redirect(assignment.log)
    os.environ.clear()
    os.environ.update(assignment.environment)
    gc.enable()


def _redirect(log: str) -> None:
    os.closerange(FIRST_OWN_DESCRIPTOR, os.sysconf("SC_OPEN_MAX"))
    nothing = os.open(os.devnull, os.O_RDONLY)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for source, target in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    os.close(nothing)
    os.close(output)
