"""Each tab is one screen: nothing is clipped, covered, out of sight or too small to read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.browser.conftest import Open
from tests.browser.hands import choose_model, rooms_of, show_room
from tests.browser.sight import (
    DECODED,
    DRAWS,
    NOTICES,
    PAD,
    X_HAT,
    let_frames_pass,
    wait_for_frames,
)

# Each language, kind and size of a code with each of the others once.
MODELS = {
    "en-US": ("mnist-vae-2d", "mnist-ae-10d"),
    "fa-IR": ("mnist-vae-10d", "mnist-ae-2d"),
}
LOCALES = tuple(MODELS)
DESKS = {"laptop": (1280, 800), "low laptop": (1366, 768), "projector": (1920, 1080)}
PHONE = {"width": 390, "height": 844}
TABS = ("reconstruct", "map", "sliders")
ROOM_TABS = ("generate", "loss")
ROOM_MODELS = ("mnist-vae-10d", "mnist-ae-2d")
OF_THE_MODEL = ("steps", "novelty", "between", "kl")  # the others show the same of any model
# What a hand moves on a tab, and the picture that answers it.
HANDS = {
    "reconstruct": (PAD, X_HAT),
    "map": ("#map .lx-plot-frame", '#map [data-ref="xHat"]'),
    "sliders": ("#sliders input[type=range]", DECODED),
}
READ = 20  # pixels of the type that is read from the last row, on a projector

# Texts that are cut by a frame or by the window, that lie on one another, or are too small.
FAULTS = """({ least, isOneScreen }) => {
  const faults = [];
  const isOnlyHeard = (node) =>
    node && (getComputedStyle(node).clipPath === "inset(50%)" || isOnlyHeard(node.parentElement));
  const movesSideways = (node) =>
    node && (getComputedStyle(node).overflowX === "auto" || movesSideways(node.parentElement));
  const root = document.querySelector(".lx-root");
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const seen = [];
  while (walker.nextNode()) {
    const { currentNode: node } = walker;
    const parent = node.parentElement;
    const skip = "script, style, option, svg, .lx-plot, dialog:not([open])";
    if (!node.data.trim() || !parent.checkVisibility() || parent.closest(skip)) continue;
    if (isOnlyHeard(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const words = node.data.trim().slice(0, 40);
    for (const box of range.getClientRects()) {
      if (box.width < 1) continue;
      const { left, right, top, bottom } = box;
      const isOut = left < -1 || right > innerWidth + 1;
      if (isOut && !movesSideways(parent)) faults.push(`out of the window: ${words}`);
      const isBelow = isOneScreen && bottom > innerHeight + 1;
      if (isBelow) faults.push(`below the window: ${words}`);
      for (let frame = parent; frame && frame !== root; frame = frame.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(frame);
        if (overflowX === "visible" && overflowY === "visible") continue;
        const edge = frame.getBoundingClientRect();
        const cut = left < edge.left - 1.5 || right > edge.right + 1.5;
        if (cut && overflowX !== "auto") faults.push(`cut: ${words}`);
      }
      seen.push({ left, right, top, bottom, words, parent });
    }
    const size = parseFloat(getComputedStyle(parent).fontSize);
    if (size < least) faults.push(`${size} px: ${words}`);
  }
  for (const [i, a] of seen.entries()) {
    for (const b of seen.slice(i + 1)) {
      if (a.parent === b.parent) continue; // lines of one text
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 2 && high > 4) faults.push(`on one another: ${a.words} | ${b.words}`);
    }
  }
  if (document.documentElement.scrollWidth > innerWidth) faults.push("scrolls sideways");
  if (isOneScreen) {
    if (document.documentElement.scrollHeight > innerHeight) faults.push("scrolls");
    for (const question of document.querySelectorAll(".lx-room-question")) {
      const { clientHeight } = question.parentElement;
      if (question.offsetHeight > clientHeight + 1) faults.push("the question is too high");
    }
    for (const part of document.querySelectorAll(".lx-room-stage > *")) {
      const over = part.scrollHeight - part.clientHeight;
      if (part.clientHeight && over > 2) faults.push(`${part.className} overflows by ${over} px`);
    }
    for (const body of document.querySelectorAll(".lx-panel-body, .lx-room-said")) {
      if (!body.checkVisibility()) continue;
      if (body.scrollHeight > body.clientHeight + 1) faults.push("the panel scrolls");
      if (body.scrollWidth > body.clientWidth + 1) faults.push("the panel scrolls sideways");
    }
  }
  return [...new Set(faults)];
}"""


def faults(page: Page, *, one_screen: bool, least: float) -> list[str]:
    return page.evaluate(FAULTS, {"isOneScreen": one_screen, "least": least})


def inside(page: Page, what: str | Locator) -> dict[str, Any]:
    """A picture's box, and whether all of it is in the window."""
    node = page.locator(what).first if isinstance(what, str) else what
    return node.evaluate(
        """node => {
          const { left, top, right, bottom, width, height } = node.getBoundingClientRect();
          const isSeen = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
          return { isSeen, left, right, width, height };
        }"""
    )


def on_each_desk(page: Page) -> Iterator[str]:
    """Make the window each desk's in turn: the page is opened once, and laid out anew."""
    for desk, (width, height) in DESKS.items():
        page.set_viewport_size({"width": width, "height": height})
        let_frames_pass(page, 3)
        yield desk


def settled_faults(page: Page, desk: str, least: float) -> list[str]:
    """What is still wrong on a desk when the page has had the time to draw its plots anew."""
    limits = {"isOneScreen": True, "least": least}
    try:
        page.wait_for_function(f"limits => !({FAULTS})(limits).length", arg=limits, timeout=1000)
    except TimeoutError:
        return [f"{desk}: {fault}" for fault in faults(page, one_screen=True, least=least)]
    return []


def show(page: Page, tab: str) -> None:
    page.locator(f"[data-tab={tab}]").click()
    wait_for_frames(page, {"sliders": "#decoded"}.get(tab, f"#{tab}"))
    expect(page.locator(NOTICES)).to_be_hidden()  # a model is still on its way


def rooms_to_see(page: Page, tab: str, model: str) -> list[str]:
    """All rooms of a tab with the first model, then those that follow the model."""
    rooms = rooms_of(page, tab)
    return [room for room in rooms if model == ROOM_MODELS[0] or room in OF_THE_MODEL]


@pytest.mark.parametrize("locale", LOCALES)
def test_on_a_desk_each_tab_is_one_screen(open_page: Open, locale: str) -> None:
    page = open_page(locale=locale)
    wait_for_frames(page, DRAWS)
    found = {}
    for model, tab in product(MODELS[locale], TABS):
        choose_model(page, model)
        show(page, tab)
        for desk in on_each_desk(page):
            least = READ if desk == "projector" else 11
            found[model, tab, desk] = settled_faults(page, desk, least)
            result = inside(page, HANDS[tab][1])
            assert result["isSeen"], (model, tab, desk)
            assert result["width"] >= 220, (model, tab, desk)
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_on_a_phone_the_result_stays_in_sight(open_page: Open, locale: str) -> None:
    page = open_page(viewport=PHONE, locale=locale, has_touch=True, is_mobile=True)
    wait_for_frames(page, DRAWS)
    found = {}
    for model, tab in product(MODELS[locale], TABS):
        choose_model(page, model)
        show(page, tab)
        found[model, tab] = faults(page, one_screen=False, least=11)
        hand, result = HANDS[tab]
        hands = page.locator(hand)
        for which in {0, hands.count() - 1}:
            hands.nth(which).evaluate("node => node.scrollIntoView({ block: 'center' })")
            box = inside(page, result)
            assert box["isSeen"], (model, tab, which)
            assert 96 <= box["width"] <= 120, (model, tab)
        page.evaluate("scrollTo(0, 0)")
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_on_a_desk_each_room_is_one_screen(open_page: Open, locale: str) -> None:
    page = open_page(locale=locale)
    wait_for_frames(page, DRAWS)
    found = {}

    def look(model: str, room: str, *parts: str) -> None:
        for desk in on_each_desk(page):
            least = 16 if desk == "projector" else 11
            found[model, room, desk, bool(parts)] = settled_faults(page, desk, least)
            for part in parts:
                box = inside(page, f"[data-room={room}] {part}")
                assert box["isSeen"], (model, room, desk, part)

    for model in ROOM_MODELS:
        choose_model(page, model)
        for tab in ROOM_TABS:
            for room in rooms_to_see(page, tab, model):
                expect(page.locator(NOTICES)).to_be_hidden()
                place = show_room(page, room)
                look(model, room)
                place.locator("[data-choice]").first.click()
                expect(place.locator(".lx-room-answer")).not_to_be_empty()
                look(model, room, ".lx-room-question", ".lx-room-stage", ".lx-room-found")
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_on_a_phone_each_room_follows_its_question(open_page: Open, locale: str) -> None:
    page = open_page(viewport=PHONE, locale=locale, has_touch=True, is_mobile=True)
    wait_for_frames(page, DRAWS)
    found = {}
    for model in ROOM_MODELS:
        choose_model(page, model)
        for tab in ROOM_TABS:
            for room in rooms_to_see(page, tab, model):
                expect(page.locator(NOTICES)).to_be_hidden()
                place = show_room(page, room)
                box = place.locator(".lx-room-stage").bounding_box()
                assert box
                assert box["y"] <= PHONE["height"] / 2, (room, "the stage is out of sight")
                place.locator("[data-choice]").first.click()
                found[model, room] = faults(page, one_screen=False, least=11)
                how = place.locator('[data-ref="how"]')
                if how.get_attribute("open") is None:  # it was opened with the model before
                    how.locator("summary").click()
                let_frames_pass(page, 3)
                assert how.get_attribute("open") is not None, (room, "it closed by itself")
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_header_is_one_row_on_a_laptop(open_page: Open, locale: str) -> None:
    page = open_page(locale=locale)
    wait_for_frames(page, DRAWS)
    for width in (1000, 1151, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        let_frames_pass(page, 3)
        check_the_header(page, width)


def check_the_header(page: Page, width: int) -> None:
    """All of it in one row, and nothing in it cut, the data set's name neither."""
    tops = page.locator(".lx-header > *, .lx-tabs button").evaluate_all(
        """nodes => nodes.map((node) => {
          const { top, height } = node.getBoundingClientRect();
          return top + height / 2;
        })"""
    )
    assert max(tops) - min(tops) <= 2
    assert page.locator(".lx-header").evaluate("node => node.scrollWidth") <= width
    ends = page.locator(".lx-tabs, .lx-header-end").evaluate_all(
        "nodes => nodes.map((node) => [node.scrollWidth, node.clientWidth])"
    )
    assert all(needed <= had for needed, had in ends), ends
    names = page.locator('#chooser [data-ref="dataset"]')
    cut = names.evaluate(
        """node => {
          const whole = node.cloneNode(true);
          whole.style.cssText = "max-width: none; position: absolute; visibility: hidden";
          node.after(whole);
          const cut = whole.offsetWidth - node.offsetWidth;
          whole.remove();
          return cut;
        }"""
    )
    assert cut <= 0, f"the data set's name is cut by {cut} px"


@pytest.mark.parametrize(("desk", "locale"), [("laptop", "en-US"), ("projector", "fa-IR")])
def test_present_mode_is_larger_and_explains_nothing(
    open_page: Open, desk: str, locale: str
) -> None:
    width, height = DESKS[desk]
    page = open_page(viewport={"width": width, "height": height}, locale=locale)
    wait_for_frames(page, DRAWS)
    size = "node => parseFloat(getComputedStyle(node).fontSize)"
    before = page.locator("#reconstruct").evaluate(size)
    page.locator('#settings [data-ref="gear"]').click()
    page.locator('#settings [data-ref="present"]').click()
    page.keyboard.press("Escape")
    assert page.locator("#reconstruct").evaluate(size) >= 1.15 * before
    for tab in TABS:
        show(page, tab)
        for hint in page.locator(".lx-hint, .lx-prose, .lx-lead").all():
            assert not hint.is_visible()
        assert faults(page, one_screen=True, least=13) == [], tab
        assert inside(page, HANDS[tab][1])["isSeen"]
    for tab in ROOM_TABS:
        for room in rooms_of(page, tab):
            show_room(page, room).locator("[data-choice]").first.click()
            assert faults(page, one_screen=True, least=13) == [], room


def test_at_twice_the_size_nothing_is_lost(open_page: Open) -> None:
    """A laptop at 200 %: the layout of a small window."""
    page = open_page(viewport={"width": 640, "height": 400}, device_scale_factor=2)
    wait_for_frames(page, DRAWS)
    for tab in TABS:
        page.locator(f"[data-tab={tab}]").click()
        assert faults(page, one_screen=False, least=11) == [], tab
    for tab in ROOM_TABS:
        for room in rooms_of(page, tab):
            show_room(page, room).locator("[data-choice]").first.click()
            assert faults(page, one_screen=False, least=11) == [], room


# Where a phone is held on its side, and a laptop at 200 %.
LOW = {"laptop": (640, 400), "phone": (844, 390)}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("size", LOW)
def test_in_a_low_window_the_result_is_beside_the_hand(
    open_page: Open, size: str, locale: str
) -> None:
    width, height = LOW[size]
    page = open_page(viewport={"width": width, "height": height}, locale=locale)
    wait_for_frames(page, DRAWS)
    found = {}
    for model, tab in product(MODELS[locale], TABS):
        choose_model(page, model)
        show(page, tab)
        found[model, tab] = faults(page, one_screen=False, least=11)
        hands = page.locator(HANDS[tab][0])
        for which in {0, hands.count() - 1}:
            hand = hands.nth(which)
            hand.evaluate("node => node.scrollIntoView({ block: 'center' })")
            moved, result = (inside(page, what) for what in (hand, HANDS[tab][1]))
            assert moved["isSeen"], (model, tab, which)
            assert result["isSeen"], (model, tab, which)
            is_before = moved["right"] <= result["left"]
            is_after = moved["left"] >= result["right"]
            assert is_after if locale == "fa-IR" else is_before, (model, tab, which)
            assert result["width"] >= 150, (model, tab)
        page.evaluate("scrollTo(0, 0)")
    assert {where: what for where, what in found.items() if what} == {}
