"""A real Chromium on the served app. A console error or warning fails the test that saw it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page, expect, sync_playwright

# Chromium's own services look for hosts that a test machine may not reach.
ARGUMENTS = ("--no-sandbox", "--disable-background-networking", "--disable-component-update")
# A machine without a GPU reads WebGL canvases back through the processor, and says so.
DRIVER = "GL Driver Message"

Open = Callable[..., Page]


def launch_options() -> dict[str, Any]:
    """The Chromium that is installed, else the one that Playwright keeps."""
    installed = shutil.which("chromium") or shutil.which("google-chrome")
    return {"executable_path": installed, "args": list(ARGUMENTS)}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, server: str) -> Iterator[Open]:
    """Open the app in a fresh context; `options` go to it, `before` is called with the page."""
    contexts = []
    complaints: list[str] = []

    def open_it(
        path: str = "/", before: Callable[[Page], None] | None = None, **options: Any
    ) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if message.type in ("error", "warning") and DRIVER not in message.text
                else None
            ),
        )
        if before:
            before(page)
        page.goto(server + path)
        return page

    open_it.complaints = complaints  # type: ignore[attr-defined]
    yield open_it
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_page: Open) -> Page:
    """The app at 1280 pixels, its first picture reconstructed."""
    page = open_page()
    wait_for_picture(page)
    return page


def frames(page: Page, selector: str) -> int:
    """How often a view has been painted."""
    return int(page.locator(selector).get_attribute("data-frames") or 0)


def wait_for_frames(page: Page, selector: str, more_than: int = 0) -> None:
    """Wait until the view has been painted more often than that."""
    page.wait_for_function(
        "([selector, n]) => Number(document.querySelector(selector)?.dataset.frames ?? 0) > n",
        arg=[selector, more_than],
    )


def drag(page: Page, points: Sequence[Sequence[float]], selector: str) -> None:
    """Press at the first point and move along the others; each move must repaint the view."""
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        before = frames(page, selector)
        page.mouse.move(*point)
        wait_for_frames(page, selector, before)
    page.mouse.up()


def along(start: Sequence[float], end: Sequence[float], n: int = 12) -> list[tuple[float, float]]:
    """n points on the way, both ends among them."""
    return [
        (start[0] + t * (end[0] - start[0]), start[1] + t * (end[1] - start[1]))
        for t in np.linspace(0, 1, n)
    ]


def wait_for_picture(page: Page) -> None:
    """Wait until the picture that the page opens with has been reconstructed."""
    expect(page.locator('#reconstruct [data-ref="made"]')).to_contain_text(" ms", timeout=20_000)


def pixels(page: Page, selector: str) -> NDArray[np.float64]:
    """What a canvas shows, as grey levels (H, W) in [0, 1]."""
    levels = page.locator(selector).evaluate(
        """canvas => {
          const { width, height } = canvas;
          const copy = new OffscreenCanvas(width, height);
          const context = copy.getContext("2d", { willReadFrequently: true });
          context.drawImage(canvas, 0, 0);
          const { data } = context.getImageData(0, 0, width, height);
          return [height, width, Array.from({ length: width * height }, (_, i) => data[4 * i])];
        }"""
    )
    height, width, values = levels
    return np.array(values, dtype=np.float64).reshape(height, width) / 255


def choose_model(page: Page, title: str) -> None:
    """Choose in the native dropdown, and wait until the views have followed."""
    page.get_by_label("Model", exact=True).click()
    page.get_by_role("option", name=title).click()


def number(page: Page, ref: str) -> float:
    """The number that a view shows."""
    text = page.locator(f'[data-ref="{ref}"]').inner_text()
    return float(text.replace("−", "-"))
