"""What Gradio itself answers when something is wrong, said in a sentence.

Its own words are Python's or pydantic's, and name the machine's paths and its code's lines.
"""

from __future__ import annotations

import json
import logging
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import FAILED
from app.front.bodies import UPLOAD
from app.front.doors import path_of
from app.front.saying import BUSY, NO_SUCH_REQUEST, UNKNOWN, refusal

SENTENCES = {
    403: UNKNOWN,
    404: UNKNOWN,
    405: UNKNOWN,
    413: "The file, or its name, is too large.",
    503: BUSY,
}
log = logging.getLogger(__name__)


class SaidFaults:
    """ASGI middleware around Gradio alone: its refusals and faults as ``refusal`` writes them.

    An error of the app's own that comes by /run, which Gradio answers with 500, keeps its words.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 0
        body = bytearray()

        async def listen(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            if status < 400:
                await send(message)
            else:
                body.extend(message.get("body", b""))

        try:
            await self.app(scope, receive, listen)
        except ClientDisconnect:
            return
        except Exception as error:
            if 0 < status < 400:  # it has begun, and can only break off
                raise
            # Gradio raises it of a form in which "files" is no file.
            is_no_upload = isinstance(error, TypeError) and path_of(scope) == UPLOAD
            if not is_no_upload:
                log.exception("A request failed: %s %s", scope["method"], scope["path"][:200])
            status = 400 if is_no_upload else 500
        if status >= 400:
            await _said(status, bytes(body))(scope, receive, send)


def _said(status: int, body: bytes) -> JSONResponse:
    told = _told(body)
    if told is not None:
        return refusal(422, told)
    if status >= 500 and status != 503:
        return refusal(500, FAILED)
    status = 422 if status == 400 else status
    sentence = SENTENCES.get(status, NO_SUCH_REQUEST)
    return refusal(status, sentence, again_s=3 if status == 503 else None)


def _told(body: bytes) -> str | None:
    """The sentence of a gr.Error, which alone has a title."""
    try:
        answer: Any = json.loads(body)
    except ValueError:
        return None
    is_told = isinstance(answer, dict) and isinstance(answer.get("title"), str)
    return str(answer.get("error")) if is_told else None
