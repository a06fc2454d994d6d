"""The app as a process of its own, and its server functions as anyone can call them."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx

T = TypeVar("T")
LIMIT = 120  # seconds that a served process may take, with what the test does meanwhile


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def served(checkout: Path, command: Sequence[str] = ("app/main.py",)) -> Iterator[str]:
    """Run ``python *command`` in a checkout until the block ends; gives the app's address.

    Raises AssertionError, with what the process said, when it does not serve on its port.
    """
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=checkout,
        env={k: v for k, v in os.environ.items() if k != "PORT"}
        | {"GRADIO_SERVER_PORT": str(port), "PYTHONUNBUFFERED": "1", "PYTHONFAULTHANDLER": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    # One that hangs says where, on the way up or down, before the test's own limit ends the tests.
    watchdog = threading.Timer(LIMIT, process.send_signal, [signal.SIGABRT])
    watchdog.start()
    address = f"http://127.0.0.1:{port}"
    said = []
    try:
        assert process.stdout
        for line in process.stdout:  # ends if the process does
            said.append(line)
            if "Running on local URL" in line:
                break
        assert said, "the process said nothing"
        assert address in said[-1], "".join(said)
        yield address
    finally:
        process.terminate()
        process.communicate()
        watchdog.cancel()
    assert process.returncode != -signal.SIGABRT, f"it did not start and end in {LIMIT} seconds"


def finished(coroutine: Coroutine[Any, Any, T]) -> T:
    """What a coroutine gives; in a thread, since the browser's tests have a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def page_id(http: httpx.Client) -> int:
    """What Gradio calls the component that holds the page; ``http`` has the app's address."""
    components = http.get("/config").json()["components"]
    [page] = [row["id"] for row in components if "prepare" in row["props"].get("server_fns", ())]
    return page


def server_function(http: httpx.Client, name: str, data: Any) -> httpx.Response:
    """One call as the page makes it, in a visit of its own."""
    body = {
        "component_id": page_id(http),
        "fn_name": name,
        "data": data,
        "session_hash": secrets.token_hex(8),
    }
    return http.post("/gradio_api/component_server", json=body)
