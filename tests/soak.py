"""Thousands of mixed requests of real clients: does the server keep its memory, files and folder?

`python -m tests.soak` or `make soak` makes 20,000 and writes tests/soak.json, a row a thousand.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx
from gradio_client import Client
from PIL import Image, ImageDraw

from model.files import write_atomically
from tests.serving import free_port

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).parent / "soak.json"
VAE = "mnist-vae-2d"
CALLS, EACH, CLIENTS = 20_000, 1000, 4
MOST_GROWTH = 1.05  # of the memory after the first thousand


@dataclass(frozen=True)
class Held:
    """What the server holds after so many calls."""

    calls: int
    seconds: float
    resident_mib: float
    descriptors: int
    temp_entries: int


@contextmanager
def process(uploads: Path) -> Iterator[tuple[str, int]]:
    """`python app/main.py` with its files in that folder: its address and its process id."""
    port = free_port()
    environment = {k: v for k, v in os.environ.items() if k != "PORT"}
    environment |= {
        "GRADIO_SERVER_PORT": str(port),
        "GRADIO_TEMP_DIR": str(uploads),
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "app/main.py"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout
            assert any("Running on local URL" in line for line in server.stdout)
            yield f"http://127.0.0.1:{port}", server.pid
        finally:
            server.terminate()


def held(pid: int, uploads: Path, calls: int, seconds: float) -> Held:
    """What the process holds now, as Linux tells it."""
    status = Path(f"/proc/{pid}/status").read_text()
    [resident] = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")]
    return Held(
        calls=calls,
        seconds=round(seconds, 1),
        resident_mib=round(int(resident) / 1024, 1),
        descriptors=len(list(Path(f"/proc/{pid}/fd").iterdir())),
        # Not rglob, which fails where a folder is swept away meanwhile.
        temp_entries=sum(len(folders) + len(files) for _, folders, files in os.walk(uploads)),
    )


def endpoint(http: httpx.Client, name: str, *data: object) -> None:
    """One call as a program makes it: through the queue, in a session of its own."""
    answer = http.post(f"/gradio_api/call/{name}", json={"data": data}).raise_for_status()
    event = answer.json()["event_id"]
    assert "event: complete" in http.get(f"/gradio_api/call/{name}/{event}").text


def server_function(http: httpx.Client, component: int, name: str, *data: object) -> None:
    """One call as the page makes it when its own engine cannot answer, in a visit of its own."""
    body = {
        "component_id": component,
        "fn_name": name,
        "data": data,
        "session_hash": secrets.token_hex(8),
    }
    answer = http.post("/gradio_api/component_server", json=body).raise_for_status().json()
    assert "error" not in answer


def uploaded(http: httpx.Client, number: int) -> dict[str, Any]:
    """A picture of its own for each number, as gr.Image's value."""
    image = Image.new("L", (90, 90), 255)
    ImageDraw.Draw(image).line([(30, 20), (60, 70 + number % 10)], fill=0, width=8)
    image.putpixel((number % 90, number // 90 % 90), 200)
    with tempfile.SpooledTemporaryFile() as file:
        image.save(file, "PNG")
        file.seek(0)
        files = {"files": ("one.png", file.read())}
    [path] = http.post("/gradio_api/upload", files=files).raise_for_status().json()
    return {"path": path, "meta": {"_type": "gradio.FileData"}}


def mixed_calls(address: str, http: httpx.Client) -> Sequence[Callable[[int], object]]:
    """What clients do, each of a call's number."""
    components = http.get("/config").json()["components"]
    [page] = [c["id"] for c in components if "picture" in c["props"].get("server_fns", ())]
    client = Client(address, verbose=False, download_files=False)
    return [
        lambda n: http.get("/").raise_for_status(),
        lambda n: endpoint(http, "models"),
        lambda n: endpoint(http, "encode", uploaded(http, n), VAE),
        lambda n: endpoint(http, "decode", [n % 100 / 25 - 2, -1], VAE),
        lambda n: endpoint(http, "reconstruct", uploaded(http, n), "mnist-vae-10d"),
        lambda n: endpoint(http, "sample", VAE, 3, n),
        lambda n: client.predict([n % 100 / 25 - 2, 1], VAE, api_name="/decode"),
        lambda n: server_function(http, page, "picture", "mnist", n % 10_000),
        lambda n: server_function(http, page, "decode", VAE, [[0.5, -1]] * 64),
        lambda n: server_function(http, page, "prepare", uploaded(http, n)["path"]),
    ]


def soak(calls: int, each: int, uploads: Path) -> list[Held]:
    """What the server holds after every ``each`` of so many calls; each must succeed."""
    rows = []
    start = time.monotonic()
    with (
        process(uploads) as (address, pid),
        httpx.Client(base_url=address, timeout=60) as http,
        ThreadPoolExecutor(CLIENTS) as pool,
    ):
        kinds = mixed_calls(address, http)
        for first in range(0, calls, each):
            numbers = range(first, first + each)
            list(pool.map(lambda number: kinds[number % len(kinds)](number), numbers))
            rows.append(held(pid, uploads, first + each, time.monotonic() - start))
            print(rows[-1], flush=True)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=CALLS)
    parser.add_argument("--each", type=int, default=EACH, help="calls between two looks")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = soak(words.calls, words.each, Path(folder) / "uploads")
    written = json.dumps({"rows": [asdict(row) for row in rows]}, indent=1)
    write_atomically(RESULTS, lambda path: path.write_text(f"{written}\n"))
    growth = rows[-1].resident_mib / rows[0].resident_mib
    if growth > MOST_GROWTH:
        sys.exit(f"error: the memory grew by {growth - 1:.0%} after the first {words.each} calls")


if __name__ == "__main__":
    main()
