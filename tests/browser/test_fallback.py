"""When the browser cannot: a visible message, and PyTorch on the server instead."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from torch import Tensor

from app.engine import Engine
from tests.browser.conftest import Open, pixels, wait_for_frames, wait_for_picture

VIEW = "#reconstruct [data-view]"


def without_weights(page: Page) -> None:
    page.route("**/*coder.safetensors", lambda route: route.abort())


def with_damaged_weights(page: Page) -> None:
    page.route("**/decoder.safetensors", lambda route: route.fulfill(body=b"\x10" * 100))


def without_decompression(page: Page) -> None:
    page.add_init_script("delete window.DecompressionStream")


@pytest.mark.parametrize("trouble", [without_weights, with_damaged_weights])
def test_the_server_takes_over(
    open_page: Open, engine: Engine, pictures: Tensor, trouble: object
) -> None:
    page = open_page(before=trouble)
    wait_for_picture(page)
    expect(page.locator("[data-notice]")).to_be_visible()
    expect(page.locator("[data-notice]")).to_contain_text("PyTorch on the server answers instead")
    expect(page.locator(f'{VIEW} [data-ref="made"]')).to_contain_text("PyTorch, server")
    x_hat, _ = engine.reconstruct(pictures[30].numpy(), "mnist-vae-2d")
    shown = pixels(page, '[data-ref="xHat"] >> nth=0').reshape(-1)
    assert np.allclose(shown, x_hat, atol=1.5 / 255)
    complaints = open_page.complaints  # type: ignore[attr-defined]
    complaints[:] = [text for text in complaints if "Failed to load resource" not in text]


def test_dragging_goes_on_by_the_server(open_page: Open, engine: Engine) -> None:
    page = open_page(before=without_weights)
    wait_for_picture(page)
    page.get_by_role("tab", name="Sliders").click()
    view = "#strips [data-view]"
    wait_for_frames(page, view)
    page.get_by_role("button", name="Reset to 0").click()
    expected = 1 / (1 + np.exp(-engine.decode([[0, 0]], "mnist-vae-2d")[0]))

    def arrived() -> bool:
        shown = pixels(page, '#strips [data-ref="xHat"]').reshape(-1)
        return bool(np.allclose(shown, expected, atol=1.5 / 255))

    painted = int(page.locator(view).get_attribute("data-frames") or 0)
    while not arrived():  # each round waits for another repaint, or fails by its timeout
        wait_for_frames(page, view, painted)
        painted += 1
    complaints = open_page.complaints  # type: ignore[attr-defined]
    complaints[:] = [text for text in complaints if "Failed to load resource" not in text]


def test_test_pictures_come_from_the_server(open_page: Open, pictures: Tensor) -> None:
    page = open_page(before=without_decompression)
    wait_for_picture(page)
    page.get_by_role("button", name="Test picture 4, a 4").click()
    expect(page.locator('[data-ref="hint"]')).to_contain_text("test picture 4, a 4")
    assert np.allclose(pixels(page, '[data-ref="seen"]').reshape(-1), pictures[4], atol=1 / 255)


def test_a_view_that_cannot_start_says_so(open_page: Open) -> None:
    page = open_page(before=lambda page: page.route("**/web/gradio.js", lambda r: r.abort()))
    expect(page.locator("#reconstruct")).to_contain_text("could not start")
    complaints = open_page.complaints  # type: ignore[attr-defined]
    complaints[:] = [text for text in complaints if "Failed to load resource" not in text]
