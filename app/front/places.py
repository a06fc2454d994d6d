"""Calls have places in bounded number, whichever way they come; who left has none.

Gradio bounds its queue, but /run and the page's functions pass it by.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

import gradio as gr
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.front.asked import replayed, whole
from app.front.doors import path_of
from app.front.listening import STREAM, Listeners, listens_for
from app.front.saying import BUSY, refusal
from app.limits import Limits

QUEUED = ("/gradio_api/queue/join", "/gradio_api/call/")
RUN = ("/gradio_api/run/", "/gradio_api/api/", "/gradio_api/mcp")
FUNCTION = "/gradio_api/component_server"
AGAIN_S = 3


class Places:
    """ASGI middleware: 503 for a call when ``limits.waiting`` others have not been answered.

    Those by /run, and by tools, compute ``limits.computing`` at a time. A call whose caller leaves
    is broken off.
    """

    def __init__(
        self, app: ASGIApp, limits: Limits, blocks_of: Callable[[Scope], gr.Blocks]
    ) -> None:
        self.app = app
        self.limits = limits
        self.blocks_of = blocks_of
        self._turns = asyncio.Semaphore(limits.computing)
        self._direct = 0  # calls that pass by Gradio's queue
        self._listeners = Listeners(limits.heard_within_s)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = path_of(scope) if scope["type"] == "http" else ""
        is_queued = path.startswith(QUEUED)
        if scope.get("method") == "POST" and (is_queued or path.startswith((*RUN, FUNCTION))):
            queue = self.blocks_of(scope)._queue
            if self._direct + len(queue) >= self.limits.waiting:
                await refusal(503, BUSY, again_s=AGAIN_S)(scope, receive, send)
            elif is_queued:
                await self.app(scope, receive, send)
                self._listeners.look_after(queue)
            else:
                await self._direct_call(scope, receive, send)
        elif path == STREAM or is_queued:
            name = listens_for(scope)
            self._listeners.count[name] += 1
            try:
                await self.app(scope, receive, send)
            finally:
                self._listeners.count[name] -= 1
        else:
            await self.app(scope, receive, send)

    async def _direct_call(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await whole(receive)
        gone = asyncio.create_task(_gone(receive))

        async def only_leaving() -> Message:
            await asyncio.shield(gone)
            return {"type": "http.disconnect"}

        async def answer() -> None:
            is_run = path_of(scope).startswith(RUN)
            async with self._turns if is_run else contextlib.nullcontext():
                await self.app(scope, replayed(body, only_leaving), send)

        self._direct += 1
        call = asyncio.create_task(answer())
        try:
            await asyncio.wait({call, gone}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._direct -= 1
            is_over = call.done()
            for task in (call, gone):
                task.cancel()
            await asyncio.wait({call, gone})
        if is_over:
            call.result()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
