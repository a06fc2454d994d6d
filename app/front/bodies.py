"""A request that is too large is refused before any of it is parsed."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.front.doors import path_of
from app.front.saying import refusal
from app.limits import MB, Limits

UPLOAD = "/gradio_api/upload"


class BoundedBodies:
    """ASGI middleware: 413 for a body over its bound, whether it says its length or not."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self.app = app
        self.limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_upload = path_of(scope) == UPLOAD
        most = self.limits.upload_bytes if is_upload else self.limits.body_bytes
        refuse = refusal(
            413,
            f"{'A file' if is_upload else 'A request'} may have at most {most // MB} MB; "
            f"send a smaller one.",
        )
        told = Headers(scope=scope).get("content-length", "0")
        if not (told.isascii() and told.isdigit()) or int(told[:20]) > most:
            await refuse(scope, receive, send)
            return
        received, has_begun = 0, False

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            return message if received <= most else {"type": "http.disconnect"}

        async def noted(message: Message) -> None:
            nonlocal has_begun
            if received <= most or has_begun:
                has_begun = True
                await send(message)

        try:
            await self.app(scope, counted, noted)
        except ClientDisconnect:
            if received <= most:
                raise
        if received > most and not has_begun:
            await refuse(scope, receive, send)
