"""A symbol and what it stands for on the code light up together, and nothing moves for it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.hands import choose_model
from tests.browser.sight import DRAWS, RECONSTRUCT, frames, wait_for_frames

MACHINE = "#reconstruct .lx-machine"
MARKS = {
    "mu": ".lx-cloud-mu",
    "sigma": ".lx-cloud-ellipse",
    "epsilon": ".lx-cloud-step",
    "z": ".lx-cloud-z",
}
# A place on the page where the topmost thing is of that part, and no symbol.
PLACE = """([holder, part]) => {
  const { left, top, right, bottom } = document.querySelector(holder).getBoundingClientRect();
  for (let y = top + 1; y < bottom; y += 2) {
    for (let x = left + 1; x < right; x += 2) {
      if (document.elementFromPoint(x, y)?.dataset.part === part) return [x, y];
    }
  }
  return null;
}"""
BOXES = """() => [...document.querySelectorAll(".lx-root *:not(svg *)")].map((node) => {
  const { x, y, width, height } = node.getBoundingClientRect();
  return [x, y, width, height];
})"""
CLEAR = "none"


def style(node: Locator, name: str) -> str:
    value: str = node.evaluate("(node, name) => getComputedStyle(node)[name]", name)
    return value


def strokes(page: Page, part: str) -> list[float]:
    """How bold a part's marks are, on the map and in its lens."""
    return [
        float(style(mark, "strokeWidth").removesuffix("px"))
        for mark in page.locator(f"{MACHINE} {MARKS[part]}").all()
    ]


def away(page: Page) -> None:
    page.mouse.move(2, 2)
    expect(page.locator(f"{MACHINE}[data-lit]")).to_have_count(0)


def expect_lit(page: Page, part: str) -> None:
    expect(page.locator(f'{MACHINE}[data-lit="{part}"]')).to_have_count(1)


def show(page: Page, model_id: str) -> None:
    before = frames(page, DRAWS)
    choose_model(page, model_id)
    expect(page.locator(f'{RECONSTRUCT}[data-model="{model_id}"]')).to_have_count(1)
    wait_for_frames(page, DRAWS, before)


def test_each_sign_of_the_formula_and_its_mark_light_each_other(page: Page) -> None:
    wait_for_frames(page, DRAWS)
    away(page)
    usual = {part: strokes(page, part) for part in MARKS}
    boxes = page.evaluate(BOXES)
    for part in MARKS:
        sign = page.locator(f'{MACHINE} .lx-equation [data-term="{part}"]')
        column = page.locator(f'{MACHINE} .lx-equation [data-part="{part}"]')
        for put in (sign.hover, sign.focus, column.last.hover):
            put()
            expect_lit(page, part)
            for other in MARKS:
                bolder = [a > b for a, b in zip(strokes(page, other), usual[other], strict=True)]
                assert bolder == 2 * [other == part], (part, other)
            assert page.evaluate(BOXES) == boxes
            sign.evaluate("sign => sign.blur()")
            away(page)
        assert style(column.first, "boxShadow") == CLEAR
        place = page.evaluate(PLACE, [f"{MACHINE} .lx-code-map", part])
        assert place, part
        page.mouse.move(*place)
        expect_lit(page, part)
        assert {style(cell, "boxShadow") for cell in column.all()} != {CLEAR}
        assert page.evaluate(BOXES) == boxes
        away(page)


@pytest.mark.both_hosts
def test_the_rebuilt_picture_and_its_name(page: Page) -> None:
    name = page.locator(f'{MACHINE} [data-term="xHat"]')
    picture = page.locator(f'{MACHINE} [data-ref="xHat"]')
    assert style(picture, "outlineStyle") == "none"
    name.hover()
    expect_lit(page, "xHat")
    assert style(picture, "outlineStyle") == "solid"
    away(page)
    picture.hover()
    assert style(name, "boxShadow") != CLEAR


def test_a_long_code_is_lit_in_every_row(page: Page) -> None:
    show(page, "mnist-vae-10d")
    away(page)
    bars = page.locator(f"{MACHINE} .lx-posterior")
    pale = style(bars.first, "backgroundColor")
    page.locator(f'{MACHINE} .lx-codes [data-term="sigma"]').hover()
    expect_lit(page, "sigma")
    assert all(style(bar, "backgroundColor") != pale for bar in bars.all())
    away(page)
    for part, mark in {"mu": ".lx-mu", "z": ".lx-draw"}.items():
        marks = page.locator(f"{MACHINE} {mark}")
        page.mouse.move(*page.evaluate(PLACE, [f"{MACHINE} .lx-codes", part]))
        expect_lit(page, part)
        assert all(style(each, "outlineStyle") == "solid" for each in marks.all())
        sign = page.locator(f'{MACHINE} .lx-code [data-term="{part}"]').first
        assert style(sign, "boxShadow") != CLEAR
        away(page)


def test_an_autoencoders_z_is_its_code(page: Page) -> None:
    show(page, "mnist-ae-2d")
    away(page)
    usual = {part: strokes(page, part) for part in MARKS}
    page.locator(f'{MACHINE} [data-ref="codeName"] [data-term="z"]').hover()
    expect_lit(page, "z")
    assert strokes(page, "mu")[0] > usual["mu"][0]
    assert strokes(page, "z") == usual["z"]  # one that is near it, and has no symbol
    assert page.evaluate(PLACE, [f"{MACHINE} .lx-code-map", "epsilon"]) is None
