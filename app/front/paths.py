"""The folder of uploads goes by another name outside: nobody learns where the machine keeps it.

Gradio gives each file's whole path to whoever uploads it or gets a picture as an answer, and takes
it back. What is read here is the app's own answer as it leaves.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path

from gradio.utils import get_upload_folder
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.front.doors import path_of
from app.uploads import OUTSIDE, inside

FILE = "/gradio_api/file="
KINDS = ("application/json", "text/event-stream")


class HiddenFolder:
    """ASGI middleware: file=/uploads/… finds the file, and answers name no other folder."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not path_of(scope).startswith("/gradio_api/"):
            await self.app(scope, receive, send)
            return
        root = scope["path"][: -len(path_of(scope))]
        if path_of(scope).startswith(FILE):
            path = FILE + inside(path_of(scope)[len(FILE) :])
            await self.app({**scope, "path": root + path}, receive, send)
            return
        await self.app(scope, receive, _Renaming(send).send)


class _Renaming:
    """One answer on its way; Gradio sends each message of a stream as a piece of its own."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None  # held until the length of the body is known
        self._renames = False
        self._body = bytearray()
        self._names = _names(get_upload_folder())

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            kind = headers.get("content-type", "")
            self._renames = kind.startswith(KINDS)
            if self._renames and "content-length" in headers:
                self._start = message
            else:
                await self._send(message)
        elif not self._renames or message["type"] != "http.response.body":
            await self._send(message)
        elif self._start is None:
            await self._send({**message, "body": self._renamed(message.get("body", b""))})
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                body = self._renamed(bytes(self._body))
                MutableHeaders(scope=self._start)["content-length"] = str(len(body))
                await self._send(self._start)
                await self._send({"type": "http.response.body", "body": body})

    def _renamed(self, body: bytes) -> bytes:
        for name in self._names:
            body = body.replace(name, OUTSIDE.encode())
        return body


@functools.cache
def _names(folder: str) -> list[bytes]:
    """How the folder is written in JSON, links followed or not; the longer first."""
    names = {folder, str(Path(folder).resolve())}
    return [json.dumps(name)[1:-1].encode() for name in sorted(names, key=len)[::-1]]
