"""docs/nginx.conf, run as it is: two replicas, what nginx keeps for them, and one that is killed.

Skipped where nginx is not installed; `apt-get install nginx-light` brings it on Debian.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from gradio_client import Client, handle_file
from PIL import Image, ImageDraw

from app.limits import LIMITS, MB
from app.main import ROOT
from tests.serving import free_port

pytestmark = pytest.mark.skipif(
    shutil.which("nginx") is None, reason="nginx is not installed: apt-get install nginx-light"
)
CONF = ROOT / "docs" / "nginx.conf"
VAE = "mnist-vae-2d"
BROTLI = {"Accept-Encoding": "br, gzip"}
MODULE = re.compile(r"files/web/~[0-9a-f]{12}/hosts/gradio\.js")
SCRIPT = re.compile(r"assets/[\w-]+-[\w-]{8}\.js")


@dataclass
class Hosted:
    """nginx, and the replicas behind it."""

    address: str
    replicas: list[str]
    processes: list[subprocess.Popen[str]]


def replaced(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


def configured(folder: Path, port: int, replicas: list[int]) -> Path:
    """A whole configuration with docs/nginx.conf in it, at these ports, that writes here alone."""
    text = replaced(CONF.read_text(), "listen 80;", f"listen 127.0.0.1:{port};")
    for old, new in zip((7860, 7861), replicas, strict=True):
        text = replaced(text, f"server 127.0.0.1:{old}", f"server 127.0.0.1:{new}")
    text = replaced(text, "/var/cache/latent-explorer", str(folder / "cache"))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    main = folder / "nginx.conf"
    main.write_text(
        f"user {pwd.getpwuid(os.getuid()).pw_name};\ndaemon off;\npid {folder}/pid;\n"
        f"error_log {folder}/error.log;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{places}\n{text}\n}}\n"
    )
    return main


def replica(port: int) -> subprocess.Popen[str]:
    environment = {k: v for k, v in os.environ.items() if k not in ("PORT", "GRADIO_TEMP_DIR")}
    return subprocess.Popen(
        [sys.executable, "app/main.py"],
        cwd=ROOT,
        env=environment | {"GRADIO_SERVER_PORT": str(port), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )


def wait_until_it_answers(address: str) -> None:
    for _ in range(600):
        try:
            httpx.get(f"{address}/robots.txt")
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"{address} did not answer in a minute")


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    folder = tmp_path_factory.mktemp("nginx")
    ports = [free_port() for _ in range(3)]
    main = configured(folder, ports[0], ports[1:])
    check = ["nginx", "-t", "-e", str(folder / "error.log"), "-c", str(main)]
    tested = subprocess.run(check, capture_output=True, text=True)
    assert tested.returncode == 0, tested.stderr
    with ExitStack() as stack:
        processes = [replica(port) for port in ports[1:]]
        run = ["nginx", "-e", str(folder / "error.log"), "-c", str(main)]
        for process in (*processes, subprocess.Popen(run, text=True)):
            stack.enter_context(process)
            stack.callback(process.terminate)
        addresses = [f"http://127.0.0.1:{port}" for port in ports]
        for address in (*addresses[1:], addresses[0]):
            wait_until_it_answers(address)
        yield Hosted(addresses[0], addresses[1:], processes)


@pytest.fixture
def http(hosted: Hosted) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=hosted.address, timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def digit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    image = Image.new("L", (90, 90), 255)
    ImageDraw.Draw(image).line([(30, 20), (60, 70)], fill=0, width=8)
    path = tmp_path_factory.mktemp("digit") / "one.png"
    image.save(path)
    return path


def named(http: httpx.Client) -> list[str]:
    """A module of the page's, a script of Gradio's, Plotly and a net, as the page names them."""
    page = http.get("/").text
    names = [found[0] for kind in (MODULE, SCRIPT) if (found := kind.search(page))]
    [plotly] = set(re.findall(r"files/[0-9a-f]{12}/plotly\.min\.js", page))
    return [*names, plotly, f"files/weights/{VAE}/decoder.safetensors"]


def test_static_files_come_from_nginx_after_the_first_visitor(
    hosted: Hosted, http: httpx.Client
) -> None:
    names = named(http)
    assert len(names) == 4
    for name in names:
        first, second = (http.get(f"/{name}", headers=BROTLI) for _ in range(2))
        own = httpx.get(f"{hosted.replicas[0]}/{name}", headers=BROTLI, timeout=60)
        assert second.headers["x-cache"] == "HIT", (name, dict(first.headers))
        assert first.content == second.content == own.content
        for header in ("cache-control", "etag", "content-type", "x-content-type-options"):
            assert second.headers[header] == own.headers[header], (name, header)
        assert second.headers.get("content-encoding") == own.headers.get("content-encoding")
        assert ("immutable" in second.headers["cache-control"]) == ("weights" not in name)
        assert "set-cookie" not in second.headers
        still = http.get(f"/{name}", headers=BROTLI | {"If-None-Match": own.headers["etag"]})
        assert (still.status_code, still.headers["x-cache"]) == (304, "HIT")
        plain = http.get(f"/{name}", headers={"Accept-Encoding": "identity"})
        assert "content-encoding" not in plain.headers
        assert plain.content == own.content


def test_the_replicas_are_one_page(hosted: Hosted) -> None:
    """Byte for byte, and every file by its name: a browser may be sent from one to the other."""
    host = {"Host": "explorer.example.org"}
    first, second = (
        httpx.get(f"{replica}/", headers=host, timeout=60) for replica in hosted.replicas
    )
    assert first.headers["etag"] == second.headers["etag"]
    assert first.content == second.content
    name = f"files/weights/{VAE}/encoder.safetensors"
    tags = {httpx.head(f"{replica}/{name}").headers["etag"] for replica in hosted.replicas}
    assert len(tags) == 1


def test_a_visitor_stays_with_one_replica(hosted: Hosted, digit: Path) -> None:
    """Which one is seen by who keeps the upload; visitors are shared out between the two."""
    served: list[int] = []
    for _ in range(12):
        with httpx.Client(base_url=hosted.address, timeout=30) as visitor:
            visitor.get("/")
            files = {"files": (f"{len(served)}.png", digit.read_bytes())}
            [path] = visitor.post("/gradio_api/upload", files=files).json()
            mine = f"/gradio_api/file={path}"
            assert {visitor.get(mine).status_code for _ in range(4)} == {200}
            codes = [httpx.get(f"{replica}{mine}").status_code for replica in hosted.replicas]
            assert sorted(codes) == [200, 403]
            served.append(codes.index(200))
    assert set(served) == {0, 1}


def test_an_event_goes_out_as_it_comes(http: httpx.Client) -> None:
    """Gradio's heartbeat has 15 s between two: one that was held would come after the limit."""
    with http.stream("GET", "/gradio_api/heartbeat/abc", timeout=5) as answer:
        assert "ALIVE" in next(answer.iter_text())


def test_the_bounds_are_the_apps_and_every_refusal_is_a_sentence(http: httpx.Client) -> None:
    run = "/gradio_api/run/decode"
    over = http.post(run, content=b" " * (LIMITS.body_bytes + 1))
    far_over = http.post(run, content=b" " * (3 * MB))
    assert over.json()["detail"] == "A request may have at most 1 MB; send a smaller one."
    assert far_over.json()["error"] == "The request is too large."
    assert {over.status_code, far_over.status_code} == {413}
    [most] = re.findall(r"client_max_body_size (\d+)m;\n    }", CONF.read_text())
    assert LIMITS.upload_bytes < int(most) * 2**20
    files = {"files": ("a.png", b" " * (LIMITS.upload_bytes + 1))}
    upload = http.post("/gradio_api/upload", files=files)
    assert upload.status_code == 413
    assert upload.json()["detail"].startswith("A file may have at most")


def test_where_it_runs_is_what_the_visitor_asked_for(http: httpx.Client, hosted: Hosted) -> None:
    said = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    config = http.get("/config", headers=said)
    assert config.json()["root"] == hosted.address
    assert "evil" not in config.text


@dataclass
class Visits:
    """When each request began and ended, in seconds on a clock, and what failed."""

    went: list[tuple[float, float]] = field(default_factory=list)
    failed: list[tuple[float, float, str]] = field(default_factory=list)

    def note(self, began: float, error: Exception | None = None) -> None:
        now = time.monotonic()
        if error is None:
            self.went.append((began, now))
        else:
            self.failed.append((began, now, repr(error)))


def call(address: str, digit: Path, visits: Visits, over: threading.Event) -> None:
    """A program: it uploads, encodes and decodes, again and again."""
    client = Client(address, verbose=False)
    while not over.is_set():
        for arguments, name in (((handle_file(digit), VAE), "encode"), (([0, 1], VAE), "decode")):
            began = time.monotonic()
            try:
                client.predict(*arguments, api_name=f"/{name}")
                visits.note(began)
            except Exception as error:  # whatever a client makes of a server that is gone
                visits.note(began, error)
    client.close()


def browse(address: str, names: list[str], visits: Visits, over: threading.Event) -> None:
    """A browser: the page and its files."""
    with httpx.Client(base_url=address, timeout=30) as http:
        while not over.is_set():
            for name in ("", *names):
                began = time.monotonic()
                try:
                    http.get(f"/{name}").raise_for_status()
                    visits.note(began)
                except httpx.HTTPError as error:
                    visits.note(began, error)


def test_a_replica_that_is_killed_loses_its_requests_in_flight_alone(
    hosted: Hosted, http: httpx.Client, digit: Path
) -> None:
    """The last of the module: one replica is gone after it."""
    names, over = named(http), threading.Event()
    calls, pages = [Visits() for _ in range(6)], [Visits() for _ in range(2)]
    with ThreadPoolExecutor(8) as pool:
        runs = [pool.submit(call, hosted.address, digit, visits, over) for visits in calls]
        runs += [pool.submit(browse, hosted.address, names, visits, over) for visits in pages]
        try:
            while not all(len(visits.went) >= 4 for visits in calls):
                assert not any(run.done() for run in runs), [
                    r.exception() for r in runs if r.done()
                ]
                time.sleep(0.05)
            killed = time.monotonic()
            hosted.processes[0].send_signal(signal.SIGKILL)
            # Long enough for nginx to forget the failure and to ask the one that is gone again.
            time.sleep(6)
            done = time.monotonic()
            while not all(visits.went[-1][0] > done for visits in (*calls, *pages)):
                assert time.monotonic() < done + 30, [visits.failed[-3:] for visits in calls]
                time.sleep(0.05)
        finally:
            over.set()
        for run in runs:
            run.result()
    before = [failure for visits in calls for failure in visits.failed if failure[1] < killed]
    assert before == []
    assert [visits.failed for visits in pages] == [[], []]  # another replica is asked, or nginx
    for visits in calls:
        assert len(visits.failed) <= 1, visits.failed
        assert all(began < killed for began, _, _ in visits.failed), (killed, visits.failed)
    # Whoever comes now is served, by any address and by any cookie.
    for _ in range(4):
        client = Client(hosted.address, verbose=False)
        assert len(client.predict(handle_file(digit), VAE, api_name="/encode")["mu"]) == 2
        client.close()
