"""How long the page's start holds up the main thread, and how long a bare clone needs to serve."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page

from tests.bench.serve import ROOT, module, serving
from tests.browser.sight import wait_for_picture

LONG_TASKS = (Path(__file__).parent / "longtasks.js").read_text()
STARTS = 3  # of the app, of which the median counts
REPEATS = 5  # fresh pages, of which the median counts
CALM = 2000  # ms after which a page that has started is taken to be at rest
INSTALL = 1800.0  # seconds that `make run` may take on a bare clone

READ = """async ({ id, kind, activation, latent_dim }) => {
  const { ModelStore } = await import("/app/web/models/store.js");
  const files = Object.fromEntries(
    ["encoder", "decoder"].map((half) => [half, `/weights/${id}/${half}.safetensors`]),
  );
  const store = new ModelStore([{ id, title: id, kind, activation, latent_dim, files }]);
  const model = store.get(id);
  await model.load("encoder");
  await model.load("decoder");
  return performance.getEntriesByName("lx-read").map(({ duration }) => duration);
}"""


# Bytes of the page and of all that it fetched, as they came.
FETCHED = """() => performance.getEntries()
  .reduce((sum, { encodedBodySize = 0 }) => sum + encodedBodySize, 0)"""


def fresh(browser: Browser, url: str, visit: Callable[[Page], Any]) -> Any:
    """What ``visit`` finds on a page that has seen nothing before."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(LONG_TASKS)
    page.goto(url)
    found = visit(page)
    context.close()
    return found


def read(page: Page, model: dict[str, Any]) -> list[float]:
    return page.evaluate(READ, model)


def reading(browser: Browser, static: str, models: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ms of main thread to read each model's two files, on a page that has read none before.

    ``models`` are the `model` parts of their config.json, each with its id; ``static`` serves the
    project's files.
    """
    rows = []
    for model in models:
        visit = partial(read, model=model)
        page = f"{static}/tests/bench/empty.html"
        visits = [fresh(browser, page, visit) for _ in range(REPEATS)]
        assert all(len(files) == 2 for files in visits), "models/store.js measures each file"
        rows.append(
            {
                "model": model["id"],
                "ms": round(median(sum(files) for files in visits), 1),
                "longest_task_ms": round(median(max(files) for files in visits), 1),
            }
        )
    return rows


def at_rest(page: Page) -> dict[str, float]:
    """The longest task, and the longest script that app/web brought, of what has happened."""
    page.evaluate("(calm) => new Promise((done) => setTimeout(done, calm))", CALM)
    return page.evaluate("window.longest()")


def starting(browser: Browser, app: str, site: str, empty: str) -> dict[str, Any]:
    """The longest tasks of the main thread until a page is at rest, in ms, and what it fetched.

    The app's and the exported site's, beside those of an empty page of Gradio; of the app also of
    our scripts alone.
    """

    def start_app(page: Page) -> dict[str, float]:
        wait_for_picture(page)
        return at_rest(page) | {"bytes": page.evaluate(FETCHED)}

    def start_empty(page: Page) -> dict[str, float]:
        page.wait_for_selector(".gradio-container p")
        return at_rest(page)

    ours = [fresh(browser, app, start_app) for _ in range(REPEATS)]
    files = [fresh(browser, site, start_app) for _ in range(REPEATS)]
    theirs = [fresh(browser, empty, start_empty) for _ in range(REPEATS)]
    return {
        "longest_task_ms": round(median(found["task"] for found in ours)),
        "longest_script_of_ours_ms": round(median(found["ours"] for found in ours)),
        "longest_task_of_an_empty_gradio_page_ms": round(median(f["task"] for f in theirs)),
        "longest_task_of_the_site_ms": round(median(found["task"] for found in files)),
        "first_tab_bytes": round(median(found["bytes"] for found in ours)),
        "first_tab_of_the_site_bytes": round(median(found["bytes"] for found in files)),
        "repeats": REPEATS,
        "what": "medians of fresh pages; a script that ran less than 5 ms, or in a frame "
        "shorter than 50 ms, counts as 0; bytes as they came, by a server that compresses nothing "
        "where it is the site's",
    }


def first_page() -> dict[str, Any]:
    """Seconds from `python -m app` to its first page, and without the bytecode of an earlier run.

    The files of the libraries may be in the machine's memory.
    """

    def seconds(**environment: str) -> float:
        words = [f"{name}={value}" for name, value in environment.items()]
        with serving(["env", *words, *module("app")]) as (_, waited):
            return waited

    with tempfile.TemporaryDirectory() as empty:
        without = seconds(PYTHONPYCACHEPREFIX=empty)
    return {
        "seconds": round(median(seconds() for _ in range(STARTS)), 1),
        "without_bytecode_seconds": round(without, 1),
        "repeats": STARTS,
    }


def bare_clone() -> dict[str, Any]:
    """Seconds from `git clone` of what is committed, by `make run`, to the first page."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        command = ["env", "PIP_NO_CACHE_DIR=1", "make", "run"]
        with serving(command, cwd=clone, patience=INSTALL) as (_, seconds):
            return {
                "seconds": round(seconds),
                "what": "make run on a bare clone until its page answers: the virtual "
                "environment, pip's downloads with nothing cached, and the start",
            }
