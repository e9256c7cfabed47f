"""Ports that nobody listens on."""

import socket
from collections.abc import Container

LOOPBACK = "127.0.0.1"
HIGHEST = 65535


def is_free(port: int) -> bool:
    """Whether we could listen there. A listener on all addresses counts as taken, a closing connection does not."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def free_port() -> int:
    """Any free port, as the kernel gives it."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def next_free(wanted: int, reserved: Container[int] = ()) -> int:
    """`wanted`, or the first free port after it that is not `reserved`."""
    for port in range(wanted, HIGHEST + 1):
        if port not in reserved and is_free(port):
            return port
    msg = f"no port is free from {wanted} on"
    raise OSError(msg)
