"""The small parts of the embedded start, each for itself."""

import asyncio
import base64
from pathlib import Path

import pytest

from huelocal.backoff import Backoff
from huelocal.follow import follow, last_lines
from huelocal.home import Home
from huelocal.keyring import Keyring
from huelocal.lock import AlreadyUpError, hold, is_held
from huelocal.log_trim import trim
from huelocal.peers import missing
from huelocal.plan import ConsumerPlan, ServicePlan
from huelocal.ports import PortRegistry
from huelocal.state import CityState, ProcessState, is_alive, read_state
from huelocal.table import table


def test_the_wait_doubles_up_to_ten_seconds_and_is_forgotten_after_half_a_minute_of_life():
    backoff = Backoff()

    assert [backoff.after(0) for _ in range(8)] == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10.0, 10.0]
    assert backoff.after(29) == 10.0
    assert backoff.after(30) == 0.2


def test_a_secret_stays_the_same(tmp_path: Path):
    first = Keyring(tmp_path / "secrets.json").secret("well.nats")

    assert Keyring(tmp_path / "secrets.json").secret("well.nats") == first
    assert Keyring(tmp_path / "secrets.json").secret("mule.nats") != first


def test_a_key_is_the_mark_and_32_bytes(tmp_path: Path):
    mark, key = Keyring(tmp_path / "secrets.json").key("well.key_encryption_key").split("_", 1)

    assert mark == "dev"
    assert len(base64.b64decode(key)) == 32


def test_one_holder_at_a_time(tmp_path: Path):
    path = tmp_path / "up.lock"
    with hold(path), pytest.raises(AlreadyUpError), hold(path):
        pass
    assert not is_held(path)


def test_a_log_that_outgrew_its_limit_is_set_aside_and_its_writer_goes_on(tmp_path: Path):
    log = tmp_path / "well.log"
    with log.open("a") as writer:
        print("x" * 100, file=writer, flush=True)
        trim(tmp_path, limit_bytes=50)
        print("after", file=writer, flush=True)

    assert log.read_text() == "after\n"
    assert (tmp_path / "well.log.1").read_text() == "x" * 100 + "\n"


def test_last_lines_are_the_last_lines(tmp_path: Path):
    (tmp_path / "well.log").write_text("a\nb\nc\n")

    assert last_lines(tmp_path / "well.log", 2) == ["b", "c"]


def test_following_shows_whole_new_lines_only(tmp_path: Path):
    log = tmp_path / "well.log"
    log.write_text("old\n")
    seen: list[str] = []

    def write(line: str) -> None:
        seen.append(line)
        raise KeyboardInterrupt

    async def run() -> None:
        following = asyncio.to_thread(follow, [log], write)
        task = asyncio.create_task(following)
        await asyncio.sleep(0.3)
        with log.open("a") as writer:
            writer.write("new\nhal")
        await asyncio.wait_for(task, 5)

    asyncio.run(run())
    assert seen == ["new"]


def test_a_plan_survives_the_channel():
    plan = ServicePlan(name="well", port=1, event_stream="EVT_WELL", consumers=(ConsumerPlan("drops", "EVT_WELL"),))

    assert ServicePlan.from_json(plan.to_json()) == plan


def test_the_state_is_read_as_it_was_written(tmp_path: Path):
    state = CityState(7, is_ready=True, ports={"gateway": 8080}, processes=[ProcessState("well", "", "ready", 8)])
    state.write(tmp_path / "state.json")

    assert read_state(tmp_path / "state.json") == state
    assert state.url == "http://127.0.0.1:8080"
    assert read_state(tmp_path / "none.json") is None


def test_nobody_is_not_alive():
    assert not is_alive(None)
    assert not is_alive(2**22 + 1)
    assert is_alive(1)


def test_a_table_is_aligned():
    assert table(["name", "n"], [["well", "1"], ["gateway", "22"]]).splitlines() == [
        "name     n",
        "-------  --",
        "well     1",
        "gateway  22",
    ]


def test_a_peer_that_is_not_installed_is_named():
    assert missing("# a remark\n\nno-such-package-at-all  # why\n") == ["no-such-package-at-all"]


def test_only_the_owner_enters_logs_and_bus_but_anybody_may_pass_to_the_cluster(tmp_path: Path):
    home = Home(tmp_path / "hue")
    home.prepare()

    modes = {folder: folder.stat().st_mode & 0o777 for folder in (home.root, home.postgres, home.logs, home.nats)}
    assert modes == {home.root: 0o755, home.postgres: 0o755, home.logs: 0o700, home.nats: 0o700}


def test_two_starts_at_once_get_different_ports(tmp_path: Path):
    registry = PortRegistry(tmp_path / "ports.json")
    first = registry.take(20000)

    assert registry.take(first) > first


def test_a_port_of_a_supervisor_that_ended_is_given_again(tmp_path: Path):
    registry = PortRegistry(tmp_path / "ports.json")
    free = registry.take(20000)
    (tmp_path / "ports.json").write_text(f"[[{free}, 4194305, 0.0], [{free}, 1, 0.0]]")

    assert registry.take(free) == free
