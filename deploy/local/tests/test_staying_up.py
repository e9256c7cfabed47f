"""What happens when something dies, and that nothing is left when the city goes down."""

import os
import signal
import time

import psutil
import pytest

STOP_WITHIN_S = 5.0


@pytest.mark.parametrize("name", ["well", "postgres", "nats", "fork-server"])
def test_what_is_killed_is_started_again(new_village, wait_until, name: str):
    village = new_village().up()
    first = village.one(name)["pid"]

    os.kill(first, signal.SIGKILL)

    wait_until(lambda: village.one(name)["restarts"] >= 1 and village.one(name)["state"] == "ready")
    assert village.one(name)["pid"] != first
    wait_until(lambda: all(process["state"] == "ready" for process in village.state["processes"]))
    assert f"{name} ended with code -9; starting it again in 0.2 s" in village.said()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_leaves_no_process_within_five_seconds(new_village, number: signal.Signals):
    village = new_village()
    village.environment["VILLAGE_STUBBORN"] = "1"  # one of its services ignores SIGTERM
    village.up()
    everybody = village.everybody()
    assert len(everybody) > 7

    began = time.monotonic()
    village.process.send_signal(number)

    assert village.process.wait(timeout=10) == 0
    assert time.monotonic() - began < STOP_WITHIN_S
    assert not [process for process in everybody if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]


def test_down_stops_it(new_village):
    village = new_village().up()
    everybody = village.everybody()

    assert village.hue("down").stdout == "The city is down.\n"

    village.process.wait(timeout=5)
    assert not [process for process in everybody if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]


def test_nothing_survives_a_killed_supervisor(new_village, wait_until):
    village = new_village().up()
    everybody = village.everybody()

    village.process.kill()
    village.process.wait()

    wait_until(lambda: not any(process.is_running() for process in everybody), 6.0)
    assert village.hue("status").returncode == 3


def test_after_a_killed_supervisor_it_comes_up_again(new_village, wait_until):
    village = new_village().up()
    everybody = village.everybody()
    village.process.kill()
    village.process.wait()
    wait_until(lambda: not any(process.is_running() for process in everybody), 6.0)

    (village.home / "state.json").unlink()
    village.up()

    assert village.is_ready


def test_a_signal_on_the_way_up_leaves_no_process(new_village, wait_until):
    village = new_village()
    village.begin()
    wait_until(lambda: len(psutil.Process(village.process.pid).children(recursive=True)) > 1)
    everybody = psutil.Process(village.process.pid).children(recursive=True)

    village.process.send_signal(signal.SIGINT)

    assert village.process.wait(timeout=6) == 0
    assert not any(process.is_running() for process in everybody)
