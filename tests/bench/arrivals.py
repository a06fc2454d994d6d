"""A class opens the page at once: how long until each has all that the first tab fetches."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page

from tests.bench.cases import open_plain
from tests.bench.connection import BrokenError, Connection
from tests.bench.firsttab import first_tab
from tests.bench.serve import serving
from tests.browser.sight import wait_for_picture
from tests.serving import finished

VISITORS = 100
CONNECTIONS = 6  # that a browser opens to one server
# As Chromium asks a server on this machine, and every server by HTTPS.
HEADERS = {"Accept-Encoding": "gzip, deflate, br", "Accept": "*/*", "User-Agent": "arrivals"}
READY: dict[str, Callable[[Page], None]] = {"app": wait_for_picture, "plain": open_plain}
PATIENCE = 240.0  # seconds after which nobody waits any more


@dataclass
class Visitor:
    """A visitor with nothing in the cache: seconds until all is there, and what went wrong."""

    seconds: float = 0.0
    received: int = 0  # bytes
    errors: list[str] = field(default_factory=list)


async def visit(address: str, paths: Sequence[str]) -> Visitor:
    """The page first and then all else, by as many connections as a browser opens."""
    visitor = Visitor()
    start = time.perf_counter()
    connections = [Connection(address, HEADERS) for _ in range(CONNECTIONS)]
    await fetch(visitor, connections[0], deque(paths[:1]))
    rest = deque(paths[1:])
    await asyncio.gather(*(fetch(visitor, connection, rest) for connection in connections))
    visitor.seconds = time.perf_counter() - start
    for connection in connections:
        connection.close()
    return visitor


async def fetch(visitor: Visitor, connection: Connection, paths: deque[str]) -> None:
    """Take one path after another until there is none."""
    while paths:
        path = paths.popleft()
        try:
            answer = await connection.get(path)
        except BrokenError as error:
            visitor.errors.append(f"{path}: {error}")
            continue
        visitor.received += answer.received
        if answer.status != 200:
            visitor.errors.append(f"{path}: {answer.status}")


async def arrive(address: str, paths: Sequence[str], visitors: int = VISITORS) -> list[Visitor]:
    """All at once."""
    everyone = asyncio.gather(*(visit(address, paths) for _ in range(visitors)))
    return await asyncio.wait_for(everyone, PATIENCE)


def arrivals(browser: Browser, what: str, command: list[str]) -> dict[str, Any]:
    """A hundred visitors of one server, ``what`` it is in READY, at the first tab."""
    with serving(command) as (address, _):
        tab = first_tab(browser, address, READY[what])
        visitors = finished(arrive(address, tab.paths))
    seconds = [visitor.seconds for visitor in visitors]
    errors = [error for visitor in visitors for error in visitor.errors]
    return {
        "what": what,
        "visitors": len(visitors),
        "files": len(tab.paths),
        "first_tab_bytes": tab.fresh_bytes,
        "coming_back_bytes": tab.again_bytes,
        "all_s": round(max(seconds), 2),
        "deciles_s": np.quantile(seconds, np.linspace(0, 1, 11)).round(2).tolist(),
        "errors": len(errors),
        "first_error": errors[0] if errors else None,
    }
