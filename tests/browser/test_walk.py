"""The walk between two pictures: where it leads, that it plays, and what stops it."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from torch import Tensor

from app.engine import Engine
from tests.browser.hands import choose_model, show_tab
from tests.browser.sight import (
    DECODED,
    DECODED_VIEW,
    LEVELS,
    expect_pixels,
    expect_values,
    frames,
    in_letters,
    let_frames_pass,
    wait_for_frames,
    wait_for_picture,
)
from tests.browser.test_sliders import in_order

STRIP = "#walk .lx-strip .lx-picture"
T = '#walk [data-ref="t"]'


@pytest.fixture
def walk(page: Page) -> Page:
    wait_for_picture(page)
    show_tab(page, "Sliders")
    wait_for_frames(page, STRIP)
    return page


def between(a: np.ndarray, b: np.ndarray, t: float, way: str) -> np.ndarray:
    """z at t; spherical: the direction along the great circle, the length evenly."""
    if way == "straight":
        return (1 - t) * a + t * b
    long_a, long_b = np.linalg.norm(a), np.linalg.norm(b)
    angle = np.arccos(a @ b / long_a / long_b)
    direction = (np.sin((1 - t) * angle) * a / long_a + np.sin(t * angle) * b / long_b) / np.sin(
        angle
    )
    return ((1 - t) * long_a + t * long_b) * direction


@pytest.mark.both_hosts
@pytest.mark.parametrize("way", ["straight", "spherical"])
def test_it_leads_from_one_picture_to_the_other(
    walk: Page, engine: Engine, pictures: Tensor, way: str
) -> None:
    walk.get_by_label(way).check()
    a, b = (engine.encode(pictures[i].numpy(), "mnist-vae-2d")[0] for i in (0, 1))
    for t in (0.0, 0.5, 1.0):
        walk.locator(T).fill(str(t))
        z = between(a, b, t, way)
        expect_values(walk, in_order(z))
        expect_pixels(walk, DECODED, engine.decode_pictures(z, "mnist-vae-2d"), 0.03)
    codes = np.stack([between(a, b, t, way) for t in np.linspace(0, 1, 11)])
    expected = engine.decode_pictures(codes, "mnist-vae-2d").reshape(11, 28, 28).swapaxes(0, 1)
    expect_pixels(walk, STRIP, expected.reshape(28, 11 * 28), 0.02)


def test_its_ends_can_be_my_picture_or_a_random_one(
    walk: Page, engine: Engine, pictures: Tensor
) -> None:
    walk.locator('#walk [data-ref="my-picture-a"]').click()
    expect_pixels(walk, '#walk [data-ref="picture-a"]', pictures[30], 1 / 255)
    walk.locator(T).fill("0")
    mu, _ = engine.encode(pictures[30].numpy(), "mnist-vae-2d")
    expect_values(walk, in_order(mu))
    walk.locator('#walk [data-ref="random-b"]').click()
    walk.wait_for_function(
        f"""first => {{
          {LEVELS}
          const shown = levels(document.querySelector('#walk [data-ref="picture-b"]'));
          return fromLetters(first).some((value, i) => Math.abs(value - shown[i]) > 0.1);
        }}""",
        arg=in_letters(pictures[1]),
    )


def test_it_plays_to_its_end(walk: Page) -> None:
    before = frames(walk, DECODED_VIEW)
    walk.get_by_role("button", name="Play").click()
    expect(walk.locator(T)).to_have_value("1")
    assert frames(walk, DECODED_VIEW) > before + 10


def place(page: Page) -> float:
    return float(page.locator(T).input_value())


def test_it_goes_there_and_back_until_it_is_told_to_stop(walk: Page) -> None:
    play = walk.get_by_role("button", name="Play")
    bounce = walk.get_by_role("button", name="There and back")
    bounce.click()
    expect(bounce).to_have_attribute("aria-pressed", "true")
    walk.locator(T).fill("0.7")
    play.click()
    expect(play).to_have_attribute("aria-pressed", "true")
    walk.wait_for_function("t => +document.querySelector(t).value > 0.95", arg=T)
    walk.wait_for_function("t => +document.querySelector(t).value < 0.5", arg=T)  # on its way back
    play.click()
    expect(play).to_have_attribute("aria-pressed", "false")
    let_frames_pass(walk, 5)
    stopped = place(walk)
    let_frames_pass(walk)
    assert place(walk) == stopped
    assert 0 < stopped < 0.6


def test_its_thumb_lets_go_when_something_else_moves_z(walk: Page) -> None:
    """It claims no place on the way before it was moved, nor after another control moved z."""
    t = walk.locator(T)
    released = re.compile("lx-released")
    expect(t).to_have_class(released)
    expect(t).to_have_attribute("aria-valuetext", "not on the way")
    t.focus()
    walk.keyboard.press("End")
    expect(t).not_to_have_class(released)
    expect(t).to_have_attribute("aria-valuetext", "100% of the way")
    for name in ("Random, from the prior", "Centre", "My picture’s code", "A random test"):
        t.fill("0.5")
        expect(t).not_to_have_class(released)
        walk.get_by_role("button", name=name).first.click()
        expect(t).to_have_class(released)


def press_on_a_slider(page: Page) -> None:
    page.locator("#sliders input[type=range]").first.focus()
    page.keyboard.press("ArrowRight")


def to_another_tab_and_back(page: Page) -> None:
    page.get_by_role("tab", name="Map").click()
    page.get_by_role("tab", name="Sliders").click()


def to_another_model(page: Page) -> None:
    choose_model(page, "mnist-vae-10d")
    expect(page.locator("#sliders input[type=range]")).to_have_count(10)


def look_away(page: Page) -> None:
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


@pytest.mark.parametrize(
    "interrupt", [press_on_a_slider, to_another_tab_and_back, to_another_model, look_away]
)
def test_a_walk_that_plays_stops_at(walk: Page, interrupt: Callable[[Page], None]) -> None:
    walk.get_by_role("button", name="Play").click()
    walk.wait_for_function("t => +document.querySelector(t).value > 0.02", arg=T)
    interrupt(walk)
    # What the sliders show after the interruption is what they still show many frames later.
    read = """t => [t, "#sliders input"].flatMap((selector) =>
      [...document.querySelectorAll(selector)].map(({ value }) => value))"""
    let_frames_pass(walk, 3)
    before = walk.evaluate(read, T)
    let_frames_pass(walk)
    assert walk.evaluate(read, T) == before
    assert float(before[0]) < 1
