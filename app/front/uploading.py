"""Uploads are bounded: of one visitor, at once, and of all that is kept."""

from __future__ import annotations

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from pathlib import Path

from gradio.utils import get_upload_folder
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.front.bodies import UPLOAD
from app.front.doors import path_of
from app.front.saying import refusal
from app.limits import MB, Limits
from app.uploads import size_of

COUNT_S = 5  # between two counts of what is kept, which look at every file of the folder


class BoundedUploads:
    """ASGI middleware: 429 for a visitor's uploads over the bound, 503 when all are too much.

    Args:
        now: seconds on a clock that never goes back.
    """

    def __init__(
        self, app: ASGIApp, limits: Limits, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.app = app
        self.limits = limits
        self.now = now
        self._sent: OrderedDict[str, deque[tuple[float, int]]] = OrderedDict()
        self._coming: list[int] = []  # bytes of the uploads that are being received
        self._counted = -math.inf  # when what is kept was last counted
        self._kept = 0  # bytes, with those that came since

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or path_of(scope) != UPLOAD:
            await self.app(scope, receive, send)
            return
        told = Headers(scope=scope).get("content-length")
        size = int(told) if told else self.limits.upload_bytes
        if refused := self._refused(scope, size):
            status, sentence, again_s = refused
            await refusal(status, sentence, again_s=again_s)(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            return message

        self._coming.append(size)
        try:
            await self.app(scope, counted, send)
        finally:
            self._coming.remove(size)
            self._kept += received
            self._of(scope).append((self.now(), received))

    def _refused(self, scope: Scope, size: int) -> tuple[int, str, int] | None:
        """Status, sentence, and in how many seconds to try again; None for what may come."""
        limits = self.limits
        sent = self._of(scope)
        while sent and sent[0][0] < self.now() - limits.uploads_window_s:
            sent.popleft()
        minutes = round(limits.uploads_window_s / 60)
        if sum(count for _, count in sent) + size > limits.uploads_of_one:
            return (
                429,
                f"From one address at most {limits.uploads_of_one // MB} MB of pictures are taken "
                f"in {minutes} minutes; try again later.",
                round(limits.uploads_window_s),
            )
        if len(self._coming) >= limits.uploads_at_once:
            return 503, "Others are sending pictures now; try again in a few seconds.", 5
        if self.now() - self._counted > COUNT_S:
            self._kept, self._counted = size_of(Path(get_upload_folder())), self.now()
        if self._kept + sum(self._coming) + size > limits.temp_bytes:
            return (
                503,
                "The server has as many pictures as it keeps at a time; try again in some minutes.",
                round(limits.sweep_every_s),
            )
        return None

    def _of(self, scope: Scope) -> deque[tuple[float, int]]:
        """When a visitor's address sent how much."""
        address = scope["client"][0] if scope.get("client") else ""
        sent = self._sent.setdefault(address, deque())
        self._sent.move_to_end(address)
        while len(self._sent) > self.limits.visitors:
            self._sent.popitem(last=False)
        return sent
