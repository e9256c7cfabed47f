"""Messages become stored events, one alert for a cause, and nothing is lost."""

import asyncio
import socket
from datetime import timedelta

from sqlalchemy import func, select

from hueioc.auth.principal import Principal, Role
from infosec import schemas
from infosec.models import Dropped, Event, RuleFile
from infosec.queries import events as stored
from infosec.service import desk as work
from infosec.service import rule_files
from infosec.service.receiver import SyslogReceiver
from infosec.states import AlertKind, AlertState, Channel, Level, RuleOrigin, RuleState, Verdict

FAILED = "<38>Nov  3 12:00:{:02} {} sshd[12]: Failed password for root from {} port 22 ssh2"
WHO = Principal(subject="officer-1", roles=frozenset({Role.MODERATOR}))


def failed(number, host="web1", ip="203.0.113.7", first=0):
    return [FAILED.format((first + each) % 60, host, ip) for each in range(number)]


async def test_a_datagram_is_stored_as_ocsf_and_as_it_came(desk):
    await desk.hear(FAILED.format(0, "web1", "203.0.113.7"))
    (row,) = await desk.events()
    assert (row.class_uid, row.host, row.user_name, row.src_ip) == (3002, "web1", "root", "203.0.113.7")
    assert row.raw_data == FAILED.format(0, "web1", "203.0.113.7").encode()


async def test_what_cannot_be_read_is_stored_with_why(desk):
    await desk.hear(b"\xff\0 what", b"")
    assert {row.parse_error for row in await desk.events()} == {"neither a priority nor a time", "empty"}


async def test_a_source_gives_its_zone_to_times_that_have_none(desk, session, runtime):
    await work.add_source(
        session, runtime, WHO, schemas.SourceCreate(code="u", name="U", address="192.0.2.9", zone="UTC")
    )
    await desk.hear("<13>Nov  3 05:00:00 h x: y", sender="192.0.2.9")
    (row,) = await desk.events()
    assert (row.time.hour, row.source_id is not None) == (5, True)


async def test_ten_failed_log_ins_are_one_alert_and_more_are_counted(desk):
    await desk.hear(*failed(9))
    assert await desk.alerts() == []
    await desk.hear(*failed(1, first=9))
    await desk.hear(*failed(5, first=10))
    (alert,) = await desk.alerts()
    assert (alert.title_en, alert.level, alert.facts) == (
        "SSH brute force",
        Level.HIGH,
        {"src_ip": "203.0.113.7", "hostname": "web1"},
    )
    assert alert.count == 6


async def test_two_addresses_are_two_causes(desk):
    await desk.hear(*failed(10), *failed(10, ip="203.0.113.8"))
    assert len(await desk.alerts()) == 2


async def test_attempts_further_apart_than_the_span_are_no_brute_force(desk, at_noon):
    await desk.hear(*failed(9))
    at_noon.set(at_noon.moment + timedelta(minutes=10))
    await desk.hear("<38>Nov  3 12:10:00 web1 sshd[1]: Failed password for root from 203.0.113.7 port 22 ssh2")
    assert await desk.alerts() == []


async def test_eight_accounts_of_one_address_are_spraying(desk):
    line = "<38>Nov  3 12:00:00 h{0} sshd[1]: Failed password for user{0} from 203.0.113.7 port 2 ssh2"
    await desk.hear(*(line.format(number) for number in range(8)))
    assert [alert.title_en for alert in await desk.alerts()] == ["Password spraying over SSH"]


async def test_a_cause_that_was_closed_raises_a_new_alert(desk, session):
    await desk.hear(*failed(10))
    (alert,) = await desk.alerts()
    await work.change_alert(session, alert.id, WHO, schemas.VerdictIn(verdict=Verdict.BENIGN, words="Kiểm thử"))
    await desk.hear(*failed(1, first=20))
    assert [each.state for each in await desk.alerts()] == [AlertState.CLOSED, AlertState.NEW]


async def test_the_same_cause_after_the_window_is_a_new_alert(desk, at_noon):
    await desk.hear('<13>Nov  3 12:00:00 w nginx: 1.2.3.4 - - [x] "GET /c99.php HTTP/1.1" 200 1')
    at_noon.set(at_noon.moment + timedelta(hours=2))
    await desk.hear('<13>Nov  3 14:00:00 w nginx: 1.2.3.4 - - [x] "GET /c99.php HTTP/1.1" 200 1')
    assert len(await desk.alerts()) == 2


async def test_an_indicator_is_matched_in_an_address_and_a_network(desk, session):
    answer = await work.write_set(
        session,
        "c2",
        WHO,
        schemas.IndicatorSetWrite(
            name="C2", kind="ip", source="CERT", values=["203.0.113.7", "198.51.100.0/24", "10.0.0.1", "x"]
        ),
    )
    assert (answer.set.size, [each.row for each in answer.refused]) == (2, [3, 4])
    desk.receiver._runtime.parts.clear()
    await desk.hear(*failed(1), *failed(1, ip="198.51.100.9"))
    found = await desk.alerts()
    assert {each.kind for each in found} == {AlertKind.INDICATOR}
    assert len(found) == 2


def written(folder, name, text):
    (folder / name).write_text(text)


async def test_a_bad_rule_file_is_rejected_alone_with_its_reason(session, tmp_path, at_noon):
    written(tmp_path, "good.yml", "title: T\nlogsource: {}\ndetection: {s: {a: x}, condition: s}\n")
    written(tmp_path, "bad.yml", "title: T\nlogsource: {}\ndetection: {s: {a|re: '(?=x)'}, condition: s}\n")
    await rule_files.keep(session, RuleOrigin.FOLDER, rule_files.read_folder(str(tmp_path)))
    rows = {row.path: row for row in (await session.scalars(select(RuleFile).where(RuleFile.origin == "folder"))).all()}
    assert (rows["good.yml"].state, rows["bad.yml"].state) == (RuleState.ACTIVE, RuleState.REJECTED)
    assert "regular expression" in rows["bad.yml"].reason


async def test_a_file_that_is_gone_from_the_folder_is_in_force_no_longer(session, tmp_path, at_noon):
    written(tmp_path, "a.yml", "title: T\nlogsource: {}\ndetection: {s: {a: x}, condition: s}\n")
    await rule_files.keep(session, RuleOrigin.FOLDER, rule_files.read_folder(str(tmp_path)))
    await asyncio.to_thread((tmp_path / "a.yml").unlink)
    assert await rule_files.keep(session, RuleOrigin.FOLDER, rule_files.read_folder(str(tmp_path))) == 1
    row = (await session.scalars(select(RuleFile).where(RuleFile.origin == "folder"))).one()
    assert row.state is RuleState.GONE


async def test_dropped_datagrams_are_counted_where_they_are_seen(desk, session):
    desk.receiver.dropped = 7
    await desk.hear(*failed(1))
    assert await session.scalar(select(func.sum(Dropped.number))) == 7


async def test_logs_older_than_the_law_asks_for_go_month_by_month(desk, session, at_noon):
    await desk.hear(*failed(1))
    kept = await stored.drop_before(session, at_noon.moment)
    gone = await stored.drop_before(session, at_noon.moment + timedelta(days=40))
    assert (kept, gone) == ([], ["events_202611"])


async def test_messages_come_in_by_udp_and_by_tcp_in_both_framings(runtime, committed_database):
    ports = []
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
        with socket.socket(socket.AF_INET, kind) as probe:
            probe.bind(("127.0.0.1", 0))
            ports.append(probe.getsockname()[1])
    runtime.settings = runtime.settings.model_copy(update={"syslog_udp_port": ports[0], "syslog_tcp_port": ports[1]})
    runtime.database = committed_database
    receiver = SyslogReceiver(runtime)
    receiver.start()
    await asyncio.sleep(0.2)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.sendto(b"<13>1 - h udp - - - x", ("127.0.0.1", ports[0]))
    _, writer = await asyncio.open_connection("127.0.0.1", ports[1])
    writer.write(b"23 <13>1 - h counted - - -<13>1 - h trailed - - - x\n<13>1 - h last - - -")
    writer.close()
    found = {}
    async with asyncio.timeout(10):
        while len(found) < 4:
            await asyncio.sleep(0.1)
            async with committed_database.transaction() as session:
                found = {
                    row.ocsf["metadata"]["product"]["name"]: row.channel for row in await session.scalars(select(Event))
                }
    await receiver.stop()
    assert found == {"udp": Channel.UDP, "counted": Channel.TCP, "trailed": Channel.TCP, "last": Channel.TCP}
