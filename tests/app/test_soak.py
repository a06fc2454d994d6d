"""The memory of a served app stays bounded, however many calls it has answered."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from PIL import Image, ImageDraw

from app.main import ROOT

# The last two thirds add 1 to 3 MiB with the bound on session states, and 33 without it.
CALLS, MOST_GROWTH = 450, 12 * 2**20
VAE = "mnist-vae-2d"


@pytest.fixture
def process(tmp_path: Path) -> Iterator[tuple[str, int]]:
    """`python app/main.py`: its address and its process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if k != "PORT"}
    environment |= {
        "GRADIO_SERVER_PORT": str(port),
        "GRADIO_TEMP_DIR": str(tmp_path / "uploads"),
        "PYTHONUNBUFFERED": "1",
    }
    server = subprocess.Popen(
        [sys.executable, "app/main.py"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout
        assert any("Running on local URL" in line for line in server.stdout)
        yield f"http://127.0.0.1:{port}/gradio_api", server.pid
    finally:
        server.terminate()
        server.communicate()


def resident_bytes(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise AssertionError("the server is gone")


def endpoint(http: httpx.Client, name: str, *data: object) -> None:
    """One call as gradio_client makes it: in a session of its own, through the queue."""
    event = http.post(f"/call/{name}", json={"data": data}).json()["event_id"]
    assert "event: complete" in http.get(f"/call/{name}/{event}").text


def server_function(http: httpx.Client, component: int, name: str, *data: object) -> None:
    """One call as the page makes it when its own engine cannot answer, in a visit of its own."""
    body = {
        "component_id": component,
        "fn_name": name,
        "data": data,
        "session_hash": secrets.token_hex(8),
    }
    assert "error" not in http.post("/component_server", json=body).raise_for_status().json()


def mixed_calls(http: httpx.Client, file: Path) -> list[Callable[[], None]]:
    [path] = http.post("/upload", files={"files": (file.name, file.read_bytes())}).json()
    image = {"path": path, "meta": {"_type": "gradio.FileData"}}
    components = http.get(str(http.base_url).replace("/gradio_api/", "/config")).json()
    [page] = [
        c["id"] for c in components["components"] if "picture" in c["props"].get("server_fns", ())
    ]
    return [
        lambda: endpoint(http, "models"),
        lambda: endpoint(http, "encode", image, VAE),
        lambda: endpoint(http, "decode", [0.5, -1], VAE),
        lambda: endpoint(http, "reconstruct", image, "mnist-vae-10d"),
        lambda: endpoint(http, "sample", VAE, 3, 7),
        lambda: server_function(http, page, "picture", "mnist", 5),
        lambda: server_function(http, page, "decode", VAE, [0.5, -1]),
    ]


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="memory is read from /proc")
def test_memory_stays_bounded_over_many_calls(process: tuple[str, int], tmp_path: Path) -> None:
    address, pid = process
    image = Image.new("L", (90, 90), 255)
    ImageDraw.Draw(image).line([(30, 20), (60, 70)], fill=0, width=8)
    image.save(tmp_path / "one.png")
    with httpx.Client(base_url=address, timeout=60) as http, ThreadPoolExecutor(4) as pool:
        calls = mixed_calls(http, tmp_path / "one.png")

        def answer(numbers: range) -> None:
            list(pool.map(lambda number: calls[number % len(calls)](), numbers))

        answer(range(CALLS // 3))
        before = resident_bytes(pid)
        answer(range(CALLS // 3, CALLS))
        growth = resident_bytes(pid) - before
    assert growth < MOST_GROWTH, f"grew by {growth / 2**20:.1f} MiB"
