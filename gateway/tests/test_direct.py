"""Frames straight onto the socket."""

from gateway.stream.direct import MOST_UNSENT, TRANSPORT, Direct, direct_of
from gateway.stream.frames import make_frame
from gateway.stream.hub import Reader
from hueioc.clock import now
from hueioc.cloudevents import CloudEvent


class Socket:
    """A transport whose client takes in as much as the test says."""

    def __init__(self, unsent=0, *, closing=False):
        self.written, self.unsent, self.closing = [], unsent, closing

    def write(self, data):
        self.written.append(data)

    def get_write_buffer_size(self):
        return self.unsent

    def is_closing(self):
        return self.closing


def frame(sequence, audience="public"):
    event = CloudEvent(id=str(sequence), source="/svc/x", type="vn.hue.x.y.z.v1", subject="s", time=now())
    return make_frame(sequence, event.headers() | {"Hue-Audience": audience}, b"{}")


def reader_on(socket):
    reader = Reader(lambda found: found.sequence > 1)
    reader.go_direct(Direct(socket))
    return reader


def test_a_batch_is_one_write_of_whole_chunks():
    socket = Socket()
    frames = [frame(number) for number in (1, 2, 3)]
    reader_on(socket).offer(frames)
    assert socket.written == [frames[1].chunk + frames[2].chunk]
    size, _, rest = frames[1].chunk.partition(b"\r\n")
    assert rest == frames[1].data + b"\r\n"
    assert int(size, 16) == len(frames[1].data)


def test_a_client_that_takes_nothing_in_is_cut_off():
    reader = reader_on(Socket(MOST_UNSENT))
    reader.offer([frame(2)])
    assert reader.ended


def test_to_a_client_that_has_left_nothing_is_written():
    socket = Socket(closing=True)
    reader = reader_on(socket)
    reader.offer([frame(2)])
    assert (socket.written, reader.ended) == ([], True)


def test_what_has_waited_goes_first():
    socket, reader = Socket(), Reader(lambda _: True)
    reader.offer([frame(2)])
    reader.go_direct(Direct(socket))
    reader.offer([frame(3)])
    assert socket.written == []


def test_only_our_own_server_and_http_1_1_have_a_socket_to_write_to():
    assert direct_of({"type": "http", "http_version": "1.1"}) is None
    assert direct_of({"type": "http", "http_version": "1.0", TRANSPORT: Socket()}) is None
    assert direct_of({"type": "http", "http_version": "1.1", TRANSPORT: Socket()}) is not None


def test_what_services_tell_each_other_is_no_frame():
    assert frame(1, audience="service") is None
