"""Tests talk to this machine and to nobody else."""

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex


class OutsideAddressError(AssertionError):
    """A test wanted to reach an address that is not loopback."""


def _checked(address: Any) -> None:
    if isinstance(address, tuple):
        host = str(address[0])  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise OutsideAddressError(f"a test tried to reach {host}")


def _guarded_connect(self: socket.socket, address: Any) -> None:
    _checked(address)
    _connect(self, address)


def _guarded_connect_ex(self: socket.socket, address: Any) -> int:
    _checked(address)
    return _connect_ex(self, address)


@pytest.fixture(scope="session", autouse=True)
def only_loopback() -> Iterator[None]:
    socket.socket.connect = _guarded_connect  # type: ignore[method-assign]
    socket.socket.connect_ex = _guarded_connect_ex  # type: ignore[method-assign]
    yield
    socket.socket.connect = _connect  # type: ignore[method-assign]
    socket.socket.connect_ex = _connect_ex  # type: ignore[method-assign]
