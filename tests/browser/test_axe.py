"""axe-core, an independent judge of accessibility, finds nothing on any screen."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from playwright.sync_api import Page, expect

from app.main import ROOT
from tests.browser.conftest import Open
from tests.browser.hands import choose_model, rooms_of, show_room
from tests.browser.sight import DRAWS, wait_for_frames

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TABS = ("reconstruct", "map", "sliders")
SIZES = {"laptop": (1280, 800), "phone": (390, 844)}
FILES = re.compile(r"/weights/.*\.(json|gz|safetensors)$")
RUN = """async ([part, rules]) => {
  const which = rules.length ? { runOnly: rules } : {};
  const found = await axe.run(part ?? document, { resultTypes: ["violations"], ...which });
  const { violations } = found;
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ html, failureSummary }) =>
      `${id} (${impact}): ${html.slice(0, 160)} ${failureSummary}`));
}"""


# What says that something has no name.
NAMES = (
    "svg-img-alt",
    "role-img-alt",
    "image-alt",
    "aria-input-field-name",
    "button-name",
    "label",
)


def complaints(page: Page, part: str | None = None, rules: Sequence[str] = ()) -> list[str]:
    """Axe's, of the page or of the part that a selector names, by all rules or by these."""
    return page.evaluate(RUN, [part, list(rules)])


# Each size, theme and language with each of the others once.
SCREENS = (
    ("laptop", "light", "en-US"),
    ("laptop", "dark", "fa-IR"),
    ("phone", "dark", "en-US"),
    ("phone", "light", "fa-IR"),
)


@pytest.fixture(params=SCREENS, ids="-".join)
def screen(request: pytest.FixtureRequest, open_page: Open) -> Page:
    """The page with axe in it."""
    size, theme, locale = request.param
    width, height = SIZES[size]
    page = open_page(
        f"/?__theme={theme}", viewport={"width": width, "height": height}, locale=locale
    )
    wait_for_frames(page, DRAWS)
    page.add_script_tag(path=AXE)
    return page


def test_no_tab_has_a_fault(screen: Page) -> None:
    for model, tabs in (("mnist-vae-2d", TABS), ("mnist-vae-10d", TABS[::2])):
        choose_model(screen, model)
        for tab in tabs:
            screen.locator(f"[data-tab={tab}]").click()
            wait_for_frames(screen, {"sliders": "#decoded"}.get(tab, f"#{tab}"))
            assert complaints(screen) == [], (tab, model)
        screen.locator("[data-tab=reconstruct]").click()
    screen.locator("[data-tab=train]").click()
    wait_for_frames(screen, "#train")
    screen.locator("#train summary").click()
    assert complaints(screen) == [], "train"


@pytest.mark.parametrize("screen", SCREENS[1:3], indirect=True, ids="-".join)
def test_no_room_has_a_fault_before_a_guess_or_after_it(screen: Page) -> None:
    choose_model(screen, "mnist-vae-10d")
    for tab in ("generate", "loss"):
        for room in rooms_of(screen, tab):
            place = show_room(screen, room)
            assert complaints(screen, f"[data-room={room}]") == [], room
            place.locator("[data-choice]").first.click()
            expect(place.locator(".lx-room-answer")).not_to_be_empty()
            assert complaints(screen, f"[data-room={room}]") == [], (room, "guessed")


def test_no_picture_is_without_a_name_before_its_file_has_come(open_page: Open) -> None:
    """No file of the weights ever comes: what stands there until then has a name too."""
    page = open_page(before=lambda p: p.route(FILES, lambda _: None))
    page.add_script_tag(path=AXE)
    for tab in ("generate", "loss"):
        for room in rooms_of(page, tab):
            show_room(page, room)
            assert complaints(page, rules=NAMES) == [], room


@pytest.mark.both_hosts
def test_what_opens_has_no_fault_either(page: Page) -> None:
    page.add_script_tag(path=AXE)
    page.get_by_role("button", name="Settings").click()
    assert complaints(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Help").click()
    assert complaints(page) == []


def test_the_link_that_is_shared_has_no_fault(screen: Page) -> None:
    screen.locator("#share button").first.click()
    expect(screen.locator(".lx-qr svg")).to_be_visible()
    assert complaints(screen) == []
