"""A real Chromium on the served app, or on the exported site.

A console error or warning fails the test that saw it. Most tests run at Gradio; those marked
`both_hosts` on the site too, and with `--host static` all that do not need the server.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    sync_playwright,
)

from app.export import export
from app.main import build_demo
from model.files import WEIGHTS
from tests.bench.serve import PORT, module, serving
from tests.browser.sight import wait_for_frames, wait_for_picture
from tests.conftest import launched

__all__ = ["launch_options", "wait_for_frames", "wait_for_picture"]

# Chromium's own services look for hosts that a test machine may not reach.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu-rasterization",  # Debian turns it on: by a processor it takes a tenth longer
)
# A machine without a GPU reads WebGL canvases back through the processor, and says so.
DRIVER = "GL Driver Message"
BLOCKED = "Service Worker registration blocked by Playwright"
LAPTOP = {"width": 1280, "height": 800}
# What Chromium, and Gradio's client, say of a request that was made to fail.
NETWORK = ("Failed to load resource", "TypeError: Failed to fetch")


def launch_options() -> dict[str, Any]:
    """The Chromium that is installed, else the one that Playwright keeps."""
    found = map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))
    return {"executable_path": next(filter(None, found), None), "args": list(ARGUMENTS)}


# A training that was kept.
FORGET = """() => new Promise((done) => {
  const request = indexedDB.deleteDatabase("latent-explorer");
  request.onsuccess = request.onerror = done;
})"""


class Pool:
    """Tabs for one test after another, a kind for each set of options.

    A test is given the page loaded anew, with nothing kept of the one before but the browser's
    cache: a tab with the page's scripts in it opens it in a quarter of a new context's time.
    """

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self._free: dict[str, list[Page]] = {}

    def take(self, options: dict[str, Any]) -> Page:
        free = self._free.setdefault(repr(options), [])
        return free.pop() if free else self.browser.new_context(**options).new_page()

    def give_back(self, options: dict[str, Any], page: Page) -> None:
        """Leave the page as a visitor would who forgets it all."""
        for key in ("Control", "Shift", "Alt", "Meta"):
            page.keyboard.up(key)
        page.mouse.up()
        page.evaluate("localStorage.clear(); sessionStorage.clear();")
        page.evaluate(FORGET)
        page.unroute_all(behavior="ignoreErrors")
        page.goto("about:blank")
        page.mouse.move(0, 0)
        page.set_viewport_size(options["viewport"])
        self._free[repr(options)].append(page)


class Open:
    """Opens pages, and keeps what their consoles complain of.

    ``expected`` holds what a test means to provoke: complaints with one of these in them pass.
    """

    def __init__(self, pool: Pool, address: str) -> None:
        self.pool = pool
        self.address = address
        self.expected = [DRIVER, BLOCKED]
        self.contexts: list[BrowserContext] = []
        self.taken: list[tuple[dict[str, Any], Page]] = []
        self._complaints: list[str] = []

    def __call__(
        self,
        path: str = "/",
        *,
        address: str | None = None,
        before: Callable[[Page], object] | None = None,
        **options: Any,
    ) -> Page:
        """Open ``path``; ``options`` go to the context, ``before`` is called with the page.

        Motion is reduced unless they say otherwise: the page then draws nothing by itself. With
        ``before``, or at another address, the context is a fresh one.
        """
        calm = {"viewport": LAPTOP, "reduced_motion": "reduce", "locale": "en-US"}
        calm["service_workers"] = "block"  # what they answer, no test can hold back or let fail
        options = calm | options
        if before or address:
            context = self.pool.browser.new_context(**options)
            self.contexts.append(context)
            page = context.new_page()
        else:
            page = self.pool.take(options)
            self.taken.append((options, page))
        page.set_default_timeout(20_000)
        page.on("pageerror", self._hear_error)
        page.on("console", self._hear)
        if before:
            before(page)
        page.goto((address or self.address) + path)
        return page

    def _hear_error(self, error: Error) -> None:
        self._complaints.append(f"{error}\n{error.stack}")

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._complaints.append(message.text)

    def close(self) -> None:
        while self.contexts:
            self.contexts.pop().close()
        while self.taken:
            options, page = self.taken.pop()
            if page.is_closed():
                continue
            page.remove_listener("pageerror", self._hear_error)
            page.remove_listener("console", self._hear)
            self.pool.give_back(options, page)

    @property
    def complaints(self) -> list[str]:
        return [c for c in self._complaints if not any(e in c for e in self.expected)]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def pool(browser: Browser) -> Pool:
    return Pool(browser)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test at the hosts that it is for."""
    chosen = metafunc.config.getoption("host")
    if metafunc.definition.get_closest_marker("both_hosts"):
        hosts = [chosen] if chosen else ["gradio", "static"]
    elif metafunc.definition.get_closest_marker("site_only"):
        hosts = ["static"]
    else:
        hosts = [chosen or "gradio"]
    if "host" in metafunc.fixturenames and hosts != ["gradio"]:
        metafunc.parametrize("host", hosts)


@pytest.fixture
def host() -> str:
    """Where the page of a test is: "gradio", or "static" for the exported site."""
    return "gradio"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The exported site on a plain file server, under a path of its own; its address."""
    with served_site(tmp_path_factory.mktemp("host"), WEIGHTS) as address:
        yield address


@contextmanager
def served_site(folder: Path, weights: Path) -> Iterator[str]:
    """Export into a folder of a file server's ``folder``; the site's address."""
    export(folder / "a course" / "site", weights)
    command = module("http.server", PORT, "--bind", "127.0.0.1", "--directory", str(folder))
    with serving(command) as (address, _):
        yield f"{address}/a%20course/site"


@pytest.fixture
def open_page(pool: Pool, host: str, request: pytest.FixtureRequest) -> Iterator[Open]:
    if host == "static" and request.node.get_closest_marker("needs_server"):
        pytest.skip("needs the server")
    opened = Open(pool, request.getfixturevalue("site" if host == "static" else "server"))
    yield opened
    opened.close()
    assert opened.complaints == []


@pytest.fixture
def page(open_page: Open) -> Page:
    """The app at 1280 pixels, its first picture reconstructed."""
    page = open_page()
    wait_for_picture(page)
    return page


@pytest.fixture
def serve(
    open_page: Open, host: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Path], str]]:
    """Serve another weights folder; its address. Pages are closed before their server is."""
    with ExitStack() as stack:

        def start(weights: Path) -> str:
            if host == "static":
                return stack.enter_context(served_site(tmp_path_factory.mktemp("host"), weights))
            demo = build_demo(weights)
            stack.callback(demo.close)
            return launched(demo)

        yield start
        open_page.close()
