"""Reconstruct, as a visitor uses it: what is drawn, uploaded and chosen, and what is shown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from torch import Tensor

from app.engine import Engine
from tests.browser.conftest import (
    Open,
    along,
    choose_model,
    drag,
    frames,
    number,
    pixels,
    wait_for_frames,
    wait_for_picture,
)
from tests.conftest import AUTOENCODERS

VIEW = "#reconstruct [data-view]"
SEEN, X_HAT = '[data-ref="seen"]', '[data-ref="xHat"] >> nth=0'
LOSS = '[data-ref="loss"]'
FIRST = 30  # the test picture the page opens with


def reconstruction(engine: Engine, picture: np.ndarray, model: str) -> np.ndarray:
    x_hat, _ = engine.reconstruct(picture.reshape(-1), model)
    return x_hat.reshape(28, 28)


def draw_a_one(page: Page) -> None:
    box = page.locator('[data-ref="pad"]').bounding_box()
    assert box
    x, y = box["x"], box["y"]
    drag(page, along((x + 150, y + 50), (x + 130, y + 220)), VIEW)  # each stroke is answered


def test_the_page_works_the_moment_it_opens(page: Page, engine: Engine, pictures: Tensor) -> None:
    picture = pictures[FIRST].numpy()
    assert np.allclose(pixels(page, SEEN).reshape(-1), picture, atol=1 / 255)
    expected = reconstruction(engine, picture, "mnist-vae-2d")
    assert np.allclose(pixels(page, X_HAT), expected, atol=1.5 / 255)
    expect(page.locator(f'{VIEW} [data-ref="made"]')).to_contain_text("this browser")


def test_the_numbers_are_pytorchs(page: Page, engine: Engine, pictures: Tensor) -> None:
    _, report = engine.reconstruct(pictures[FIRST].numpy(), "mnist-vae-2d")
    assert number(page, "kl") == pytest.approx(report["kl_nats"], abs=0.06)
    assert number(page, "mse") == pytest.approx(report["mse"], abs=2e-4)
    assert number(page, "negElbo") == pytest.approx(
        number(page, "reconstruction") + number(page, "kl"), abs=0.11
    )
    # The browser's epsilon is its own; the nats of many draws surround those of PyTorch's one.
    draws = []
    for _ in range(20):
        draws.append(number(page, "reconstruction"))
        before = frames(page, LOSS)
        page.get_by_role("button", name="Resample").click()
        wait_for_frames(page, LOSS, before)
    others = [engine.reconstruct(pictures[FIRST].numpy(), "mnist-vae-2d", s)[1] for s in range(200)]
    nats = [other["reconstruction_nats"] for other in others]
    assert min(nats) - 10 < np.mean(draws) < max(nats)
    rows = page.locator(".lx-code-row:not(.lx-code-head)")
    shown = [rows.nth(k).locator(".lx-number").nth(0).inner_text() for k in range(2)]
    assert [float(s.replace("−", "-")) for s in shown] == pytest.approx(report["mu"], abs=0.006)


def test_sixteen_draws_and_their_spread(page: Page, engine: Engine, pictures: Tensor) -> None:
    wait_for_frames(page, '[data-ref="draws"]')
    sheet = pixels(page, '[data-ref="sheet"]')
    assert sheet.shape == (2 * 28, 8 * 28)
    draws = sheet.reshape(2, 28, 8, 28).swapaxes(1, 2).reshape(16, 28, 28)
    assert len({draw.tobytes() for draw in draws}) == 16
    mean = reconstruction(engine, pictures[FIRST].numpy(), "mnist-vae-2d")
    assert np.abs(draws.mean(0) - mean).mean() < 0.1
    # The heat's red channel rises with the standard deviation: they must agree in order.
    spread, heat = draws.std(0).reshape(-1), pixels(page, '[data-ref="spread"]').reshape(-1)
    assert np.corrcoef(spread, heat)[0, 1] > 0.95
    before = sheet.tobytes()
    page.get_by_role("button", name="Resample").click()
    wait_for_frames(page, '[data-ref="draws"]', 1)
    assert pixels(page, '[data-ref="sheet"]').tobytes() != before


def test_drawing_reconstructs_stroke_by_stroke_without_the_server(
    page: Page, engine: Engine
) -> None:
    page.get_by_role("button", name="Clear").click()
    expect(page.locator('[data-ref="hint"]')).to_contain_text("Draw a digit here")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    draw_a_one(page)
    expect(page.locator('[data-ref="hint"]')).to_contain_text("my drawing")
    seen = pixels(page, SEEN)
    rows, columns = np.nonzero(seen > 0.1)
    assert rows.max() - rows.min() + 1 == 20  # MNIST's box
    mass = (seen.sum(1) * np.arange(28)).sum() / seen.sum()
    assert abs(mass - 14) <= 0.51
    assert columns.max() - columns.min() + 1 < 12  # a one is narrow
    assert np.allclose(pixels(page, X_HAT), reconstruction(engine, seen, "mnist-vae-2d"), atol=0.03)
    assert requests == []


def test_drawing_upon_a_test_picture_keeps_it_in_place(page: Page, pictures: Tensor) -> None:
    box = page.locator('[data-ref="pad"]').bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 5, steps=4)
    page.mouse.up()
    expect(page.locator('[data-ref="hint"]')).to_contain_text("drawn upon")
    seen = pixels(page, SEEN)
    assert seen[0, :5].min() > 0.5
    original = pictures[FIRST].numpy().reshape(28, 28)
    assert np.allclose(seen[4:], original[4:], atol=1 / 255)


def test_an_upload_is_centred_and_can_be_seen_as_is(
    page: Page, tmp_path: Path, pictures: Tensor
) -> None:
    picture = pictures[0].reshape(28, 28).numpy()
    paper = np.full((420, 420), 255, dtype=np.uint8)  # dark ink on light paper, in a corner
    paper[:140, :140] -= (np.kron(picture, np.ones((5, 5))) * 255).round().astype(np.uint8)
    path = tmp_path / "seven.tiff"  # which no browser can read
    Image.fromarray(paper).save(path)
    page.locator("#upload input").or_(page.locator("input[type=file]")).first.set_input_files(path)
    expect(page.locator('[data-ref="hint"]')).to_contain_text("seven.tiff")
    assert np.abs(pixels(page, SEEN) - picture).mean() < 0.02
    before = frames(page, VIEW)
    page.get_by_label("as is").check()
    wait_for_frames(page, VIEW, before)
    squashed = pixels(page, SEEN)
    assert squashed[-1].min() > 0.95  # paper stays white
    assert np.abs(squashed - paper.reshape(28, 15, 28, 15).mean((1, 3)) / 255).max() < 0.02


def test_an_upload_that_is_no_picture_says_so(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "notes.png"
    path.write_text("these are notes")
    page.locator("#upload input").or_(page.locator("input[type=file]")).first.set_input_files(path)
    expect(page.get_by_text("no picture that can be read")).to_be_visible()


def test_the_model_can_be_changed(page: Page, engine: Engine, pictures: Tensor) -> None:
    choose_model(page, "VAE, 10 dimensions")
    expect(page.locator(".lx-code-row:not(.lx-code-head)")).to_have_count(10)
    expected = reconstruction(engine, pictures[FIRST].numpy(), "mnist-vae-10d")
    assert np.allclose(pixels(page, X_HAT), expected, atol=1.5 / 255)


def test_an_autoencoder_says_that_it_has_no_posterior(page: Page) -> None:
    assert AUTOENCODERS
    choose_model(page, "Autoencoder, 2 dimensions")
    expect(page.locator('[data-ref="codeName"]')).to_have_text("Code: a point z")
    expect(page.locator('[data-ref="kl"]')).to_have_text("–")
    expect(page.locator('[data-ref="negElbo"]')).to_have_text("–")
    expect(page.get_by_role("button", name="Resample")).to_be_disabled()


def test_the_autoencoder_beside_the_vae(page: Page, engine: Engine, pictures: Tensor) -> None:
    expect(page.locator('[data-ref="twin"]')).to_be_hidden()
    page.get_by_role("button", name="Compare with the autoencoder").click()
    expect(page.locator('[data-ref="twinHint"]')).to_contain_text("same nets")
    expected = reconstruction(engine, pictures[FIRST].numpy(), "mnist-ae-2d")
    assert np.allclose(pixels(page, '[data-ref="twinPicture"]'), expected, atol=1.5 / 255)


def test_the_servers_engine_agrees(page: Page) -> None:
    by_browser = pixels(page, X_HAT)
    page.get_by_label("PyTorch, server").check()
    expect(page.locator(f'{VIEW} [data-ref="made"]')).to_contain_text("PyTorch, server")
    assert np.abs(pixels(page, X_HAT) - by_browser).max() <= 1.5 / 255


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_phone_sees_everything_without_scrolling_sideways(open_page: Open, theme: str) -> None:
    page = open_page(f"/?__theme={theme}", viewport={"width": 390, "height": 844}, has_touch=True)
    wait_for_picture(page)
    for tab in ("Reconstruct", "Map", "Sliders"):
        page.get_by_role("tab", name=tab).click()
        wait_for_frames(
            page, {"Map": "#map [data-view]", "Sliders": "#strips [data-view]"}.get(tab, VIEW)
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, tab
