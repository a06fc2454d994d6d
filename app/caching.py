"""A file is compressed once for all visitors, and not sent again to a browser that has it.

Gradio compresses every script anew at each request, and answers If-None-Match with the whole file.
The page's own files are asked for in a folder that names their version, web/~0123456789ab/, so that
a browser keeps them for good, asks for all of them after an update, and never mixes two versions.
"""

from __future__ import annotations

import asyncio
import hashlib
import re

import brotli
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COMPRESSIBLE = re.compile(r"text/|application/(javascript|json)\b|image/svg\+xml")
WEIGHTS = ".safetensors"  # halves, whose exponents are much alike: a thirteenth is saved
LEAST, MOST = 400, 16 * 2**20  # bytes of a file that is compressed
KEPT = 32 * 2**20  # bytes of compressed files; the oldest make room
QUALITY = 9  # of 11: Plotly, the largest script, takes a second, once
QUALITY_OF_WEIGHTS = 4  # more finds nothing more, and takes thrice as long
PIECE = 2**17  # bytes that are handed on at a time: no more wait in memory for a slow visitor
VERSIONED = re.compile(r"(?<=/web)/~([0-9a-f]{12})(?=/)")
# Named by their content, Gradio's scripts as index-DphvyggB.js: what is in them never changes.
BY_CONTENT = re.compile(r"/assets/[^/]+-[\w-]{8}\.\w+$|/files/[0-9a-f]{12}/[^/]+$")
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"  # kept, and used only after the server has said that it still holds

GONE = PlainTextResponse("The page has been updated since: reload it.", status_code=404)


class _Answered(Exception):  # noqa: N818 (no error, but the only way out of an app)
    """All is sent, and what the app would still send is not needed."""


class CompressedFiles:
    """ASGI middleware around an app whose answers name files by ETag; others pass as they are.

    A page of HTML without one is given it.

    ``version`` is that of the page's own files: asked for by another, they are not found.
    """

    def __init__(self, app: ASGIApp, version: str) -> None:
        self.app = app
        self.version = version
        self._packed: dict[tuple[str, str], asyncio.Future[bytes | None]] = {}
        # By path, of answers that hold for good: the app's own ETag, and how they begin.
        self._fixed: dict[str, tuple[str, Message]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = VERSIONED.search(scope["path"])
        if asked and asked[1] != self.version:
            await GONE(scope, receive, send)
            return
        if asked:
            scope = {**scope, "path": VERSIONED.sub("", scope["path"])}
        if scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        is_fixed = asked is not None or BY_CONTENT.search(scope["path"]) is not None
        if is_fixed and await self._answered(scope, send):
            return
        answer = _Answer(scope, send, self._packed, self._fixed if is_fixed else None)
        try:
            await self.app(scope, receive, answer.send)
        except _Answered:
            pass
        finally:
            answer.give_up()

    async def _answered(self, scope: Scope, send: Send) -> bool:
        """Whether this could be answered without the app, which would say what it said before."""
        asked = dict(scope["headers"])  # of a hundred visitors at once thousands come here
        is_plain = b"range" not in asked and b"if-none-match" not in asked
        takes_brotli = b"br" in asked.get(b"accept-encoding", b"")
        if scope["path"] not in self._fixed or not is_plain or not takes_brotli:
            return False
        etag, start = self._fixed[scope["path"]]
        packed = self._packed.get((scope["path"], etag))
        body = packed.result() if packed and packed.done() else None
        if body is None:  # it has made room for others
            return False
        await _send_whole(send, start, body)
        return True


class _Answer:
    """What becomes of the app's answer to one request."""

    def __init__(
        self,
        scope: Scope,
        send: Send,
        packed: dict[tuple[str, str], asyncio.Future[bytes | None]],
        fixed: dict[str, tuple[str, Message]] | None,
    ) -> None:
        """``fixed`` takes down how an answer begins that holds for good; else it is None."""
        self._path = scope["path"]
        self._fixed = fixed
        self._asked = Headers(scope=scope)
        self._send = send
        self._packed = packed
        self._start: Message = {}
        self._body: bytearray | None = None  # while it is collected
        self._mine: asyncio.Future[bytes | None] | None = None  # others may wait for it

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif self._body is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if message.get("more_body", False):
                return
            if self._mine is None:
                await self._name(bytes(self._body))
            else:
                await self._pack(bytes(self._body))

    async def _begin(self, start: Message) -> None:
        headers = MutableHeaders(raw=start["headers"])
        etag = headers.get("etag")
        kind = headers.get("content-type", "")
        if etag is None and start["status"] == 200 and kind.startswith("text/html"):
            self._start, self._body = start, bytearray()
            return
        if start["status"] != 200 or etag is None or "content-encoding" in headers:
            await self._send(start)
            return
        headers["Cache-Control"] = ASK_AGAIN if self._fixed is None else FOR_EVER
        is_packed = self._are_weights() or COMPRESSIBLE.match(kind) is not None
        if is_packed:
            headers.add_vary_header("Accept-Encoding")
        if _tag(etag) in map(_tag, self._asked.get("if-none-match", "").split(",")):
            kept = {"etag", "cache-control", "vary", "last-modified"}
            shown = [pair for pair in start["headers"] if pair[0].decode().lower() in kept]
            await self._finish({**start, "status": 304, "headers": shown}, b"")
        fits = LEAST <= int(headers.get("content-length", MOST)) <= MOST
        if is_packed and fits and _takes_brotli(self._asked):
            await self._compressed(start, etag)
        else:
            await self._send(start)

    async def _name(self, body: bytes) -> None:
        """Send a page that Gradio has written, with a name by its content."""
        start, self._body = self._start, None
        headers = MutableHeaders(raw=start["headers"])
        headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        await self._begin(start)
        if self._mine is None:
            await self._send({"type": "http.response.body", "body": body})
        else:
            await self._pack(body)

    async def _compressed(self, start: Message, etag: str) -> None:
        """Send what another request has had compressed, or collect the body to be compressed."""
        key = (self._path, etag)
        self._start = start
        if key in self._packed:
            body = await asyncio.shield(self._packed[key])
            if body is not None:
                await self._finish_packed(body)
            await self._send(start)  # the other request came to nothing
            return
        self._body = bytearray()
        self._mine = self._packed[key] = asyncio.get_running_loop().create_future()

    async def _pack(self, body: bytes) -> None:
        assert self._mine
        options = {"mode": brotli.MODE_TEXT, "quality": QUALITY}
        if self._are_weights():
            options = {"mode": brotli.MODE_GENERIC, "quality": QUALITY_OF_WEIGHTS}
        packed = await asyncio.to_thread(brotli.compress, body, **options)
        self._mine.set_result(packed)
        self._make_room()
        await self._finish_packed(packed)

    def _make_room(self) -> None:
        done = {
            key: len(found.result() or b"") for key, found in self._packed.items() if found.done()
        }
        total = sum(done.values())
        for key, size in done.items():
            if total <= KEPT:
                break
            del self._packed[key]
            total -= size

    def _are_weights(self) -> bool:
        return self._path.endswith(WEIGHTS)

    async def _finish_packed(self, body: bytes) -> None:
        headers = MutableHeaders(raw=self._start["headers"])
        headers["Content-Encoding"] = "br"
        headers["Content-Length"] = str(len(body))
        etag = headers["etag"]
        headers["ETag"] = f"W/{etag.removeprefix('W/')}"  # the same file, other bytes
        if self._fixed is not None:
            self._fixed[self._path] = (etag, self._start)
        await self._finish(self._start, body)

    async def _finish(self, start: Message, body: bytes) -> None:
        await _send_whole(self._send, start, body)
        raise _Answered

    def give_up(self) -> None:
        """Whoever waits for a body that did not come whole sends their own."""
        if self._mine and not self._mine.done():
            self._mine.set_result(None)
            for key in [key for key, found in self._packed.items() if found is self._mine]:
                del self._packed[key]


def _takes_brotli(asked: Headers) -> bool:
    return "br" in asked.get("accept-encoding", "")


async def _send_whole(send: Send, start: Message, body: bytes) -> None:
    # What is outside adds headers to the list that it is given.
    await send({**start, "headers": list(start["headers"])})
    for place in range(0, max(1, len(body)), PIECE):
        piece = body[place : place + PIECE]
        is_last = place + PIECE >= len(body)
        await send({"type": "http.response.body", "body": piece, "more_body": not is_last})


def _tag(etag: str) -> str:
    return etag.strip().removeprefix("W/")
