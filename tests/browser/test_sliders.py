"""Sliders: each decodes in the browser, obeys hand, keyboard and numbers, and grows with z."""

from __future__ import annotations

import io
import json
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from safetensors.numpy import load_file
from torch import Tensor

from app.engine import Engine
from model.files import WEIGHTS
from tests.browser.conftest import Open
from tests.browser.hands import Fingers, along, choose_model, drag, show_tab
from tests.browser.network import Counted
from tests.browser.sight import (
    DECODED,
    DECODED_VIEW,
    DRAWS,
    FIRST,
    evaluate_with,
    expect_pixels,
    expect_values,
    frames,
    gaussians,
    let_frames_pass,
    pixels,
    values,
    wait_for_frames,
    wait_for_picture,
)
from tests.conftest import VAES

RANGE = "#sliders input[type=range]"
STRIP = "#sliders .lx-strip .lx-picture"
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


@pytest.mark.both_hosts
def test_dragging_a_slider_decodes_without_the_server(sliders: Page, engine: Engine) -> None:
    box = sliders.locator(RANGE).first.bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    start, end = (box["x"] + box["width"] / 2, y), (box["x"] + 0.8 * box["width"], y)
    requests = Counted(sliders, "")
    drag(sliders, along(start, end), DECODED_VIEW)
    assert requests.urls == []
    ranges = sliders.locator(RANGE)
    shown = [thumb(ranges.nth(k)) for k in range(ranges.count())]
    assert shown[0] > 2
    expect_values(sliders, shown)
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
    words = [re.search(r"carries\s+([\d.]+)\s+nats", t) for t in labels.all_text_contents()]
    nats = [float(found[1]) for found in words if found]
    kl = json.loads((WEIGHTS / "mnist-vae-10d" / "metrics.json").read_text())["kl_per_dim"]
    assert nats == pytest.approx(sorted(kl, reverse=True), abs=0.006)
    dims = sliders.locator(RANGE).evaluate_all("all => all.map(({ dataset }) => +dataset.dim)")
    assert dims == order("mnist-vae-10d")


def test_reset_and_from_my_picture(sliders: Page, engine: Engine, pictures: Tensor) -> None:
    sliders.get_by_role("button", name="Centre").click()
    expect_values(sliders, [0, 0], 0)
    expect_pixels(sliders, DECODED, engine.decode_pictures([0, 0], MODEL), 0.02)
    sliders.get_by_role("button", name="My picture’s code").click()
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


@pytest.mark.parametrize("name", ["mnist-ae-2d", "mnist-ae-10d"])
def test_an_autoencoder_is_told_of_in_its_own_words(
    sliders: Page, engine: Engine, name: str
) -> None:
    """It has no prior, nothing is expected of its codes, and its numbers carry no nats."""
    choose_model(sliders, name)
    expect(sliders.locator(RANGE)).to_have_count(engine.model(name).config.latent_dim)
    expect(sliders.get_by_role("button", name="A random picture’s code")).to_be_visible()
    expect(sliders.locator("#tab-sliders .lx-hill")).to_have_count(0)
    words = sliders.locator("#tab-sliders").evaluate(
        """panel => [panel.innerText, ...[...panel.querySelectorAll("[aria-label]")]
          .map((node) => node.ariaLabel)].join(" ")"""
    )
    assert "spread" in words
    assert re.findall(r"prior|posterior|nats|μ|σ|expected|centre", words, re.IGNORECASE) == []


def test_a_random_code_is_a_test_pictures(sliders: Page) -> None:
    name = "mnist-ae-2d"
    choose_model(sliders, name)
    random = sliders.get_by_role("button", name="A random picture’s code")
    mu = load_file(WEIGHTS / name / "codes.safetensors")["mu"]
    seen = set()
    for _ in range(2):
        before = frames(sliders, DECODED_VIEW)
        random.click()
        wait_for_frames(sliders, DECODED_VIEW, before)
        let_frames_pass(sliders, 5)
        seen.add(tuple(values(sliders)))
        dims = sliders.locator(RANGE).evaluate_all("all => all.map(({ dataset }) => +dataset.dim)")
        assert np.abs(mu[:, dims] - values(sliders)).max(axis=1).min() < 0.51  # whole numbers
    assert len(seen) == 2


@pytest.mark.parametrize(("name", "n"), [(MODEL, 9), ("mnist-vae-10d", 17)])
def test_a_strip_shows_what_its_dimension_changes(
    sliders: Page, engine: Engine, name: str, n: int
) -> None:
    """The rest is held, also after another slider was moved."""
    choose_model(sliders, name)
    d = engine.model(name).config.latent_dim
    expect(sliders.locator(RANGE)).to_have_count(d)
    sliders.get_by_role("button", name="Centre").click()
    expect_values(sliders, [0] * d, 0)
    first, second = order(name)[:2]
    low, high = sliders.locator(RANGE).first.evaluate("range => [+range.min, +range.max]")
    run = np.zeros((n, d), dtype=np.float32)
    run[:, first] = np.linspace(low, high, n)
    for held in (0, 1.5):
        sliders.locator(NUMBER).nth(1).fill(str(held))
        run[:, second] = held
        expected = engine.decode_pictures(run, name).reshape(n, 28, 28).swapaxes(0, 1)
        expect_pixels(sliders, STRIP, expected.reshape(28, n * 28), 0.02)


def test_a_click_on_a_picture_goes_to_it(sliders: Page) -> None:
    sliders.get_by_role("button", name="Centre").click()
    expect_values(sliders, [0, 0], 0)
    low, high = sliders.locator(RANGE).first.evaluate("range => [+range.min, +range.max]")
    box = sliders.locator(STRIP).first.bounding_box()
    assert box
    for k in (8, 2, 0, 5):
        x = box["x"] + box["width"] * (k + 0.5) / 9
        sliders.mouse.click(x, box["y"] + box["height"] / 2)
        expect_values(sliders, [low + (high - low) * k / 8, 0], 0.01 * (high - low))


def frame_on(strip: Locator, n: int) -> tuple[float, float]:
    """The middle and the width of the frame that a slider's thumb is, in pictures of n."""
    shown = np.asarray(Image.open(io.BytesIO(strip.screenshot())).convert("RGB"), dtype=int)
    violet = (np.abs(shown - [124, 58, 237]) < 40).all(axis=2)
    columns = np.flatnonzero(violet[3:-3].any(axis=0))
    left, right = columns.min(), columns.max() + 1
    scale = n / shown.shape[1]
    return scale * (left + right) / 2, scale * (right - left)


@pytest.mark.parametrize(
    ("name", "width", "height"),
    [(MODEL, 1280, 800), ("mnist-vae-10d", 1280, 800), ("mnist-vae-10d", 390, 844)],
)
def test_the_thumb_stands_on_the_picture_of_its_value(
    open_page: Open, name: str, width: int, height: int
) -> None:
    """Measured on what Chromium paints: the frame's middle, at both ends and between."""
    page = open_page(viewport={"width": width, "height": height})
    wait_for_picture(page)
    choose_model(page, name)
    show_tab(page, "Sliders")
    expect(page.locator(RANGE)).to_have_count(len(order(name)))
    slider, number = page.locator(RANGE).first, page.locator(NUMBER).first
    low, high = slider.evaluate("range => [+range.min, +range.max]")
    strip = page.locator(STRIP).first
    n, wide = strip.evaluate("canvas => [canvas.width / 28, canvas.clientWidth]")
    for share in (0, 1, 0.5, 0.37):
        number.fill(f"{low + share * (high - low):.2f}")
        number.blur()
        let_frames_pass(page, 5)
        middle, frame = frame_on(strip, n)
        assert middle == pytest.approx(share * (n - 1) + 0.5, abs=1.5 * n / wide)
        assert frame == pytest.approx(1, abs=2.5 * n / wide)


def test_ten_rows_the_picture_and_the_walk_are_one_screen(page: Page) -> None:
    choose_model(page, "mnist-vae-10d")
    show_tab(page, "Sliders")
    expect(page.locator(RANGE)).to_have_count(10)
    wait_for_frames(page, "#walk .lx-strip .lx-picture")
    boxes = page.evaluate(
        """selectors => selectors.map((selector) =>
          [...document.querySelectorAll(selector)].map((node) => {
            const { left, top, right, bottom } = node.getBoundingClientRect();
            return [left, top, right, bottom];
          }))""",
        ["#sliders .lx-rows .lx-row", DECODED, "#walk .lx-strip", "#tab-sliders button"],
    )
    assert [len(found) for found in boxes[:3]] == [10, 1, 1]
    for left, top, right, bottom in (box for found in boxes for box in found):
        assert left >= 0
        assert top >= 0
        assert right <= 1280
        assert bottom <= 800
    size = "() => [document.documentElement.scrollHeight, document.documentElement.scrollWidth]"
    assert page.evaluate(size) == [800, 1280]
    assert min(page.locator(STRIP).evaluate_all("all => all.map((c) => c.clientHeight)")) >= 32


def test_on_a_phone_the_picture_is_seen_while_the_last_row_is_dragged(open_page: Open) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    wait_for_picture(page)
    choose_model(page, "mnist-vae-10d")
    show_tab(page, "Sliders")
    expect(page.locator(RANGE)).to_have_count(10)
    last = page.locator(RANGE).last
    last.evaluate("range => range.scrollIntoView({ block: 'end' })")
    box, before = last.bounding_box(), values(page)
    assert box
    assert page.evaluate("scrollY") > 300
    y = box["y"] + box["height"] / 2
    start, end = (box["x"] + 0.3 * box["width"], y), (box["x"] + 0.9 * box["width"], y)
    fingers = Fingers(page)
    fingers.down(0, start)
    painted = frames(page, DECODED_VIEW)
    for at in along(start, end, 20)[1:]:
        fingers.move(0, at)
        picture = page.locator(DECODED).bounding_box()
        assert picture
        assert 96 <= picture["height"] <= 120
        assert 0 <= picture["y"] <= picture["y"] + picture["height"] <= box["y"]
    fingers.up(0)
    wait_for_frames(page, DECODED_VIEW, painted + 3)
    let_frames_pass(page, 5)
    assert values(page)[:-1] == before[:-1]
    assert values(page)[-1] > before[-1] + 1


def test_the_tabs_share_one_state(page: Page, engine: Engine) -> None:
    """The picture follows to the map, the map's point to the sliders, the model to all."""
    choose_model(page, "mnist-vae-10d")
    page.get_by_role("button", name="Test picture 4, a 4").click()
    expect(page.locator('#pad [data-ref="hint"]')).to_contain_text("test picture 4")
    show_tab(page, "Map")
    wait_for_frames(page, "#map")  # Plotly takes its time
    expect(page.locator('[data-mark="my-picture"]')).to_have_count(1, timeout=20_000)
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


def test_rows_of_a_model_that_was_left_before_the_frame_are_let_be(sliders: Page) -> None:
    """Ten rows were drawn by the ranges of two where frames are slow: an error in the console."""
    choose_model(sliders, "mnist-vae-10d")
    expect(sliders.locator(RANGE)).to_have_count(10)
    sliders.evaluate(
        """() => {
          const next = window.requestAnimationFrame.bind(window);
          window.requestAnimationFrame = (act) => next(() => setTimeout(() => next(act), 500));
        }"""
    )
    sliders.locator(RANGE).first.press("ArrowRight")
    show_tab(sliders, "Reconstruct")
    choose_model(sliders, MODEL)
    expect(sliders.locator(f'{DRAWS}[data-model="{MODEL}"]')).to_have_count(1)
    let_frames_pass(sliders, 2)
