"""A hundred programs call the API at once: calls a second, and how long each waits.

Each calls as Gradio's guide for any language says: POST /call/NAME, then GET what comes of it.
"""

from __future__ import annotations

import asyncio
import io
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from tests.bench.connection import BrokenError, Connection
from tests.bench.serve import serving
from tests.serving import finished

CALLERS = 100
EACH = 4  # calls of one caller, one after another
VAE = "mnist-vae-2d"
API = "/gradio_api"
PATIENCE = 240.0


@dataclass(frozen=True)
class Case:
    """An endpoint, and what it is called with, of an upload and a call's number."""

    endpoint: str
    data: Callable[[Any, int], Sequence[Any]]
    takes_picture: bool = False


def code(number: int) -> list[float]:
    """Another code for each call."""
    return [number % 20 / 5 - 2, number // 20 % 20 / 5 - 2]


CASES = {
    "app": (
        Case("decode", lambda _, number: [code(number), VAE]),
        Case("reconstruct", lambda file, _: [file, VAE], takes_picture=True),
    ),
    "plain": (
        Case("decode", lambda _, number: code(number)),
        Case("reconstruct", lambda file, _: [file], takes_picture=True),
    ),
    "empty": (Case("nothing", lambda *_: []),),  # the floor
}


@dataclass
class Calls:
    """Seconds of each call that was answered, and what went wrong with the others."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


async def call(connection: Connection, name: str, data: Sequence[Any]) -> None:
    """One call, to the end of its answer. Raises ValueError when it was not answered."""
    asked = await connection.post(f"{API}/call/{name}", json.dumps({"data": data}).encode())
    if asked.status != 200:
        raise ValueError(f"{asked.status} {asked.body[:200]!r}")
    event = json.loads(asked.body)["event_id"]
    answer = await connection.get(f"{API}/call/{name}/{event}")
    if answer.status != 200 or b"event: complete" not in answer.body:
        raise ValueError(f"{answer.status} {answer.body[:200]!r}")


def picture(number: int) -> bytes:
    """A PNG of 90 x 90 with a stroke on paper, another for each number."""
    image = Image.new("L", (90, 90), 255)
    ImageDraw.Draw(image).line([(30 + number % 10, 20), (60, 70 - number // 10)], fill=0, width=8)
    with io.BytesIO() as buffer:
        image.save(buffer, "PNG")
        return buffer.getvalue()


async def uploaded(connection: Connection, content: bytes) -> dict[str, Any]:
    """The picture as an endpoint takes it."""
    edge = "edge-of-a-part"
    head = 'Content-Disposition: form-data; name="files"; filename="one.png"'
    body = f"--{edge}\r\n{head}\r\nContent-Type: image/png\r\n\r\n".encode() + content
    kind = f"multipart/form-data; boundary={edge}"
    answer = await connection.post(f"{API}/upload", body + f"\r\n--{edge}--\r\n".encode(), kind)
    [path] = json.loads(answer.body)
    return {"path": path, "meta": {"_type": "gradio.FileData"}}


async def together(address: str, case: Case) -> tuple[Calls, float]:
    """All callers at once: their calls, and seconds until the last was answered.

    Each has sent its picture before, and one call has been made: nothing is loaded any more.
    """
    found = Calls()
    connections = [Connection(address) for _ in range(CALLERS)]
    files: list[Any] = [None] * CALLERS
    if case.takes_picture:
        files = [await uploaded(c, picture(n)) for n, c in enumerate(connections)]
    await call(connections[0], case.endpoint, case.data(files[0], 0))

    async def caller(number: int) -> None:
        for turn in range(EACH):
            data = case.data(files[number], number + CALLERS * turn)
            start = time.perf_counter()
            try:
                await call(connections[number], case.endpoint, data)
                found.seconds.append(time.perf_counter() - start)
            except (BrokenError, ValueError) as error:
                found.errors.append(str(error))

    start = time.perf_counter()
    everyone = asyncio.gather(*(caller(number) for number in range(CALLERS)))
    await asyncio.wait_for(everyone, PATIENCE)
    elapsed = time.perf_counter() - start
    for connection in connections:
        connection.close()
    return found, elapsed


def calls(what: str, command: list[str]) -> list[dict[str, Any]]:
    """A row for each endpoint of one server; ``what`` it is in CASES."""
    with serving(command) as (address, _):
        return [row(what, case, *finished(together(address, case))) for case in CASES[what]]


def row(what: str, case: Case, found: Calls, elapsed: float) -> dict[str, Any]:
    waited = found.seconds or [float("nan")]
    return {
        "what": what,
        "endpoint": f"/{case.endpoint}",
        "callers": CALLERS,
        "calls": CALLERS * EACH,
        "per_second": round(len(found.seconds) / elapsed, 1),
        "p50_s": round(float(np.quantile(waited, 0.5)), 2),
        "p95_s": round(float(np.quantile(waited, 0.95)), 2),
        "errors": len(found.errors),
        "first_error": found.errors[0] if found.errors else None,
    }
