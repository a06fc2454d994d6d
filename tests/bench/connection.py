"""HTTP as browsers and programs speak it, cheaply enough to play a hundred of them on one core."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

NO_BODY = (204, 304)
HEAD = 2**16  # bytes that a head may have


@dataclass(frozen=True)
class Answer:
    """An answer with its body as it came, and how many bytes came in all, the head's too."""

    status: int
    headers: Mapping[str, str]  # names in small letters
    body: bytes
    received: int


class BrokenError(Exception):
    """The connection ended before its answer did."""


class Connection:
    """One connection, kept alive: opened by its first request, and again when the server ended it.

    What HTTP asks of a client is done: a request that meets a kept connection at its end is made
    once more on a new one. ``renewed`` counts these.
    """

    def __init__(self, address: str, headers: Mapping[str, str] | None = None) -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._always = {"Host": parts.netloc, **(headers or {})}
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.renewed = 0

    async def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return await self._ask("GET", path, dict(headers or {}), b"")

    async def post(self, path: str, body: bytes, kind: str = "application/json") -> Answer:
        return await self._ask("POST", path, {"Content-Type": kind}, body)

    def close(self) -> None:
        if self._streams:
            self._streams[1].close()
            self._streams = None

    async def _ask(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        if method == "POST":
            headers["Content-Length"] = str(len(body))
        lines = [f"{method} {path} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in {**self._always, **headers}.items()]
        request = "\r\n".join([*lines, "", ""]).encode() + body
        was_kept = self._streams is not None
        try:
            return await self._exchange(request)
        except BrokenError:
            if not was_kept:
                raise
            self.renewed += 1
            return await self._exchange(request)

    async def _exchange(self, request: bytes) -> Answer:
        head = b""
        try:
            if self._streams is None:
                self._streams = await asyncio.open_connection(self._host, self._port, limit=HEAD)
            reader, writer = self._streams
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            status, headers = _parsed(head)
            body, framing = await _body(reader, status, headers)
        except (OSError, asyncio.IncompleteReadError) as error:
            self.close()
            raise BrokenError(f"after {len(head)} bytes: {error!r}") from error
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Answer(status, headers, body, len(head) + len(body) + framing)


def _parsed(head: bytes) -> tuple[int, dict[str, str]]:
    first, *lines = head.decode("latin-1").split("\r\n")[:-2]
    pairs = (line.partition(":") for line in lines)
    return int(first.split(" ")[1]), {name.lower(): value.strip() for name, _, value in pairs}


async def _body(
    reader: asyncio.StreamReader, status: int, headers: Mapping[str, str]
) -> tuple[bytes, int]:
    """The body, and how many bytes were sent to frame it."""
    if status in NO_BODY:
        return b"", 0
    if headers.get("transfer-encoding", "").lower() != "chunked":
        return await reader.readexactly(int(headers["content-length"])), 0
    body, framing = bytearray(), 0
    while True:
        line = await reader.readuntil(b"\r\n")
        size = int(line.split(b";")[0], 16)
        chunk = await reader.readexactly(size + 2)
        framing += len(line) + 2
        body += chunk[:-2]
        if size == 0:
            return bytes(body), framing


def plain_text(answer: Answer) -> str:
    """The text of an answer that came as it is or by gzip."""
    body = answer.body
    if answer.headers.get("content-encoding") == "gzip":
        body = zlib.decompress(body, wbits=31)
    return body.decode()
