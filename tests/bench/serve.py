"""Servers in processes of their own, each at a free port and gone when it is left."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PORT = "{port}"  # where a command wants the port
LAST = 4000  # characters of a log that are shown when its server fails
PATIENCE = 60.0  # seconds until a server must have answered


@contextmanager
def serving(
    command: list[str], *, cwd: Path = ROOT, patience: float = PATIENCE
) -> Iterator[tuple[str, float]]:
    """Run a server that is told its port by ``PORT`` among its arguments or in its environment.

    Yields its address and the seconds until it answered. Raises SystemExit when it ends before
    that, or has not answered after ``patience`` seconds.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    words = [port if word == PORT else word for word in command]
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile("w+") as log:
        started = time.monotonic()
        process = subprocess.Popen(
            words,
            cwd=cwd,
            env=os.environ | {"PORT": port},
            stdout=log,
            stderr=log,
            start_new_session=True,  # so that what it starts ends with it
        )
        try:
            while not answers(url):
                late = time.monotonic() - started > patience
                if late or process.poll() is not None:
                    log.seek(0)
                    why = f"did not answer in {patience:.0f} s" if late else "ended at once"
                    raise SystemExit(f"{log.read()[-LAST:]}error: {' '.join(words)} {why}")
                time.sleep(0.1)
            yield url, time.monotonic() - started
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=10).close()
    except OSError:
        return False
    return True


def module(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", name, *arguments]
