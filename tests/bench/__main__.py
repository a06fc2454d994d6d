"""Measure, print a table, and write results.json, from which the README quotes."""

from __future__ import annotations

import json
import os
import platform
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from tqdm import tqdm

from model.files import WEIGHTS, write_atomically
from tests.bench.cases import CASES, measure, with_ratios
from tests.bench.opening import opening
from tests.bench.serve import PORT, ROOT, module, serving
from tests.bench.startup import bare_clone, reading, starting
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


def in_browser() -> dict[str, Any]:
    """All that is measured in Chromium, each server in a process of its own."""
    rows = []
    with ExitStack() as stack:
        urls = {name: stack.enter_context(serving(command))[0] for name, command in SERVERS.items()}
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        site = stack.enter_context(served_site(folder, WEIGHTS))
        playwright = stack.enter_context(sync_playwright())
        browser = stack.enter_context(playwright.chromium.launch(**launch_options()))
        todo = [(case, throttle) for throttle in THROTTLES for case in CASES]
        for case, throttle in tqdm(todo, desc="bench", unit="drag"):
            rows.append(measure(browser, urls[case.server], case, throttle))
        return {
            "browser": f"Chromium {browser.version}, headless",
            "rows": with_ratios(rows),
            "reading": reading(browser, urls["floor"], models()),
            "opening": opening(browser, urls["floor"]),
            "starting": starting(browser, urls["app"], site, urls["empty"]),
            "training": training(browser, urls["app"]),
        }


def main() -> None:
    # The servers are in sessions of their own: an end by signal must end them too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("error: ended by a signal"))
    result = {
        "command": "make bench",
        "machine": machine(),
        "from": "the input's event, in a capturing listener",
        "to": "the first task after the frame with the new picture",
        **in_browser(),
        "bare_clone": bare_clone(),
    }
    text = json.dumps(result, indent=2) + "\n"
    write_atomically(RESULTS, lambda path: path.write_text(text))
    print(bench_table(result))


if __name__ == "__main__":
    main()
