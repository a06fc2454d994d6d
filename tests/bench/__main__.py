"""Measure, print a table, and write results.json, from which the README quotes."""

from __future__ import annotations

import json
import os
import platform
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright
from tqdm import tqdm

from model.checkpoint import write_atomically
from tests.browser.conftest import launch_options, wait_for_frames, wait_for_picture
from tests.readme import bench_table

RESULTS = Path(__file__).parent / "results.json"
PROBE = (Path(__file__).parent / "probe.js").read_text()
MOVES = 240  # inputs of one drag
PACE = 0.03  # seconds between them: a hand's pace, and room for the frame to end
WARM_UP = 40  # of them, not counted: the compiler is still at work
THROTTLES = (1, 4)


@contextmanager
def serving(module: str, *, by_argument: bool) -> Iterator[str]:
    """Run a server in a process of its own; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [sys.executable, "-m", module, *([port] if by_argument else [])]
    process = subprocess.Popen(command, env=os.environ | {"PORT": port}, stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(url, timeout=5).close()
                break
            except OSError:
                if process.poll() is not None:
                    raise SystemExit(
                        f"error: python -m {module} ended at once; see above"
                    ) from None
                time.sleep(0.25)
        yield url
    finally:
        process.terminate()
        process.wait()


def zigzag(box: dict[str, float], n: int) -> Iterator[tuple[float, float]]:
    """n points back and forth across a box, every one a little apart from the last."""
    for i in range(n):
        phase = abs((i / 40) % 2 - 1)
        yield (
            box["x"] + box["width"] * (0.15 + 0.7 * phase),
            box["y"] + box["height"] * (0.2 + 0.6 * i / n),
        )


def drag(page: Page, selector: str, *, level: bool) -> None:
    """Press on an element and move MOVES times, PACE apart."""
    target = page.locator(selector).first
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    points = [(x, y if level else py) for x, py in zigzag(dict(box), MOVES)]  # type: ignore[arg-type]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points:
        page.mouse.move(*point)
        time.sleep(PACE)
    page.mouse.up()
    page.evaluate("new Promise((done) => setTimeout(done, 300))")  # the plain way lags behind


def open_reconstruct(page: Page) -> None:
    wait_for_picture(page)
    page.get_by_role("button", name="Clear").click()


def open_map(page: Page) -> None:
    wait_for_picture(page)
    page.get_by_role("tab", name="Map").click()
    wait_for_frames(page, "#map [data-view]")


def open_sliders(page: Page) -> None:
    wait_for_picture(page)
    page.get_by_role("tab", name="Sliders").click()
    wait_for_frames(page, "#strips [data-view]")


def open_plain(page: Page) -> None:
    page.wait_for_selector("input[type=range]")


FRAMES = "data-frames"
# name, how to get there, what is dragged, and what the probe listens to and watches
CASES: dict[str, tuple[Callable[[Page], None], str, bool, dict[str, Any]]] = {
    "slider": (
        open_sliders,
        ".lx-slider input[type=range]",
        True,
        {
            "event": "input",
            "target": ".lx-slider",
            "changed": "#strips [data-view]",
            "attribute": FRAMES,
            "subtree": False,
        },
    ),
    "map": (
        open_map,
        ".lx-plot-frame",
        False,
        {
            "event": "pointermove",
            "target": ".lx-plot-frame",
            "changed": "#map [data-view]",
            "attribute": FRAMES,
            "subtree": False,
        },
    ),
    "drawing": (
        open_reconstruct,
        '[data-ref="pad"]',
        False,
        {
            "event": "pointermove",
            "target": '[data-ref="pad"]',
            "changed": "#reconstruct [data-view]",
            "attribute": FRAMES,
            "subtree": False,
        },
    ),
    "plain Gradio slider": (
        open_plain,
        "input[type=range]",
        True,
        {
            "event": "input",
            "target": "body",
            "changed": "#picture",
            "attribute": "src",
            "subtree": True,  # Gradio makes the <img> anew
        },
    ),
}


def measure(browser: Browser, url: str, case: str, throttle: int) -> dict[str, Any]:
    go, handle, level, probe = CASES[case]
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(PROBE)
    page.goto(url)
    go(page)
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    page.evaluate("(probe) => window.startProbe(probe)", probe)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    drag(page, handle, level=level)
    times = np.array(page.evaluate("window.probeTimes"))
    context.close()
    counted = times[min(WARM_UP, len(times) // 4) :]
    return {
        "what": case,
        "cpu_throttle": throttle,
        "answered": len(times),
        "inputs": MOVES,
        "p50_ms": round(float(np.quantile(counted, 0.5)), 1),
        "p95_ms": round(float(np.quantile(counted, 0.95)), 1),
        "requests": len(requests),
    }


def machine() -> str:
    return f"{os.cpu_count()} cores, {platform.machine()}, no GPU"


def main() -> None:
    rows = []
    with (
        serving("app", by_argument=False) as app,
        serving("tests.bench.plain", by_argument=True) as plain,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**launch_options())
        todo = [(case, throttle) for case in CASES for throttle in THROTTLES]
        for case, throttle in tqdm(todo, desc="bench", unit="drag"):
            url = plain if case.startswith("plain") else app
            rows.append(measure(browser, url, case, throttle))
        version = browser.version
        browser.close()
    result = {
        "command": "make bench",
        "machine": machine(),
        "browser": f"Chromium {version}, headless",
        "from": "the input's event, in a capturing listener",
        "to": "the first task after the frame with the new picture",
        "rows": rows,
    }
    text = json.dumps(result, indent=2) + "\n"
    write_atomically(RESULTS, lambda path: path.write_text(text))
    print(bench_table(result))


if __name__ == "__main__":
    main()
