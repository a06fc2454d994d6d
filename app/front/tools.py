"""The address of the tools for language models; each request is answered and forgotten."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.types import ASGIApp, Receive, Scope, Send

from app.front.doors import TOOLS, path_of
from app.front.saying import refusal

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server


class Tools:
    """ASGI middleware that answers at ``TOOLS``, and passes on everything else.

    ``server_of`` gives what makes the server of the app in a request's scope, or None without one.
    """

    def __init__(
        self, app: ASGIApp, server_of: Callable[[Scope], Callable[[], Server] | None]
    ) -> None:
        self.app = app
        self.server_of = server_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_tools = scope["type"] == "http" and TOOLS.fullmatch(path_of(scope))
        if not is_tools or (make := self.server_of(scope)) is None:
            await self.app(scope, receive, send)
            return
        if scope["method"] != "POST":  # there is no stream to listen to, nor a session to end
            await refusal(405, "Tools are called by POST, as MCP's streamable HTTP does.")(
                scope, receive, send
            )
            return
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        # One for each request: nothing is kept that another replica would have to know.
        manager = StreamableHTTPSessionManager(make(), json_response=True, stateless=True)
        async with manager.run():
            await manager.handle_request(scope, receive, send)
