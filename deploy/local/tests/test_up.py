"""`hue up` and the commands that look at a city that is up."""

import json
import re
import stat
from pathlib import Path

import psutil


def test_it_says_what_runs_and_where_to_go(village):
    assert re.search(r"^well +http://127\.0\.0\.1:\d+ +ready +\d+ +\d+\.\d MB$", village.said(), re.MULTILINE)
    assert re.search(r"^citizen app +http://127\.0\.0\.1:\d+/$", village.said(), re.MULTILINE)
    assert re.search(r"^console +http://127\.0\.0\.1:\d+/ops/$", village.said(), re.MULTILINE)


def test_each_service_was_migrated_by_its_migrator_and_the_streams_were_made_by_the_administrator(village):
    migrated = sorted((village.home / "migrated").read_text().splitlines())

    assert migrated == ["gateway //gateway_migrator", "mule //mule_migrator", "well //well_migrator"]
    assert (village.home / "provisioned").read_text() == "//admin\n"


def test_a_second_up_says_so_and_where(village):
    second = village.hue("up", "--workshop", "village")

    assert second.returncode == 0
    assert "already up" in second.stdout
    assert f"http://127.0.0.1:{village.state['ports']['gateway']}/" in second.stdout


def test_the_state_holds_no_secret(village):
    secrets = json.loads((village.home / "secrets.json").read_text())

    assert secrets
    assert all(secret not in (village.home / "state.json").read_text() for secret in secrets.values())


def test_secrets_are_marked_and_only_their_owner_reads_them(village):
    path = village.home / "secrets.json"

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert all(secret.startswith("dev_") for secret in json.loads(path.read_text()).values())


def test_no_secret_stands_on_a_command_line_or_in_a_log(village):
    secrets = json.loads((village.home / "secrets.json").read_text()).values()
    lines = [" ".join(process.cmdline()) for process in village.everybody()]
    logs = [path.read_text() for path in (village.home / "logs").iterdir()]

    assert not [secret for secret in secrets if any(secret in text for text in [*lines, *logs])]


def test_status_reports_the_memory_of_every_process(village):
    found = json.loads(village.hue("status", "--json").stdout)

    assert {"gateway", "well", "mule", "nats", "postgres", "fork-server", "supervisor"} == {
        row["name"] for row in found
    }
    assert all(set(row) == {"name", "url", "state", "pid", "memory_mb"} for row in found)
    assert all(row["memory_mb"] > 0 and psutil.pid_exists(row["pid"]) for row in found)


def test_the_supervisor_stays_small(village):
    found = json.loads(village.hue("status", "--json").stdout)

    assert next(row["memory_mb"] for row in found if row["name"] == "supervisor") < 40


def test_logs_shows_what_a_service_wrote(village):
    assert village.hue("logs", "well").stdout.strip() == "well serves in dev"
    assert "well | well serves in dev" in village.hue("logs").stdout
    assert "Logs: " in village.hue("logs", "nobody").stderr


def test_only_loopback_is_listened_on(village):
    listening = {
        connection.laddr.ip
        for process in village.everybody()
        for connection in process.net_connections()
        if connection.status == psutil.CONN_LISTEN
    }
    assert listening == {"127.0.0.1"}


def test_a_taken_port_is_moved_and_said(village, new_village):
    other = new_village().up()

    assert not set(other.state["ports"].values()) & set(village.state["ports"].values())
    assert re.search(r"port \d+ is taken: gateway is on \d+", other.said())


def test_the_demonstration_data_is_filled_in_once(new_village):
    village = new_village().up()
    village.stop()
    village.up()

    assert (village.home / "seeded").read_text() == "well\n"


def test_commands_say_when_the_city_is_not_up(new_village):
    village = new_village()

    for words in (["status"], ["token", "citizen"], ["dlq", "list"], ["outbox", "replay", "well"], ["migrate"]):
        answer = village.hue(*words)
        assert answer.returncode == 3
        assert "The city is not up." in answer.stderr
    assert village.hue("down").returncode == 0
    assert village.hue("status", "--json").stdout == "[]\n"


def test_a_service_that_does_not_come_up_is_said_with_its_log(new_village):
    village = new_village()
    village.environment["VILLAGE_BROKEN"] = "well"
    village.up_in_vain()

    assert village.process.returncode == 1
    assert "The city does not come up. well is not ready." in village.said()
    assert "the well is dry" in village.said()


def test_a_migration_that_fails_is_said_with_its_log(new_village):
    village = new_village()
    village.environment["VILLAGE_UNMIGRATED"] = "well"
    village.up_in_vain()

    assert village.process.returncode == 1
    assert "migrate well failed with code 1" in village.said()


def test_doctor_names_what_is_there(village):
    answer = village.hue("doctor")

    assert "ok  PostgreSQL is there" in answer.stdout
    assert "the city is up" in answer.stdout


def test_the_home_is_where_hue_home_says(village):
    assert Path(village.home / "postgres" / "data" / "PG_VERSION").exists()
