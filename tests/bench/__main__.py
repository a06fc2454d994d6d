"""Measure, print a table, and write results.json, from which the README quotes.

With names of parts, as in `python -m tests.bench arrivals api`, the others stay as they were.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from tqdm import tqdm

from model.files import WEIGHTS, write_atomically
from tests.bench.arrivals import arrivals
from tests.bench.calls import calls
from tests.bench.cases import CASES, measure, with_ratios
from tests.bench.opening import opening
from tests.bench.serve import PORT, ROOT, module, serving
from tests.bench.startup import bare_clone, first_page, reading, starting
from tests.bench.training import training
from tests.browser.conftest import launch_options, served_site
from tests.readme import bench_table

RESULTS = Path(__file__).parent / "results.json"
THROTTLES = (1, 4)
SERVERS = {
    "app": module("app"),
    "plain": module("tests.bench.plain", PORT),
    "empty": module("tests.bench.empty", PORT),
    "floor": module("http.server", PORT, "--bind", "127.0.0.1", "--directory", str(ROOT)),
}


def machine() -> str:
    return f"{os.cpu_count()} cores, {platform.machine()}, no GPU"


def models() -> list[dict[str, Any]]:
    """The `model` part of the config.json of each model that can be chosen, with its id."""
    folders = sorted(path.parent for path in WEIGHTS.glob("*/decoder.safetensors"))
    found = [
        json.loads((folder / "config.json").read_text())["model"] | {"id": folder.name}
        for folder in folders
    ]
    return [model for model in found if model["family"] == "main"]


def in_browser(parts: Collection[str]) -> dict[str, Any]:
    """What is measured in Chromium on servers that wait for it, each in a process of its own."""
    found: dict[str, Any] = {}
    with ExitStack() as stack:
        urls = {name: stack.enter_context(serving(command))[0] for name, command in SERVERS.items()}
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        site = stack.enter_context(served_site(folder, WEIGHTS))
        browser = stack.enter_context(chromium())
        if "rows" in parts:
            rows = []
            todo = [(case, throttle) for throttle in THROTTLES for case in CASES]
            for case, throttle in tqdm(todo, desc="bench", unit="drag"):
                rows.append(measure(browser, urls[case.server], case, throttle))
            found |= {"browser": f"Chromium {browser.version}, headless", "rows": with_ratios(rows)}
        if "reading" in parts:
            found["reading"] = reading(browser, urls["floor"], models())
        if "opening" in parts:
            found["opening"] = opening(browser, urls["floor"])
        if "starting" in parts:
            found["starting"] = starting(browser, urls["app"], site, urls["empty"])
        if "training" in parts:
            found["training"] = training(browser, urls["app"])
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright, playwright.chromium.launch(**launch_options()) as browser:
        yield browser


def arriving() -> list[dict[str, Any]]:
    """The visitors' rows; only the server that they come to is there meanwhile."""
    with chromium() as browser:
        return [arrivals(browser, what, SERVERS[what]) for what in ("app", "plain")]


def called() -> list[dict[str, Any]]:
    """The callers' rows; only the server that they call is there meanwhile."""
    return [row for what in ("app", "plain", "empty") for row in calls(what, SERVERS[what])]


IN_BROWSER = ("rows", "reading", "opening", "starting", "training")
ALONE: dict[str, Callable[[], Any]] = {
    "arrivals": arriving,
    "api": called,
    "first_page": first_page,
    "bare_clone": bare_clone,
}


def main() -> None:
    # The servers are in sessions of their own: an end by signal must end them too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("error: ended by a signal"))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="*", choices=[[], *IN_BROWSER, *ALONE], help="only these")
    parts = parser.parse_args().part or [*IN_BROWSER, *ALONE]
    found = in_browser(parts) if set(parts) & set(IN_BROWSER) else {}
    found |= {name: measured() for name, measured in ALONE.items() if name in parts}
    kept = json.loads(RESULTS.read_text()) if RESULTS.is_file() else {}
    result = kept | {
        "command": "make bench",
        "machine": machine(),
        "from": "the input's event, in a capturing listener",
        "to": "the first task after the frame with the new picture",
        **found,
    }
    text = json.dumps(result, indent=2) + "\n"
    write_atomically(RESULTS, lambda path: path.write_text(text))
    print(bench_table(result))


if __name__ == "__main__":
    main()
