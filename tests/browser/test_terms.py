"""Terms and help: a card is one press away, wholly in sight, and gone again by Escape."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.browser.sight import DRAWS, let_frames_pass, wait_for_frames
from tests.browser.test_axe import AXE, complaints

LAPTOP = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LOCALES = ("en-US", "fa-IR")
ARABIC = re.compile("[\u0600-\u06ff]")
TERMS = 13


def card(page: Page) -> Locator:
    return page.locator(".lx-card")


def term(page: Page, name: str) -> Locator:
    return page.locator(f'#reconstruct .lx-term[data-term="{name}"]').first


def expect_in_sight(page: Page) -> None:
    """All of the card is in the window, and its end is at most a scroll within it away."""
    let_frames_pass(page, 3)
    box = card(page).bounding_box()
    size = page.viewport_size
    assert box
    assert size
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= size["width"]
    assert box["y"] + box["height"] <= size["height"]
    wide = "node => [node.scrollWidth, node.clientWidth, node.scrollHeight, node.clientHeight]"
    scroll_width, client_width, scroll_height, client_height = card(page).evaluate(wide)
    assert scroll_width <= client_width
    assert scroll_height <= client_height


@pytest.fixture(params=LOCALES)
def locale(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_every_card_opens_in_sight(open_page: Open, size: dict, locale: str) -> None:
    page = open_page(**size, locale=locale)
    wait_for_frames(page, DRAWS)
    page.add_script_tag(path=AXE)
    names = page.locator("#reconstruct .lx-term:visible").evaluate_all(
        "nodes => [...new Set(nodes.map((node) => node.dataset.term))]"
    )
    assert len(names) >= 10
    for name in names:
        term(page, name).click()
        expect(card(page)).to_have_attribute("data-shows", name)
        expect(card(page)).to_be_focused()
        expect_in_sight(page)
        sentences = card(page).locator(".lx-card-words p")
        expect(sentences).to_have_count(3)
        assert bool(ARABIC.search(sentences.first.inner_text())) == (locale == "fa-IR")
        page.keyboard.press("Escape")
        expect(card(page)).to_be_hidden()
        expect(term(page, name)).to_be_focused()
    term(page, names[0]).click()
    assert complaints(page) == []


@pytest.mark.both_hosts
def test_a_card_opens_by_keyboard_and_leads_to_others(page: Page) -> None:
    opener = term(page, "mu")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="centre of the code")).to_be_focused()
    expect(card(page).locator("code")).to_contain_text("self.encoder(x).chunk(2, dim=-1)")
    card(page).get_by_role("button", name="posterior").press("Enter")
    expect(page.get_by_role("dialog", name="posterior")).to_be_focused()
    expect_in_sight(page)
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    expect(opener).to_be_focused()
    page.keyboard.press("Space")
    expect(card(page)).to_be_visible()
    card(page).get_by_role("button", name="Close the card").press("Enter")
    expect(card(page)).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_press_beside_the_card_closes_it(page: Page) -> None:
    opener = term(page, "mu")
    opener.click()
    expect(card(page)).to_be_visible()
    page.locator(".lx-lead").first.click()
    expect(card(page)).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    term(page, "z").click(position={"x": 2, "y": 2})
    expect(card(page)).to_have_attribute("data-shows", "z")
    page.locator("[data-tab=sliders]").click()
    expect(card(page)).to_be_hidden()
    expect(page.locator("[data-tab=sliders]")).to_be_focused()


def test_terms_are_there_in_present_mode_and_after_another_language(page: Page) -> None:
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("button", name="Present").click()
    page.keyboard.press("Escape")
    term(page, "sigma").click()
    expect_in_sight(page)
    page.keyboard.press("Escape")
    page.locator('[data-ref="language"]').select_option("fa")
    expect(page.locator(".lx-root")).to_have_attribute("data-language", "fa")
    term(page, "sigma").click()
    expect(card(page).locator("h2")).to_contain_text("پهنای کد")
    expect(card(page)).to_have_count(1)


def test_a_finger_may_miss_a_term_by_a_little(page: Page) -> None:
    """24 pixels a way, but where another term is nearer."""
    box = term(page, "sigma").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for at in ((x - 11.5, y), (x + 11.5, y), (x, y - 11.5), (x, y + 11.5)):
        found = page.evaluate(
            "([x, y]) => document.elementFromPoint(x, y)?.closest('[data-term]')?.dataset.term", at
        )
        assert found == "sigma", at


# With `locale`: each size and theme in both languages.
@pytest.mark.parametrize(
    ("size", "theme"), [(LAPTOP, "light"), (PHONE, "dark")], ids=["laptop", "phone"]
)
def test_the_help_is_in_sight_and_opens_every_card(
    open_page: Open, size: dict, theme: str, locale: str
) -> None:
    page = open_page(f"/?__theme={theme}", **size, locale=locale)
    wait_for_frames(page, DRAWS)
    page.add_script_tag(path=AXE)
    button = page.locator('[data-ref="help"]')
    button.click()
    dialog = page.locator(".lx-help[open]")
    fits = dialog.evaluate("node => [node.scrollWidth - node.clientWidth, node.offsetHeight]")
    assert fits[0] <= 0
    assert fits[1] <= size["viewport"]["height"]
    if size is LAPTOP:
        assert dialog.evaluate("node => node.scrollHeight <= node.clientHeight")
    assert complaints(page) == []
    terms = dialog.locator(".lx-help-terms [data-term]")
    expect(terms).to_have_count(TERMS)
    for place in range(TERMS):
        terms.nth(place).click()
        expect_in_sight(page)
        if place == 0:
            assert complaints(page) == []
        page.keyboard.press("Escape")
        expect(card(page)).to_be_hidden()
        expect(terms.nth(place)).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()
