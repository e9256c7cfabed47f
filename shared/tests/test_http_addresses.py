"""Which addresses are of the open internet."""

import pytest

from hueioc.http.addresses import are_public, is_public, look_up


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.9.9", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.1.1",
     "::1", "fe80::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::",
     "64:ff9b::7f00:1", "2001:0:4136:e378:8000:63bf:f5ff:fffe", "x", ""],
)  # fmt: skip
def test_an_address_inside_is_never_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "203.113.131.1", "2001:4860:4860::8888"])
def test_an_address_outside_is_public(address):
    assert is_public(address)


def test_one_private_address_among_public_ones_is_a_trap():
    assert not are_public(["8.8.8.8", "10.0.0.1"])


def test_a_name_without_an_address_is_not_public():
    assert not are_public([])


async def test_a_name_is_looked_up_to_addresses_each_once():
    assert set(await look_up("localhost", 80)) <= {"127.0.0.1", "::1"}
