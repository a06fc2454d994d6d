"""Nothing jumps while the page opens, draws a digit by itself, and shows its tabs."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.browser.sight import DRAWS, wait_for_frames

MOST = 0.02  # a tenth is called good: https://web.dev/articles/cls
SIZES = {"laptop": (1280, 800), "phone": (390, 844)}
# Shifts that no hand made, each with what moved.
WATCH = """window.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput, sources } of list.getEntries()) {
    const moved = sources.map(({ node }) => node?.className ?? node?.data);
    if (!hadRecentInput) window.shifts.push([value, moved]);
  }
}).observe({ type: "layout-shift", buffered: true });"""


def shifts(page: Page) -> list[tuple[float, list[str]]]:
    return page.evaluate("window.shifts")


@pytest.mark.parametrize("locale", ["en-US", "fa-IR"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_jumps(open_page: Open, size: str, locale: str) -> None:
    width, height = SIZES[size]
    is_phone = size == "phone"
    page = open_page(
        viewport={"width": width, "height": height},
        reduced_motion="no-preference",
        locale=locale,
        has_touch=is_phone,
        is_mobile=is_phone,
        before=lambda page: page.add_init_script(WATCH),
    )
    wait_for_frames(page, DRAWS)
    seen = "JSON.parse(localStorage['latent-explorer'] ?? '{}').openingSeen"
    page.wait_for_function(seen, timeout=60_000)  # it draws no faster than the page can
    page.wait_for_load_state("networkidle")
    for tab in ("map", "sliders", "generate", "loss", "reconstruct", "loss"):
        page.locator(f"[data-tab={tab}]").click()
        wait_for_frames(page, {"sliders": "#decoded"}.get(tab, f"#{tab}"))
    assert sum(value for value, _ in shifts(page)) <= MOST, shifts(page)


def test_a_jump_would_be_seen(page: Page) -> None:
    page.evaluate(WATCH)
    page.evaluate("document.querySelector('.lx-lead').style.marginTop = '80px'")
    page.wait_for_function("window.shifts.reduce((sum, [value]) => sum + value, 0) > 0.02")
