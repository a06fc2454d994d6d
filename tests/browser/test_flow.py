"""A light crosses the nets when something goes through them, and never at a price."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.browser.hands import stroke
from tests.browser.sight import DRAWS, frames, let_frames_pass, wait_for_frames

DIGIT = [(0.3 + 0.4 * t, 0.3 + 0.3 * np.sin(5 * t)) for t in np.linspace(0, 1, 31)]
# Every pulse that is started: when, in which net, and whether its element had none by then.
WATCH = """localStorage["latent-explorer"] = JSON.stringify({ openingSeen: true });
window.pulses = [];
const animate = Element.prototype.animate;
Element.prototype.animate = function (...given) {
  const others = this.getAnimations().length;
  const animation = animate.apply(this, given);
  if (this.matches(".lx-pulse")) {
    const net = this.parentElement.matches(".lx-encoder") ? "encoder" : "decoder";
    window.pulses.push({ at: performance.now(), net, pulse: this, animation, others });
  }
  return animation;
};"""


@pytest.fixture
def lively(open_page: Open) -> Callable[..., Page]:
    """Opens a page on which things move."""

    def opened(**options: Any) -> Page:
        watch = {"before": lambda page: page.add_init_script(WATCH)}
        page = open_page(**({"reduced_motion": "no-preference"} | watch | options))
        wait_for_frames(page, DRAWS)
        return page

    return opened


def pulses(page: Page) -> list[str]:
    """The nets that a light has been sent through."""
    nets: list[str] = page.evaluate("window.pulses.map(({ net }) => net)")
    return nets


def rest(page: Page) -> None:
    """Until every light has left, and another may come."""
    page.evaluate(
        """async () => {
          await Promise.all(window.pulses.map(({ animation }) => animation.finished));
          await new Promise((done) => setTimeout(done, 600));
        }"""
    )


def test_a_stroke_crosses_the_encoder_and_then_the_decoder(lively: Callable[..., Page]) -> None:
    page = lively()
    assert pulses(page) == []
    stroke(page, DIGIT[:2])
    page.wait_for_function("window.pulses.length >= 2")
    rest(page)
    assert pulses(page)[:2] == ["encoder", "decoder"]
    ends, starts = page.evaluate(
        """window.pulses.slice(0, 2).map(({ animation }, i) => {
          const { delay, endTime } = animation.effect.getComputedTiming();
          return i ? delay : endTime;
        })"""
    )
    assert ends <= starts
    properties = page.evaluate(
        """window.pulses.flatMap(({ animation }) =>
          animation.effect.getKeyframes().flatMap((frame) => Object.keys(frame)))"""
    )
    assert set(properties) - {"offset", "computedOffset", "easing", "composite"} == {"transform"}


def test_lights_are_few_however_quick_the_hand(lively: Callable[..., Page]) -> None:
    page = lively()
    stroke(page, DIGIT)
    page.get_by_role("button", name="Surprise me").click()
    page.wait_for_function("window.pulses.length >= 2")
    starts = page.evaluate(
        "window.pulses.filter(({ net }) => net === 'encoder').map(({ at }) => at)"
    )
    assert all(after - before >= 600 for before, after in pairwise(starts))
    assert len(starts) <= 1 + page.evaluate("performance.now() / 600")
    assert page.evaluate("window.pulses.every(({ others }) => others === 0)")


def test_another_picture_crosses_both_nets(lively: Callable[..., Page]) -> None:
    page = lively()
    page.get_by_role("button", name="Surprise me").click()  # which draws anew besides
    page.wait_for_function("window.pulses.length > 0")
    rest(page)
    assert pulses(page) == ["encoder", "decoder"]


def test_what_was_drawn_anew_crosses_the_decoder_alone(lively: Callable[..., Page]) -> None:
    page = lively()
    page.get_by_role("button", name="Draw again").click()
    page.wait_for_function("window.pulses.length > 0")
    rest(page)
    page.get_by_label("The draw to look at").fill("5")  # was decoded with the others
    let_frames_pass(page)
    assert pulses(page) == ["decoder"]


@pytest.mark.parametrize(
    ("options", "way"),
    [
        ({}, (1, 0)),
        ({"locale": "fa-IR"}, (-1, 0)),
        ({"viewport": {"width": 390, "height": 844}}, (0, 1)),
    ],
    ids=["English", "Persian", "phone"],
)
def test_it_goes_the_way_of_the_data(
    lively: Callable[..., Page], options: dict[str, Any], way: tuple[int, int]
) -> None:
    page = lively(**options)
    stroke(page, DIGIT[:2])
    page.wait_for_function("window.pulses.length >= 2")
    places = page.evaluate(
        """window.pulses.slice(0, 2).map(({ pulse, animation }) => {
          animation.pause();
          const { delay, duration } = animation.effect.getTiming();
          return [0, 0.999].map((share) => {
            animation.currentTime = delay + share * duration;
            const { e, f } = new DOMMatrix(getComputedStyle(pulse).transform);
            return [e, f];
          });
        })"""
    )
    for start, end in places:
        assert tuple(np.sign(np.round(end)) - np.sign(np.round(start))) == (2 * way[0], 2 * way[1])


def test_nothing_moves_where_motion_is_not_wanted(lively: Callable[..., Page]) -> None:
    page = lively(reduced_motion="reduce")
    before = frames(page, DRAWS)
    stroke(page, DIGIT)
    wait_for_frames(page, DRAWS, before)
    let_frames_pass(page)
    assert pulses(page) == []


def test_it_waits_where_nobody_looks(lively: Callable[..., Page]) -> None:
    page = lively()
    stroke(page, DIGIT[:2])
    page.wait_for_function("window.pulses.length >= 2")
    rest(page)
    count = len(pulses(page))
    states = page.evaluate(
        """[true, false, true].map((isHidden, i) => {
          const { animation } = window.pulses.at(-1);
          if (!i) animation.currentTime = 0;
          Object.defineProperty(document, "hidden", { get: () => isHidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
          return animation.playState;
        })"""
    )
    assert states == ["paused", "running", "paused"]
    page.evaluate("window.pulses.at(-1).animation.finish()")
    before = frames(page, DRAWS)
    page.get_by_role("button", name="Surprise me").click()
    wait_for_frames(page, DRAWS, before)
    assert len(pulses(page)) == count
