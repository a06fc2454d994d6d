"""Headers that tell a browser what this page may do, and who may hold it in a frame.

Gradio needs more than one would wish: it compiles templates (`unsafe-eval`), writes styles and a
first script into the page, and decodes in workers and WebAssembly that the page starts.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:",
    "worker-src": "'self' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "media-src": "'self' data: blob:",
    "connect-src": "'self' data: blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
# A Space is a frame in the Hub's page, and a tab of the page one in a course's own page or
# notebook, wherever that is: nothing here acts for who is logged in, so no frame can misuse it.
FRAMES = "frame-ancestors 'self' https: http://localhost:* http://127.0.0.1:*"
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
    "Content-Security-Policy": "; ".join([*(f"{k} {v}" for k, v in POLICY.items()), FRAMES]),
}
RAW = [(name.lower().encode(), value.encode()) for name, value in FIXED.items()]


class SafeHeaders:
    """ASGI middleware that adds ``FIXED`` to every answer; one of its own stays as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                own = {name.lower() for name, _ in headers}
                added = [pair for pair in RAW if pair[0] not in own]
                message = {**message, "headers": headers + added}
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)
