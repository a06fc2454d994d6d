"""What the bench plays its visitors and callers with: connections as browsers keep them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import pytest

from tests.bench.arrivals import CONNECTIONS, visit
from tests.bench.calls import Case, together
from tests.bench.connection import Answer, BrokenError, Connection
from tests.serving import finished

PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"
KEPT = b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"
CUT = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel"


class Server:
    """Gives the next of its answers to each request, whatever it asks; None ends the connection."""

    def __init__(self, *answers: bytes | None) -> None:
        self.answers = list(answers)
        self.asked: list[bytes] = []
        self.connections = 0
        self.served: list[asyncio.Task[None]] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task
        self.served.append(task)
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                self.asked.append(head.split(b"\r\n")[0])
                answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
                if answer is not None:
                    writer.write(answer)
                if answer in (None, CUT):
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    async def during(self, visit: Callable[[str], Awaitable[None]]) -> None:
        server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        try:
            await visit(f"http://127.0.0.1:{port}")
        finally:
            server.close()
            await asyncio.gather(*self.served)


def gets(server: Server, count: int) -> tuple[list[Answer], Connection]:
    """The answers to so many requests by one connection, and that."""
    answers: list[Answer] = []
    kept: list[Connection] = []

    async def ask(address: str) -> None:
        connection = Connection(address)
        kept.append(connection)
        try:
            for _ in range(count):
                answers.append(await connection.get("/"))
        finally:
            connection.close()

    finished(server.during(ask))
    return answers, kept[0]


@pytest.mark.parametrize(
    ("sent", "status", "body"), [(PLAIN, 200, b"hello"), (CHUNKED, 200, b"hello"), (KEPT, 304, b"")]
)
def test_an_answer_is_read_whole_and_every_byte_is_counted(
    sent: bytes, status: int, body: bytes
) -> None:
    server = Server(sent)
    answers, connection = gets(server, 2)
    assert {(a.status, a.body, a.received) for a in answers} == {(status, body, len(sent))}
    assert (server.connections, connection.renewed) == (1, 0)


def test_a_kept_connection_that_the_server_ended_is_opened_once_more() -> None:
    answers, connection = gets(Server(PLAIN, None, PLAIN), 2)
    assert [answer.body for answer in answers] == [b"hello", b"hello"]
    assert connection.renewed == 1


@pytest.mark.parametrize("sent", [CUT, None])
def test_an_answer_that_breaks_off_is_an_error(sent: bytes | None) -> None:
    with pytest.raises(BrokenError):
        gets(Server(sent), 1)


def test_a_visitor_fetches_each_file_once_by_six_connections() -> None:
    server = Server(PLAIN)

    async def come(address: str) -> None:
        visitor = await visit(address, ["/", *(f"/{n}.js" for n in range(30))])
        assert visitor.received == 31 * len(PLAIN)
        assert visitor.errors == []
        assert visitor.seconds > 0

    finished(server.during(come))
    assert server.asked[0] == b"GET / HTTP/1.1"
    assert len(set(server.asked)) == len(server.asked) == 31
    assert server.connections == CONNECTIONS


def test_a_visitor_says_what_was_refused() -> None:
    async def come(address: str) -> None:
        assert (await visit(address, ["/", "/a.js"])).errors == ["/a.js: 304"]

    finished(Server(PLAIN, KEPT).during(come))


def test_a_call_that_is_not_answered_is_an_error_and_no_call_a_second(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Against the app: its answers are complete, or they are errors with their words."""
    monkeypatch.setattr("tests.bench.calls.CALLERS", 3)
    monkeypatch.setattr("tests.bench.calls.EACH", 2)
    good, _ = finished(together(server, Case("models", lambda *_: [])))
    assert (len(good.seconds), good.errors) == (6, [])
    half = Case("decode", lambda _, number: [[0, 0] if number % 2 == 0 else [0], "mnist-vae-2d"])
    some, _ = finished(together(server, half))
    assert (len(some.seconds), len(some.errors)) == (3, 3)
    assert "event: error" in some.errors[0]
