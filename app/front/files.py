"""The files that the page is told of, under names that say nothing of where they lie.

What is not named here is not served, wherever a link or a path would lead.
"""

from __future__ import annotations

import asyncio
import functools
import hashlib
import mimetypes
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from urllib.parse import quote

from starlette.responses import FileResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.front.doors import path_of
from app.front.saying import UNKNOWN, refusal
from app.web_files import SHEET, WEB, one_sheet, version

PREFIX = "/files/"


class PublicFiles:
    """The files by their names: those of the page, and each that ``url_of`` was asked for.

    Args:
        weights: the folder whose files are named by their place in it.
        own: the page's files, if not all of app/web.
    """

    def __init__(self, weights: Path, own: Iterable[Path] | None = None) -> None:
        self._weights = weights.absolute()
        self._named: dict[str, Path] = {}
        self._texts: dict[str, bytes] = {}
        for path in WEB.rglob("*") if own is None else own:
            if path.is_file():
                self.url_of(path)
            if path == SHEET:
                self._texts[f"web/{path.relative_to(WEB).as_posix()}"] = one_sheet().encode()

    def url_of(self, path: Path) -> str:
        """Where the file is served, relative to the page; percent-encoded.

        A file of the page's own is in a folder that its version names (``app.caching``), and so is
        all that it imports; one of another package, in a folder that its content names.
        """
        path = path.absolute()
        if path.is_relative_to(WEB):
            inner = path.relative_to(WEB).as_posix()
            self._named[f"web/{inner}"] = path
            return f"files/web/~{version()}/{quote(inner)}"
        if path.is_relative_to(self._weights):
            name = f"weights/{path.relative_to(self._weights).as_posix()}"
        else:
            content = path.read_bytes() if path.is_file() else os.fsencode(path)
            name = f"{hashlib.sha256(content).hexdigest()[:12]}/{path.name}"
        self._named[name] = path
        return f"files/{quote(name)}"

    def url_of_text(self, name: str, content: bytes) -> str:
        """Where a text of the app's own is served, relative to the page: named by what it says.

        In a folder whose files ``app.caching`` lets browsers keep for good.
        """
        stem, _, suffix = name.partition(".")
        inner = f"assets/{stem}-{hashlib.sha256(content).hexdigest()[:8]}.{suffix}"
        self._texts[inner] = content
        return f"files/{quote(inner)}"

    @property
    def named(self) -> Mapping[str, Path]:
        return self._named

    @property
    def texts(self) -> Mapping[str, bytes]:
        """What is served from memory; where a file has the same name, instead of it."""
        return self._texts


class Files:
    """ASGI middleware that answers what begins with files/, and passes on everything else.

    ``files_of`` gives the files of the app in a request's scope.
    """

    def __init__(self, app: ASGIApp, files_of: Callable[[Scope], PublicFiles]) -> None:
        self.app = app
        self.files_of = files_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not path_of(scope).startswith(PREFIX):
            await self.app(scope, receive, send)
            return
        files, name = self.files_of(scope), path_of(scope)[len(PREFIX) :]
        if name in files.texts:
            text, (kind, _) = files.texts[name], mimetypes.guess_type(name)
            etag = f'"{hashlib.sha256(text).hexdigest()[:32]}"'
            await Response(text, media_type=kind, headers={"ETag": etag})(scope, receive, send)
            return
        path = files.named.get(name)
        if path is None or not path.is_file():
            await refusal(404, UNKNOWN)(scope, receive, send)
            return
        tag = await asyncio.to_thread(content_tag, path, path.stat().st_mtime_ns)
        await FileResponse(path, headers={"ETag": tag})(scope, receive, send)


@functools.lru_cache(maxsize=1024)
def content_tag(path: Path, mtime_ns: int) -> str:
    """The ETag of a file, by its content: the same on every machine that serves it."""
    return f'"{hashlib.sha256(path.read_bytes()).hexdigest()[:32]}"'
