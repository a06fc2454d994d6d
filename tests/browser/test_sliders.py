"""Sliders: each decodes in the browser, obeys hand, keyboard and numbers, and grows with z."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect
from torch import Tensor

from app.engine import Engine
from model.files import WEIGHTS
from tests.browser.hands import along, choose_model, drag, show_tab
from tests.browser.network import Counted
from tests.browser.sight import (
    DECODED,
    FIRST,
    STRIPS,
    evaluate_with,
    expect_pixels,
    expect_values,
    frames,
    gaussians,
    pixels,
    values,
    wait_for_frames,
)
from tests.conftest import VAES

RANGE = "#sliders input[type=range]"
NUMBER = "#sliders input[type=number]"
MODEL = "mnist-vae-2d"


@pytest.fixture
def sliders(page: Page) -> Page:
    show_tab(page, "Sliders")
    return page


def order(model: str) -> list[int]:
    """The dimensions, the most nats first."""
    kl = json.loads((WEIGHTS / model / "metrics.json").read_text())["kl_per_dim"]
    return sorted(range(len(kl)), key=lambda k: -kl[k])


def in_order(z: np.ndarray, model: str = MODEL) -> list[float]:
    return [float(z[k]) for k in order(model)]


def at(shown: list[float], model: str = MODEL) -> np.ndarray:
    """The code of the values that the sliders show."""
    z = np.zeros(len(shown), dtype=np.float32)
    z[order(model)] = shown
    return z


def thumb(slider: Locator) -> float:
    return float(slider.evaluate("range => range.valueAsNumber"))


def test_dragging_a_slider_decodes_without_the_server(sliders: Page, engine: Engine) -> None:
    box = sliders.locator(RANGE).first.bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    start, end = (box["x"] + box["width"] / 2, y), (box["x"] + 0.8 * box["width"], y)
    requests = Counted(sliders, "")
    drag(sliders, along(start, end), STRIPS)
    assert requests.urls == []
    shown = values(sliders)
    assert shown[0] > 2
    expect_pixels(sliders, DECODED, engine.decode_pictures(at(shown), MODEL), 0.02)


def test_arrow_keys_step_finer_where_the_posterior_is_narrow(
    sliders: Page, engine: Engine, pictures: Tensor
) -> None:
    """sigma of the first picture is 0.012 and 0.02: steps of 0.01 would leave it in two."""
    mu, logvar = engine.encode(pictures[FIRST].numpy(), MODEL)
    assert logvar is not None
    assert (np.exp(0.5 * logvar) < 0.05).all()
    first, second = in_order(mu)
    expect_values(sliders, [first, second], 6e-4)  # three decimals, as the step is
    sliders.locator(RANGE).first.focus()
    for key, step in (
        ("ArrowRight", 0.001),
        ("ArrowUp", 0.001),
        ("ArrowLeft", -0.001),
        ("Shift+ArrowRight", 0.01),
        ("Shift+ArrowRight", 0.01),
        ("Shift+ArrowLeft", -0.01),
        ("PageUp", 0.01),
        ("PageDown", -0.01),
    ):
        sliders.keyboard.press(key)
        first += step
        expect_values(sliders, [first, second], 6e-4)
    assert thumb(sliders.locator(RANGE).first) == pytest.approx(first, abs=2e-3)
    mu[order(MODEL)[0]] = first
    expect_pixels(sliders, DECODED, engine.decode_pictures(mu, MODEL), 0.02)


def test_arrow_keys_step_a_hundredth_on_a_wide_posterior(
    sliders: Page, engine: Engine, pictures: Tensor
) -> None:
    choose_model(sliders, "mnist-vae-10d")
    expect(sliders.locator(RANGE)).to_have_count(10)
    mu, logvar = engine.encode(pictures[FIRST].numpy(), "mnist-vae-10d")
    assert logvar is not None
    ranks = order("mnist-vae-10d")
    widest = max(range(10), key=lambda k: logvar[ranks[k]])
    assert np.exp(0.5 * logvar[ranks[widest]]) > 0.05
    wanted = in_order(mu, "mnist-vae-10d")
    sliders.locator(RANGE).nth(widest).focus()
    for key, step in (("ArrowRight", 0.01), ("Shift+ArrowRight", 0.1), ("ArrowLeft", -0.01)):
        sliders.keyboard.press(key)
        wanted[widest] += step
        expect_values(sliders, wanted)


@pytest.mark.parametrize("way", ["double click", "Backspace", "Delete"])
def test_one_dimension_returns_to_my_picture(
    sliders: Page, engine: Engine, pictures: Tensor, way: str
) -> None:
    mu, _ = engine.encode(pictures[FIRST].numpy(), MODEL)
    first, _ = in_order(mu)
    numbers, slider = sliders.locator(NUMBER), sliders.locator(RANGE).first
    numbers.nth(0).fill("2.5")
    numbers.nth(1).fill("-1.5")
    numbers.nth(1).blur()
    expect_values(sliders, [2.5, -1.5])
    if way == "double click":
        slider.dblclick()
    else:
        slider.focus()
        sliders.keyboard.press(way)
    expect_values(sliders, [first, -1.5], 6e-4)  # that one, and no other
    assert thumb(slider) == pytest.approx(first, abs=2e-3)


def test_a_number_beyond_the_end_is_taken_and_the_slider_grows(
    sliders: Page, engine: Engine
) -> None:
    slider, number = sliders.locator(RANGE).first, sliders.locator(NUMBER).first
    _, second = values(sliders)
    assert float(slider.get_attribute("max") or 0) < 7.12
    number.fill("7.12")
    number.blur()
    expect_values(sliders, [7.12, second])
    assert float(slider.get_attribute("max") or 0) >= 7.12
    assert thumb(slider) == pytest.approx(7.12, abs=1e-3)
    expected = engine.decode_pictures(at([7.12, second]), MODEL)
    expect_pixels(sliders, DECODED, expected, 0.02)
    number.fill("-9.5")
    number.blur()
    expect_values(sliders, [-9.5, second])
    assert float(slider.get_attribute("min") or 0) <= -9.5
    assert float(slider.get_attribute("max") or 0) >= 7.12  # it never shrinks under a hand


def test_an_empty_number_gets_its_last_value_back(sliders: Page) -> None:
    number = sliders.locator(NUMBER).first
    _, second = values(sliders)
    number.fill("1.25")
    before = pixels(sliders, DECODED)
    number.fill("")
    assert (pixels(sliders, DECODED) == before).all()
    number.blur()
    expect_values(sliders, [1.25, second])
    assert number.input_value() != ""


def test_a_number_that_is_being_typed_is_left_alone(sliders: Page) -> None:
    """ "1." and "1.5" are on the way to "1.50": the box is not rewritten under the hand."""
    number = sliders.locator(NUMBER).first
    number.fill("")
    for text, value in (("1", 1), (".", 1), ("5", 1.5), ("0", 1.5)):
        number.press_sequentially(text)
        sliders.wait_for_function(
            """value => Math.abs(document.querySelector("#sliders input[type=range]")
              .valueAsNumber - value) < 2e-3""",
            arg=value,
        )
    assert number.input_value() == "1.50"


def test_ten_sliders_ordered_by_nats(sliders: Page) -> None:
    choose_model(sliders, "mnist-vae-10d")
    labels = sliders.locator("#sliders label")
    expect(labels).to_have_count(10)
    nats = [float(re.search(r"carries ([\d.]+) nats", t)[1]) for t in labels.all_inner_texts()]  # type: ignore[index]
    kl = json.loads((WEIGHTS / "mnist-vae-10d" / "metrics.json").read_text())["kl_per_dim"]
    assert nats == pytest.approx(sorted(kl, reverse=True), abs=0.006)
    dims = sliders.locator(RANGE).evaluate_all("all => all.map(({ dataset }) => +dataset.dim)")
    assert dims == order("mnist-vae-10d")


def test_reset_and_from_my_picture(sliders: Page, engine: Engine, pictures: Tensor) -> None:
    sliders.get_by_role("button", name="Reset to 0").click()
    expect_values(sliders, [0, 0], 0)
    expect_pixels(sliders, DECODED, engine.decode_pictures([0, 0], MODEL), 0.02)
    sliders.get_by_role("button", name="My picture's code").click()
    mu, _ = engine.encode(pictures[FIRST].numpy(), MODEL)
    expect_values(sliders, in_order(mu), 6e-4)
    expect_pixels(sliders, DECODED, engine.decode_pictures(mu, MODEL), 0.02)


@pytest.mark.parametrize("name", VAES)
def test_random_draws_from_the_prior(sliders: Page, engine: Engine, name: str) -> None:
    """z is N(0, I) of the seed after the page's first, and then of the next."""
    if name != MODEL:
        choose_model(sliders, name)
    d = engine.model(name).config.latent_dim
    expect(sliders.locator(RANGE)).to_have_count(d)
    seed = 1
    for _ in range(3):
        sliders.get_by_role("button", name="Random, from the prior").click()
        seed = evaluate_with(
            sliders, {"maths/random.js": "nextSeed"}, "return nextSeed(argument);", seed
        )
        z = gaussians(sliders, seed, d)
        expect_values(sliders, in_order(z, name))
        expect_pixels(sliders, DECODED, engine.decode_pictures(z, name), 0.02)


def test_an_autoencoder_offers_no_prior(sliders: Page) -> None:
    prior = sliders.get_by_role("button", name="from the prior")
    expect(prior).to_be_visible()
    choose_model(sliders, "mnist-ae-2d")
    expect(prior).to_be_hidden()


def test_a_strip_for_each_dimension_and_a_click_on_it(sliders: Page, engine: Engine) -> None:
    sliders.get_by_role("button", name="Reset to 0").click()
    expect_values(sliders, [0, 0], 0)
    strips = sliders.locator(".lx-strip canvas")
    expect(strips).to_have_count(2)
    low, high = sliders.locator(RANGE).first.evaluate("range => [+range.min, +range.max]")
    run = np.zeros((9, 2), dtype=np.float32)
    run[:, order(MODEL)[0]] = np.linspace(low, high, 9)
    expected = engine.decode_pictures(run, MODEL).reshape(9, 28, 28).swapaxes(0, 1)
    expect_pixels(sliders, ".lx-strip canvas", expected.reshape(28, 9 * 28), 0.02)
    box = strips.first.bounding_box()
    assert box
    sliders.mouse.click(box["x"] + box["width"] - 4, box["y"] + box["height"] / 2)
    expect_values(sliders, [high, 0])


def test_the_tabs_share_one_state(page: Page, engine: Engine) -> None:
    """The picture follows to the map, the map's point to the sliders, the model to all."""
    choose_model(page, "mnist-vae-10d")
    page.get_by_role("button", name="Test picture 4, a 4").click()
    expect(page.locator('#pad [data-ref="hint"]')).to_contain_text("test picture 4")
    show_tab(page, "Map")
    expect(page.locator('[data-mark="my-picture"]')).to_have_count(1)
    before = frames(page, '#map [data-ref="point"]')
    page.locator(".lx-plot-frame").focus()
    page.keyboard.press("Shift+ArrowRight")
    wait_for_frames(page, '#map [data-ref="point"]', before)
    on_map = pixels(page, '#map [data-ref="xHat"]')
    show_tab(page, "Sliders")
    expect(page.locator(RANGE)).to_have_count(10)
    expect_pixels(page, DECODED, on_map, 1 / 255)
    z = at(values(page), "mnist-vae-10d")
    expect_pixels(page, DECODED, engine.decode_pictures(z, "mnist-vae-10d"), 0.05)
