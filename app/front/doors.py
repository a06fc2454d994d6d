"""What can be asked for from outside: the addresses that the page and programs use, no others.

Gradio has many more: a monitor, a proxy, an editor of the app's own code. Where the app runs is
taken from the request's own Host, and from a proxy's header only if it names a host that is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.front.saying import UNKNOWN, refusal

HOSTS = "LATENT_EXPLORER_HOSTS"  # the environment's list of names that proxies may give, by commas
# Others by which a proxy's client could say where the app runs; x-gradio-server is Node's, unused.
SPOOFED = (b"forwarded", b"x-forwarded-prefix", b"x-original-url", b"x-gradio-server")
HOST = re.compile(r"[A-Za-z0-9._-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")
NAME, ID = r"[A-Za-z_]{1,40}", r"[\w-]{1,64}"
READ = re.compile(
    r"/|/config/?|/(assets|static|svelte|files)/.+|/favicon\.ico|/robots\.txt|/theme\.css"
    r"|/manifest\.json|/pwa_icon(/\d+)?"
    r"|/gradio_api/(info/?|openapi\.json|app_id/?|startup-events|theme\.css|user/?|login_check/?"
    rf"|heartbeat/{ID}|queue/(data|status)|upload_progress|call/(v2/)?{NAME}/{ID}"
    r"|file=(?!\w+:).+)"
)
POSTED = re.compile(
    rf"/gradio_api/((run|api|call|call/v2)/{NAME}/?|queue/join|cancel|reset/?|upload"
    r"|component_server/?)"
)
TOOLS = re.compile(r"/gradio_api/mcp/?")  # there only where the package mcp is (app/tools.py)
METHODS = {"GET": (READ, TOOLS), "HEAD": (READ,), "POST": (POSTED, TOOLS), "DELETE": (TOOLS,)}


def hosts_of(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The names that a proxy in front may give: of the Space, and those of ``HOSTS``."""
    named = environment.get(HOSTS, "").split(",")
    spaces = (environment.get("SPACE_HOST", "") + ",.hf.space").split(",")
    found = named + (spaces if environment.get("SPACE_ID") else [])
    return tuple(name.strip().lower() for name in found if name.strip())


def path_of(scope: Scope) -> str:
    """The path below where the app is mounted."""
    path, root = scope["path"], scope.get("root_path", "")
    return path[len(root) :] if root and path.startswith(f"{root}/") else path


class Doors:
    """ASGI middleware: 404 for what nobody calls, 400 for a Host that is none.

    Args:
        hosts: names that X-Forwarded-Host may give; one with a dot before it stands for all
            names that end in it.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str] = ()) -> None:
        self.app = app
        self.hosts = tuple(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_preflight = scope["method"] == "OPTIONS"  # Gradio's own middleware answers it
        path = path_of(scope)
        doors = METHODS.get(scope["method"], ())
        if not is_preflight and not any(door.fullmatch(path) for door in doors):
            await refusal(404, UNKNOWN)(scope, receive, send)
            return
        if not HOST.fullmatch(Headers(scope=scope).get("host", "")):
            await refusal(400, "The header Host must be a name.")(scope, receive, send)
            return
        kept = [(key, value) for key, value in scope["headers"] if self._passes(key, value)]
        await self.app({**scope, "headers": kept}, receive, send)

    def _passes(self, key: bytes, value: bytes) -> bool:
        if key == b"x-forwarded-proto":
            return value in (b"http", b"https")
        if key != b"x-forwarded-host":
            return key not in SPOOFED
        name = value.decode("latin-1").lower()
        if not HOST.fullmatch(name):
            return False
        bare = re.sub(r":\d+$", "", name)
        return any(bare.endswith(h) if h.startswith(".") else bare == h for h in self.hosts)
