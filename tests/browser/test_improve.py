"""The encoder's guess goes downhill before one's eyes, and comes back."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from model.experiments.amortisation import STEPS
from tests.browser.hands import choose_model, show_map, show_tab
from tests.browser.sight import DRAWS, let_frames_pass, wait_for_frames

MU = "#reconstruct .lx-codes .lx-number[data-part=mu]"


def at_rest(page: Page, view: str) -> None:
    """A step a frame, and a busy machine has few frames a second."""
    part = page.locator(f"#{view} .lx-improve")
    expect(part).to_have_attribute("data-step", str(STEPS), timeout=60_000)


def figures(page: Page, view: str) -> tuple[float, float]:
    """-ELBO before and now, in nats."""
    part = page.locator(f"#{view} .lx-improve-figures")
    before, now = (
        float(part.locator(f"[data-ref={ref}]").inner_text()) for ref in ("before", "now")
    )
    return before, now


def test_it_goes_down_on_reconstruct_and_back_at_a_click(page: Page) -> None:
    wait_for_frames(page, DRAWS)
    choose_model(page, "mnist-vae-10d")
    expect(page.locator(MU)).to_have_count(10)
    guess = page.locator(MU).all_inner_texts()
    button = page.locator("#reconstruct [data-action=improve]")
    button.click()
    at_rest(page, "reconstruct")
    before, now = figures(page, "reconstruct")
    assert now < before
    assert page.locator(MU).all_inner_texts() != guess
    total = page.locator("#reconstruct .lx-loss [data-ref=negElbo]")
    expect(total).to_have_text(f"{now:.1f}")
    expect(page.locator("#reconstruct .lx-bar-before")).to_be_visible()
    button.click()
    expect(page.locator("#reconstruct .lx-improve")).to_have_attribute("data-step", "")
    assert page.locator(MU).all_inner_texts() == guess
    choose_model(page, "mnist-ae-10d")
    expect(button).to_be_hidden()
    show_tab(page, "Map")
    expect(page.locator("#map [data-action=improve]")).to_be_disabled()


def test_its_way_is_on_the_map_until_a_hand_moves_the_point(page: Page) -> None:
    show_map(page)
    mark = page.locator("#map .lx-overlay [data-mark=my-picture]")
    expect(mark).to_be_attached()
    page.locator("#map [data-action=improve]").click()
    at_rest(page, "map")
    way = page.locator("#map .lx-overlay [data-mark=way]")
    points = (way.get_attribute("points") or "").split()
    assert len(points) > 3  # a few steps each, where less is to move
    assert points[0] != points[-1]
    there = mark.get_attribute("style")
    show_tab(page, "Sliders")  # another look at the same code
    show_tab(page, "Map")
    expect(way).to_be_attached()
    page.locator("#map .lx-plot-frame").focus()
    page.keyboard.press("ArrowLeft")
    expect(way).not_to_be_attached()
    let_frames_pass(page)
    assert mark.get_attribute("style") != there
