"""Calls as Gradio may see them: of a function that is there, with its arguments and nothing else.

Gradio answers an unknown name, too few arguments or a strange identifier with a fault of its own,
and follows any path or address that an argument names. So each call is read here first, and what
goes on to Gradio is written anew from what is understood.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable
from typing import Any

import gradio as gr
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import ToldError
from app.front.doors import path_of
from app.front.saying import NO_SUCH_REQUEST, refusal
from app.uploads import uploaded

CALL = re.compile(r"/gradio_api/(run|api|call|call/v2)/(\w+)/?")
ID = re.compile(r"[\w-]{1,64}")
OF_SESSION = ("/gradio_api/queue/join", "/gradio_api/component_server")
OTHERS = ("/gradio_api/cancel", "/gradio_api/reset")


class RefusedError(Exception):
    """Why a call is not passed on; the message is for the caller."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class Asked:
    """ASGI middleware that passes on calls of ``blocks_of(scope)`` that can be answered.

    Others get 404 or 422 and a sentence. Let what bounds a body's length be in front of it.
    """

    def __init__(self, app: ASGIApp, blocks_of: Callable[[Scope], gr.Blocks]) -> None:
        self.app = app
        self.blocks_of = blocks_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = path_of(scope).rstrip("/") if scope["type"] == "http" else ""
        is_call = CALL.fullmatch(path) or path in OF_SESSION or path in OTHERS
        if scope["type"] != "http" or scope["method"] != "POST" or not is_call:
            await self.app(scope, receive, send)
            return
        try:
            body = checked(path, await whole(receive), self.blocks_of(scope))
        except RefusedError as error:
            await refusal(error.status, str(error))(scope, receive, send)
            return
        written = json.dumps(body).encode()
        headers = MutableHeaders(raw=list(scope["headers"]))
        headers["content-type"] = "application/json"
        headers["content-length"] = str(len(written))
        await self.app({**scope, "headers": headers.raw}, replayed(written, receive), send)


async def whole(receive: Receive) -> bytes:
    """All of a body. Raises ClientDisconnect when it does not come whole."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(body)


def replayed(body: bytes, receive: Receive) -> Receive:
    """A channel that gives the body once, and then what the old one has."""
    rest: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def give() -> Message:
        return rest.pop() if rest else await receive()

    return give


def checked(path: str, body: bytes, blocks: gr.Blocks) -> dict[str, Any]:
    """What Gradio is asked, of the body that came to a path of its API; else RefusedError."""
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError) as error:  # also bytes that are no UTF-8
        raise RefusedError(422, f"{NO_SUCH_REQUEST} It is no JSON.") from error
    if not isinstance(asked, dict):
        raise RefusedError(422, f"{NO_SUCH_REQUEST} It is no object.")
    if path in OTHERS:
        return _of_other(asked, path)
    if path == OF_SESSION[1]:
        return _of_function(asked, blocks)
    if found := CALL.fullmatch(path):
        return _of_endpoint(found[1], found[2], asked, blocks)
    fn = asked.get("fn_index")
    if type(fn) is not int or fn not in blocks.fns:
        raise RefusedError(404, "fn_index must be the number of an endpoint.")
    data = _data(asked, _parameters(blocks, fn))
    return {"data": data, "fn_index": fn, "session_hash": _session(asked)}


def _of_endpoint(way: str, name: str, asked: dict[str, Any], blocks: gr.Blocks) -> dict[str, Any]:
    numbers = {fn.api_name: number for number, fn in blocks.fns.items()}
    if name not in numbers:
        raise RefusedError(404, f"There is no endpoint of that name; there are {_names(numbers)}.")
    parameters = _parameters(blocks, numbers[name])
    if way != "call/v2":
        session = {} if asked.get("session_hash") is None else {"session_hash": _session(asked)}
        return {"data": _data(asked, parameters), **session}
    needed = [key for key, p in parameters.items() if p.default is inspect.Parameter.empty]
    if not set(needed) <= set(asked) <= set(parameters):
        raise RefusedError(422, f"{name} takes {_names(parameters)}.")
    return {key: _safe(value) for key, value in asked.items()}


def _of_function(asked: dict[str, Any], blocks: gr.Blocks) -> dict[str, Any]:
    number, name = asked.get("component_id"), asked.get("fn_name")
    block = blocks.blocks.get(number) if type(number) is int else None
    # As Gradio tells them from what else a component has.
    function = getattr(block, name, None) if isinstance(name, str) else None
    if not getattr(function, "_is_server_fn", False):
        raise RefusedError(404, "component_id and fn_name must be those of the page's functions.")
    return {
        "component_id": number,
        "fn_name": name,
        "data": asked.get("data"),
        "session_hash": _session(asked),
    }


def _of_other(asked: dict[str, Any], path: str) -> dict[str, Any]:
    event = asked.get("event_id")
    if not isinstance(event, str) or not ID.fullmatch(event):
        raise RefusedError(422, "event_id must be what a call was answered with.")
    if path != OTHERS[0]:
        return {"event_id": event}
    fn = asked.get("fn_index", 0)
    return {
        "session_hash": _session(asked),
        "fn_index": fn if type(fn) is int else 0,
        "event_id": event,
    }


def _session(asked: dict[str, Any]) -> str:
    session = asked.get("session_hash")
    if isinstance(session, str) and ID.fullmatch(session):
        return session
    raise RefusedError(422, "session_hash must be a word of at most 64 letters and digits.")


def _parameters(blocks: gr.Blocks, number: int) -> dict[str, inspect.Parameter]:
    function = blocks.fns[number].fn
    return dict(inspect.signature(function).parameters) if function else {}


def _data(asked: dict[str, Any], parameters: dict[str, inspect.Parameter]) -> list[Any]:
    data = asked.get("data")
    if not isinstance(data, list) or len(data) != len(parameters):
        what = f"{_names(parameters)}, in this order" if parameters else "nothing: []"
        raise RefusedError(422, f"data must be a list of {what}.")
    return [_safe(value) for value in data]


def _safe(value: Any) -> Any:
    """The value, in which only uploads are marked as files for Gradio.

    It would fetch an address and copy a file that is public. Without the mark the endpoint gets
    what the caller wrote, and says what it should have been.
    """
    if isinstance(value, list):
        return [_safe(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    try:
        file = uploaded(value["path"])
    except (ToldError, KeyError, TypeError):
        return {key: _safe(inner) for key, inner in value.items() if key != "meta"}
    return {"path": str(file), "meta": {"_type": "gradio.FileData"}}


def _names(names: Any) -> str:
    return ", ".join(map(str, names))
