"""The tour: each step shows its part of the screen, covers none of it, and can be left."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.browser.sight import DRAWS, wait_for_frames
from tests.browser.test_axe import AXE, complaints

LAPTOP = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
START = ".lx-lead-line [data-tour]"
CARD = ".lx-tour-card"
# What each step is about.
SHOWN = [
    "#pad .lx-pad",
    "#reconstruct .lx-encoder",
    "#reconstruct .lx-code-map",
    '#reconstruct [data-ref="xHat"]',
    "#reconstruct .lx-loss-bar",
    "#map .lx-plot-frame",
    "#sliders input[type=range]",
    "#generate .lx-room-chips",
    "#generate .lx-room:not([hidden]) .lx-room-choices",
    "#loss .lx-room-chips",
]


def box(node: Locator) -> dict[str, float]:
    return node.evaluate("node => node.getBoundingClientRect().toJSON()")


def wait_until_still(page: Page, selector: str) -> None:
    """Wait until what is there has stood in its place for ten frames."""
    page.evaluate(
        """selector => new Promise((done) => {
          const places = () => JSON.stringify([...document.querySelectorAll(selector)].map(
            (node) => Object.values(node.getBoundingClientRect().toJSON())));
          let [last, still] = ["", 0];
          const look = () => {
            const now = places();
            still = now === last ? still + 1 : 0;
            last = now;
            if (still >= 10) done();
            else requestAnimationFrame(look);
          };
          look();
        })""",
        selector,
    )


def expect_clear(page: Page, shown: str) -> None:
    """What is shown is in the window and in the ring; the card is in the window and beside it."""
    wait_until_still(page, f"{shown}, .lx-tour-ring, {CARD}")
    size = page.viewport_size
    assert size
    ring, card, node = (
        box(page.locator(".lx-tour-ring")),
        box(page.locator(CARD)),
        box(page.locator(shown).first),
    )
    for inner in (card, node):
        assert inner["x"] >= 0, shown
        assert inner["y"] >= 0, shown
        assert inner["right"] <= size["width"], shown
        assert inner["bottom"] <= size["height"], shown
    assert ring["x"] <= node["x"] <= node["right"] <= ring["right"], shown
    assert ring["y"] <= node["y"] <= node["bottom"] <= ring["bottom"], shown
    beside = card["right"] <= node["x"] or card["x"] >= node["right"]
    assert beside or card["bottom"] <= node["y"] or card["y"] >= node["bottom"], shown


@pytest.mark.parametrize("locale", ["en-US", "fa-IR"])
@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_each_step_shows_its_part_and_covers_none_of_it(
    open_page: Open, size: dict[str, Any], locale: str
) -> None:
    page = open_page(**size, locale=locale)
    wait_for_frames(page, DRAWS)
    page.locator(START).click()
    names = set()
    for shown in SHOWN:
        expect(page.locator(CARD)).to_be_visible()
        expect(page.locator(shown).first).to_be_visible()
        expect_clear(page, shown)
        names.add(page.locator(f"{CARD} h2").inner_text())
        page.locator(f"{CARD} .lx-tour-next").click()
    assert len(names) == len(SHOWN)
    expect(page.locator(CARD)).to_be_hidden()
    assert page.evaluate("JSON.parse(localStorage['latent-explorer']).tourSeen")


@pytest.mark.both_hosts
def test_the_tour_goes_by_keys_and_gives_the_focus_back(page: Page) -> None:
    page.locator(START).focus()
    page.keyboard.press("Enter")
    name = page.locator(f"{CARD} h2")
    expect(page.get_by_role("dialog", name="A picture")).to_be_visible()
    expect(page.get_by_role("button", name="Next")).to_be_focused()
    page.add_script_tag(path=AXE)
    assert complaints(page) == []
    page.keyboard.press("ArrowRight")
    expect(name).to_have_text("The encoder")
    page.keyboard.press("ArrowLeft")
    expect(name).to_have_text("A picture")
    page.keyboard.press("ArrowLeft")  # there is none before
    expect(name).to_have_text("A picture")
    page.keyboard.press("Escape")
    expect(page.locator(CARD)).to_be_hidden()
    expect(page.locator(START)).to_be_focused()


def test_in_persian_the_next_step_is_to_the_left(open_page: Open) -> None:
    page = open_page(locale="fa-IR")
    wait_for_frames(page, DRAWS)
    page.locator(START).click()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(f"{CARD} h2")).to_have_text("رمزگذار")


def test_help_leads_to_the_tour_and_what_is_shown_can_be_tried(page: Page) -> None:
    page.get_by_role("button", name="Help").click()
    page.get_by_role("dialog").get_by_role("button", name="Take the tour").click()
    expect(page.get_by_role("dialog", name="Help")).to_be_hidden()
    expect(page.locator(CARD)).to_be_visible()
    pad = box(page.locator("#pad .lx-pad"))
    page.mouse.move(pad["x"] + 60, pad["y"] + 60)
    page.mouse.down()
    page.mouse.move(pad["x"] + 200, pad["y"] + 200, steps=5)
    page.mouse.up()
    expect(page.locator('#pad [data-ref="hint"]')).to_contain_text("your drawing")
    expect(page.locator(CARD)).to_be_visible()
    page.get_by_role("tab", name="Map").focus()
    page.keyboard.press("Enter")  # who goes their own way has left the tour
    expect(page.locator(CARD)).to_be_hidden()
    expect(page.get_by_role("tab", name="Map")).to_be_focused()
