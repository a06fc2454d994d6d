"""What a request passes before Gradio sees it, and an answer before it leaves."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import gradio as gr
from starlette.middleware import Middleware
from starlette.types import Scope

from app.caching import CompressedFiles
from app.front.asked import Asked
from app.front.bodies import BoundedBodies
from app.front.doors import Doors, hosts_of
from app.front.faults import SaidFaults
from app.front.files import Files, PublicFiles
from app.front.headers import SafeHeaders
from app.front.paths import HiddenFolder
from app.front.places import Places
from app.front.tools import Tools
from app.front.uploading import BoundedUploads
from app.limits import LIMITS, Limits
from app.web_files import version

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server


class Demo(gr.Blocks):
    """Gradio's app, with what it has beside: files under public names, tools, a bounded queue."""

    public: PublicFiles
    tools: Callable[[], Server] | None = None  # what makes the MCP server, if there can be one

    def queue(self, *_: Any, **__: Any) -> Demo:
        """As Gradio's, which its own constructor calls: to call it again would take as long again.

        By itself Gradio tells everyone who waits of each call that begins: with a hundred waiting
        that costs more than the call.
        """
        super().queue(max_size=LIMITS.waiting, status_update_rate=LIMITS.told_every_s)
        return self


def _blocks(scope: Scope) -> gr.Blocks:
    return scope["app"].get_blocks()


def _files(scope: Scope) -> PublicFiles:
    return scope["app"].get_blocks().public


def _tools(scope: Scope) -> Callable[[], Server] | None:
    return scope["app"].get_blocks().tools


def middleware(limits: Limits = LIMITS) -> list[Middleware]:
    """For ``launch(app_kwargs={"middleware": …})`` of a ``Demo``; the first is the outermost."""
    return [
        Middleware(SafeHeaders),
        # Before the doors: it answers by itself only what has come through them once.
        Middleware(CompressedFiles, version=version()),
        Middleware(Doors, hosts=hosts_of(dict(os.environ))),
        Middleware(Files, files_of=_files),
        Middleware(BoundedBodies, limits=limits),
        Middleware(BoundedUploads, limits=limits),
        Middleware(Asked, blocks_of=_blocks),
        Middleware(Places, limits=limits, blocks_of=_blocks),
        Middleware(Tools, server_of=_tools),
        Middleware(HiddenFolder),
        Middleware(SaidFaults),
    ]
