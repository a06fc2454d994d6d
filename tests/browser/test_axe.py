"""axe-core, an independent judge of accessibility, finds nothing on any screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from app.main import ROOT
from tests.browser.conftest import Open
from tests.browser.hands import choose_model, rooms_of, show_room
from tests.browser.sight import DRAWS, wait_for_frames

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TABS = ("reconstruct", "map", "sliders")
SIZES = {"laptop": (1280, 800), "phone": (390, 844)}
RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ html, failureSummary }) =>
      `${id} (${impact}): ${html.slice(0, 160)} ${failureSummary}`));
}"""


def complaints(page: Page) -> list[str]:
    return page.evaluate(RUN)


@pytest.mark.parametrize("locale", ["en-US", "fa-IR"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_no_tab_has_a_fault(open_page: Open, size: str, theme: str, locale: str) -> None:
    width, height = SIZES[size]
    page = open_page(
        f"/?__theme={theme}", viewport={"width": width, "height": height}, locale=locale
    )
    wait_for_frames(page, DRAWS)
    page.add_script_tag(path=AXE)
    for model, tabs in (("mnist-vae-2d", TABS), ("mnist-vae-10d", TABS[::2])):
        choose_model(page, model)
        for tab in tabs:
            page.locator(f"[data-tab={tab}]").click()
            wait_for_frames(page, {"sliders": "#decoded"}.get(tab, f"#{tab}"))
            assert complaints(page) == [], (tab, model)
        for tab in ("generate", "loss"):
            rooms = rooms_of(page, tab)
            assert complaints(page) == [], (tab, model)
            for room in rooms:
                place = show_room(page, room)
                assert complaints(page) == [], (room, model)
                place.locator("[data-choice]").first.click()
                assert complaints(page) == [], (room, model)
        page.locator("[data-tab=reconstruct]").click()


def test_what_opens_has_no_fault_either(page: Page) -> None:
    page.add_script_tag(path=AXE)
    page.get_by_role("button", name="Settings").click()
    assert complaints(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Help").click()
    assert complaints(page) == []
