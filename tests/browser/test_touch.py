"""Fingers, palms and pens: each really put down, moved and lifted."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from app.engine import Engine
from tests.browser.conftest import Open
from tests.browser.hands import (
    At,
    Fingers,
    Pen,
    along,
    choose_model,
    on_pad,
    rooms_of,
    show_map,
    show_room,
    show_tab,
)
from tests.browser.sight import (
    DECODED,
    DECODED_VIEW,
    HINT,
    MAP,
    PAD,
    expect_pixels,
    expect_values,
    frames,
    let_frames_pass,
    pixels,
    values,
    wait_for_frames,
    wait_for_picture,
)
from tests.browser.test_map import PLOT, POINT, TO_PAGE, X_HAT, chosen, view

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}
RANGE = "#sliders input[type=range]"


@pytest.fixture
def phone(open_page: Open) -> Page:
    page = open_page(**PHONE)
    wait_for_picture(page)
    return page


def centres(page: Page, *shares: float) -> list[At]:
    """For each slider, the places on its track at these shares of its width."""
    page.locator(RANGE).first.scroll_into_view_if_needed()
    places: list[At] = []
    for k in range(page.locator(RANGE).count()):
        box = page.locator(RANGE).nth(k).bounding_box()
        assert box
        y = box["y"] + box["height"] / 2
        places += [(box["x"] + share * box["width"], y) for share in shares]
    return places


def crosshair(page: Page) -> At:
    box = page.locator('#map [data-mark="chosen"]').bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


# What a finger presses; a term in a sentence is let off, as the guidelines do.
SMALL = """() => {
  const all = document.querySelectorAll(`.lx-root :is(button:not(.lx-term), select,
    label:has([type=radio], [type=checkbox]), [type=range], [type=number])`);
  return [...all].filter((node) => node.checkVisibility()).flatMap((node) => {
    const { width, height } = node.getBoundingClientRect();
    const isWide = node.type === "range" || width >= 43.9;
    return isWide && height >= 43.9 ? [] : [`${node.outerHTML.slice(0, 90)} ${width}×${height}`];
  });
}"""


@pytest.mark.parametrize("locale", ["en-US", "fa-IR"])
def test_a_finger_meets_all_it_is_meant_to_press(open_page: Open, locale: str) -> None:
    page = open_page(**PHONE, locale=locale)
    wait_for_frames(page, "#reconstruct")
    for model in ("mnist-vae-2d", "mnist-vae-10d", "mnist-ae-2d"):
        choose_model(page, model)
        for tab in ("reconstruct", "map", "sliders"):
            page.locator(f"[data-tab={tab}]").click()
            wait_for_frames(page, {"sliders": DECODED_VIEW}.get(tab, f"#{tab}"))
            assert page.evaluate(SMALL) == [], (model, tab)
        for tab in ("generate", "loss"):
            for room in rooms_of(page, tab):
                show_room(page, room).locator("[data-choice]").first.click()
                assert page.evaluate(SMALL) == [], (model, room)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_finger_on_the_ring_drags_the_maps_point_any_way(phone: Page, engine: Engine) -> None:
    show_map(phone)
    scrolled = phone.evaluate("scrollY")
    end = phone.evaluate(TO_PAGE, [0.5, 1.5])  # up, as the page would scroll
    fingers = Fingers(phone)
    places = along(crosshair(phone), end)
    fingers.down(0, places[0])
    seen = []
    for at in places[1:]:
        before = frames(phone, MAP)
        fingers.move(0, at)
        wait_for_frames(phone, MAP, before)
        seen.append(pixels(phone, X_HAT).tobytes())
    fingers.up(0)
    assert len(set(seen)) == len(seen)  # each move was answered
    phone.wait_for_function(
        r"""() => /z₂ = 1\.[45]/.test(
          document.querySelector('#map [data-ref="point"]').innerText)"""
    )
    z = chosen(phone)
    assert z == pytest.approx([0.5, 1.5], abs=0.03)
    expect_pixels(phone, X_HAT, engine.decode_pictures([z], "mnist-vae-2d"), 0.03)
    assert phone.evaluate("scrollY") == scrolled


def test_elsewhere_a_finger_taps_or_drags_sideways_and_up_and_down_is_the_pages(
    phone: Page,
) -> None:
    show_map(phone)
    fingers = Fingers(phone)
    z = chosen(phone)
    start = phone.evaluate(TO_PAGE, [-2.0, -2.5])
    scrolled = phone.evaluate("scrollY")
    fingers.drag([(start[0], start[1] - 12 * step) for step in range(12)])
    phone.wait_for_function(  # and has come to rest
        """before => new Promise((done) => {
          const at = scrollY;
          setTimeout(() => done(at > before + 40 && scrollY === at), 200);
        })""",
        arg=scrolled,
    )
    assert chosen(phone) == z
    before = frames(phone, POINT)
    fingers.drag([phone.evaluate(TO_PAGE, [-2.0, 2.0])])  # down and up: a tap
    wait_for_frames(phone, POINT, before)
    assert chosen(phone) == pytest.approx([-2.0, 2.0], abs=0.05)
    start, end = (phone.evaluate(TO_PAGE, at) for at in ([-2.0, 1.0], [1.0, 1.0]))
    fingers.drag(along(start, end, 16))
    phone.wait_for_function(
        r"""() => /z₁ = (1\.0|0\.9)/.test(
          document.querySelector('#map [data-ref="point"]').innerText)"""
    )


def test_two_fingers_zoom_and_move_the_map_and_leave_the_point(phone: Page) -> None:
    show_map(phone)
    z = chosen(phone)
    x, _y, half = view(phone)
    left, right = (phone.evaluate(TO_PAGE, at) for at in ([-1.0, 0.0], [1.0, 0.0]))
    wider = 0.5 * (right[0] - left[0])
    fingers = Fingers(phone)
    fingers.down(0, left)
    fingers.down(1, right)
    for step in range(1, 9):  # twice as far apart, and 40 px to the right
        move = 40 * step / 8
        fingers.move(0, (left[0] - wider * step / 8 + move, left[1]))
        fingers.move(1, (right[0] + wider * step / 8 + move, right[1]))
    fingers.up(0)
    fingers.up(1)
    phone.wait_for_function(
        f"() => {{ const [a, b] = {PLOT}._fullLayout.xaxis.range; return b - a < {1.1 * half}; }}"
    )
    let_frames_pass(phone)
    zoomed = view(phone)
    assert zoomed[2] == pytest.approx(half / 2, rel=0.03)
    moved = 40 / (right[0] - left[0])  # 2 units lay between the fingers, and 1 does now
    assert zoomed[0] == pytest.approx(x - moved, abs=0.02)
    assert chosen(phone) == z


def test_a_finger_drags_a_slider(phone: Page) -> None:
    show_tab(phone, "Sliders")
    start, end, *_ = centres(phone, 0.5, 0.8)
    _, other = values(phone)
    before = frames(phone, DECODED_VIEW)
    Fingers(phone).drag(along(start, end, 20))  # its first moves are not yet a drag
    wait_for_frames(phone, DECODED_VIEW, before + 3)
    low, high = (float(phone.locator(RANGE).first.get_attribute(k) or 0) for k in ("min", "max"))
    expect_values(phone, [low + 0.8 * (high - low), other], 0.04 * (high - low))


def test_two_fingers_move_two_sliders(phone: Page, engine: Engine) -> None:
    """Their moves come in turns, and neither undoes the other."""
    show_tab(phone, "Sliders")
    a, b, c, d = centres(phone, 0.5, 0.75)
    first, second = along(a, b), along(c, d)
    fingers = Fingers(phone)
    fingers.down(0, first[0])
    fingers.down(1, second[0])
    for a, b in zip(first[1:], second[1:], strict=True):
        for finger, at in enumerate((a, b)):
            before = frames(phone, DECODED_VIEW)
            fingers.move(finger, at)
            wait_for_frames(phone, DECODED_VIEW, before)
    fingers.up(0)
    fingers.up(1)
    ends = phone.locator(RANGE).evaluate_all("all => all.map(({ min, max }) => [+min, +max])")
    wanted = [low + 0.75 * (high - low) for low, high in ends]
    expect_values(phone, wanted, 0.4)
    dims = phone.locator(RANGE).evaluate_all("all => all.map(({ dataset }) => +dataset.dim)")
    z = np.zeros(2, dtype=np.float32)
    z[dims] = values(phone)
    expect_pixels(phone, DECODED, engine.decode_pictures(z, "mnist-vae-2d"), 0.03)


def ink(page: Page) -> np.ndarray:
    return pixels(page, PAD)


def on_empty_pad(page: Page, shares: list[At]) -> list[At]:
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(HINT)).to_contain_text("Mouse, pen or finger")
    assert ink(page).max() == 0
    return on_pad(page, shares)


@pytest.mark.both_hosts
def test_a_finger_draws(phone: Page) -> None:
    start, end = on_empty_pad(phone, [(0.2, 0.3), (0.8, 0.3)])
    Fingers(phone).drag(along(start, end))
    expect(phone.locator(HINT)).to_contain_text("your drawing")
    rows, columns = np.nonzero(ink(phone) > 0.5)
    assert rows.mean() == pytest.approx(0.3 * 140, abs=1)
    assert columns.min() < 0.2 * 140 + 1
    assert columns.max() > 0.8 * 140 - 1


def test_two_fingers_leave_no_line_between_them(phone: Page) -> None:
    """The first draws along the top; the second, along the bottom, is not heard."""
    a, b, c, d = on_empty_pad(phone, [(0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.8, 0.8)])
    top, bottom = along(a, b), along(c, d)
    fingers = Fingers(phone)
    fingers.down(0, top[0])
    fingers.down(1, bottom[0])
    for a, b in zip(top[1:], bottom[1:], strict=True):
        fingers.move(1, b)
        fingers.move(0, a)
    fingers.up(0)
    fingers.up(1)
    let_frames_pass(phone, 3)
    rows, columns = np.nonzero(ink(phone) > 0.1)
    assert rows.max() <= 0.2 * 140 + 7
    assert columns.max() >= 0.8 * 140 - 1
    # The second finger draws as soon as it comes alone.
    fingers.drag(bottom)
    let_frames_pass(phone, 3)
    assert ink(phone)[int(0.8 * 140)].max() > 0.5


def test_a_palm_beside_the_pen_leaves_nothing(open_page: Open) -> None:
    page = open_page(has_touch=True)
    wait_for_picture(page)
    start, end, palm = on_empty_pad(page, [(0.2, 0.25), (0.8, 0.25), (0.7, 0.8)])
    top = along(start, end)
    pen, fingers = Pen(page), Fingers(page)
    pen.down(top[0])
    fingers.down(0, palm, radius=40)
    for k, at in enumerate(top[1:]):
        pen.move(at)
        fingers.move(0, (palm[0] + k, palm[1]))
    pen.up(top[-1])
    fingers.up(0)
    let_frames_pass(page, 3)
    rows, columns = np.nonzero(ink(page) > 0.1)
    assert rows.max() <= 0.25 * 140 + 7
    assert columns.max() >= 0.8 * 140 - 1
