"""Sliders: native ones decode in the browser, and follow what happens elsewhere."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from torch import Tensor

from app.engine import Engine
from model.checkpoint import WEIGHTS
from tests.browser.conftest import along, choose_model, drag, frames, pixels, wait_for_frames

VIEW = "#strips [data-view]"
X_HAT = '#strips [data-ref="xHat"]'


@pytest.fixture
def sliders(page: Page) -> Page:
    page.get_by_role("tab", name="Sliders").click()
    wait_for_frames(page, VIEW)
    return page


def values(page: Page) -> list[float]:
    inputs = page.locator(".lx-slider:visible input[type=number]")
    return [float(inputs.nth(k).input_value()) for k in range(inputs.count())]


def order(model: str) -> list[int]:
    kl = json.loads((WEIGHTS / model / "metrics.json").read_text())["kl_per_dim"]
    return sorted(range(len(kl)), key=lambda k: -kl[k])


def expect_values(page: Page, expected: list[float]) -> None:
    """Wait until the number boxes show these values, to their two decimals."""
    page.wait_for_function(
        """expected => {
          const boxes = [...document.querySelectorAll(".lx-slider input[type=number]")];
          const shown = boxes.filter((box) => box.checkVisibility()).map(({ value }) => +value);
          return shown.length === expected.length &&
            shown.every((value, k) => Math.abs(value - expected[k]) < 0.011);
        }""",
        arg=expected,
    )


def decoded(engine: Engine, z: np.ndarray, model: str) -> np.ndarray:
    return (1 / (1 + np.exp(-engine.decode(z, model)[0]))).reshape(28, 28)


def test_dragging_a_native_slider_decodes_without_the_server(sliders: Page, engine: Engine) -> None:
    handle = sliders.locator(".lx-slider input[type=range]").first
    box = handle.bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    start, end = (box["x"] + box["width"] / 2, y), (box["x"] + 0.8 * box["width"], y)
    requests: list[str] = []
    sliders.on("request", lambda request: requests.append(request.url))
    drag(sliders, along(start, end), VIEW)
    assert requests == []
    shown = values(sliders)
    assert shown[0] > 2
    z = np.zeros(2, dtype=np.float32)
    z[order("mnist-vae-2d")] = shown
    assert np.allclose(pixels(sliders, X_HAT), decoded(engine, z, "mnist-vae-2d"), atol=0.03)


def test_a_slider_obeys_the_keyboard(sliders: Page) -> None:
    handle = sliders.locator(".lx-slider input[type=range]").first
    first, *others = values(sliders)
    before = frames(sliders, VIEW)
    handle.focus()
    for _ in range(5):
        sliders.keyboard.press("ArrowRight")
    wait_for_frames(sliders, VIEW, before)
    expect_values(sliders, [first + 0.05, *others])


def test_ten_sliders_ordered_by_nats(sliders: Page) -> None:
    choose_model(sliders, "VAE, 10 dimensions")
    labels = sliders.locator(".lx-slider:visible [data-testid=block-info]")
    expect(labels).to_have_count(10)
    nats = [float(re.search(r"· ([\d.]+) nats", t)[1]) for t in labels.all_inner_texts()]  # type: ignore[index]
    kl = json.loads((WEIGHTS / "mnist-vae-10d" / "metrics.json").read_text())["kl_per_dim"]
    assert nats == pytest.approx(sorted(kl, reverse=True), abs=0.006)


def test_reset_and_from_my_picture(sliders: Page, engine: Engine, pictures: Tensor) -> None:
    sliders.get_by_role("button", name="Reset to 0").click()
    expect_values(sliders, [0, 0])
    assert np.allclose(
        pixels(sliders, X_HAT), decoded(engine, np.zeros(2), "mnist-vae-2d"), atol=0.02
    )
    sliders.get_by_role("button", name="From my picture").click()
    mu, _ = engine.encode(pictures[30].numpy(), "mnist-vae-2d")
    expect_values(sliders, [float(mu[k]) for k in order("mnist-vae-2d")])
    assert np.allclose(pixels(sliders, X_HAT), decoded(engine, mu, "mnist-vae-2d"), atol=0.02)


def test_random_draws_from_the_prior(sliders: Page) -> None:
    seen = set()
    for _ in range(3):
        before = frames(sliders, VIEW)
        sliders.get_by_role("button", name="Random").first.click()
        wait_for_frames(sliders, VIEW, before)
        seen.add(pixels(sliders, X_HAT).tobytes())
    assert len(seen) == 3


def test_a_strip_for_each_dimension_and_a_click_on_it(sliders: Page, engine: Engine) -> None:
    sliders.get_by_role("button", name="Reset to 0").click()
    expect_values(sliders, [0, 0])
    strips = sliders.locator(".lx-strip canvas")
    expect(strips).to_have_count(2)
    first = order("mnist-vae-2d")[0]
    half = float(sliders.locator(".lx-slider input[type=range]").first.get_attribute("max") or 0)
    ends = np.zeros((2, 2), dtype=np.float32)
    ends[:, first] = [-half, half]

    def strip_is_right() -> bool:
        strip = pixels(sliders, ".lx-strip canvas >> nth=0").reshape(28, 9, 28).swapaxes(0, 1)
        return all(
            np.allclose(picture, decoded(engine, z, "mnist-vae-2d"), atol=0.02)
            for picture, z in zip(strip[[0, -1]], ends, strict=True)
        )

    start = int(sliders.locator(".lx-strips").get_attribute("data-frames") or 0)
    for more in range(6):
        if strip_is_right():
            break
        wait_for_frames(sliders, ".lx-strips", start + more)
    assert strip_is_right()
    box = strips.first.bounding_box()
    assert box
    sliders.mouse.click(box["x"] + box["width"] - 4, box["y"] + box["height"] / 2)
    expect_values(sliders, [half, 0])


@pytest.mark.parametrize("way", ["straight", "spherical"])
def test_the_walk_ends_where_it_should(
    sliders: Page, engine: Engine, pictures: Tensor, way: str
) -> None:
    sliders.get_by_label(way).check()
    sliders.locator('[data-ref="strip"]').scroll_into_view_if_needed()
    wait_for_frames(sliders, '[data-ref="strip"]')
    a, b = (engine.encode(pictures[i].numpy(), "mnist-vae-2d")[0] for i in (0, 1))
    handle = sliders.get_by_label("How far along the way")
    ranks = order("mnist-vae-2d")
    for t in (0.0, 0.5, 1.0):
        handle.fill(str(t))
        if way == "straight":
            z = (1 - t) * a + t * b
        else:
            angle = np.arccos(a @ b / np.linalg.norm(a) / np.linalg.norm(b))
            direction = (
                np.sin((1 - t) * angle) * a / np.linalg.norm(a)
                + np.sin(t * angle) * b / np.linalg.norm(b)
            ) / np.sin(angle)
            z = ((1 - t) * np.linalg.norm(a) + t * np.linalg.norm(b)) * direction
        expect_values(sliders, [float(z[k]) for k in ranks])
        assert np.allclose(pixels(sliders, X_HAT), decoded(engine, z, "mnist-vae-2d"), atol=0.03)


def test_a_walk_plays_to_its_end(sliders: Page) -> None:
    sliders.locator('[data-ref="strip"]').scroll_into_view_if_needed()
    wait_for_frames(sliders, '[data-ref="strip"]')
    before = frames(sliders, VIEW)
    sliders.get_by_role("button", name="Walk").click()
    expect(sliders.get_by_label("How far along the way")).to_have_value("1")
    assert frames(sliders, VIEW) > before + 10


def test_the_tabs_share_one_state(page: Page, engine: Engine) -> None:
    """The drawing follows to the map, the map's point to the sliders, the model to all."""
    choose_model(page, "VAE, 10 dimensions")
    page.get_by_role("button", name="Test picture 4, a 4").click()
    expect(page.locator('[data-ref="hint"]')).to_contain_text("test picture 4")
    page.get_by_role("tab", name="Map").click()
    wait_for_frames(page, "#map [data-view]")
    expect(page.locator('[data-mark="mine"]')).to_have_count(1)
    frame = page.locator(".lx-plot-frame")
    frame.focus()
    page.keyboard.press("Shift+ArrowRight")
    page.get_by_role("tab", name="Sliders").click()
    wait_for_frames(page, VIEW)
    expect(page.locator(".lx-slider:visible")).to_have_count(10)
    on_map = pixels(page, '#map [data-ref="xHat"]')
    assert np.allclose(pixels(page, X_HAT), on_map, atol=1 / 255)
    z = np.zeros(10, dtype=np.float32)
    z[order("mnist-vae-10d")] = values(page)
    assert np.allclose(on_map, decoded(engine, z, "mnist-vae-10d"), atol=0.05)
