"""Nothing jumps while the page opens, draws a digit by itself, and shows its tabs."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.browser.sight import DRAWS, wait_for_frames

MOST = 0.02  # a tenth is called good: https://web.dev/articles/cls
SIZES = {"laptop": (1280, 800), "phone": (390, 844)}
# Shifts that no hand made, each with its time in ms and what moved.
WATCH = """window.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, startTime, hadRecentInput, sources } of list.getEntries()) {
    const moved = sources.map(({ node }) => node?.className ?? node?.data);
    if (!hadRecentInput) window.shifts.push([value, startTime, moved]);
  }
}).observe({ type: "layout-shift", buffered: true });"""


Shift = tuple[float, float, list[str]]


def shifts(page: Page) -> list[Shift]:
    return page.evaluate("window.shifts")


def layout_shift(found: list[Shift]) -> float:
    """CLS: the most that shifts within a second of one another add up to, in 5 s at the most."""
    most = total = first = last = 0.0
    for value, at, _ in found:
        if at - last > 1000 or at - first > 5000:
            total, first = 0.0, at
        total, last = total + value, at
        most = max(most, total)
    return most


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
    assert layout_shift(shifts(page)) <= MOST, shifts(page)


def test_a_jump_would_be_seen(page: Page) -> None:
    page.evaluate(WATCH)
    page.evaluate("document.querySelector('.lx-lead').style.marginTop = '80px'")
    page.wait_for_function("window.shifts.reduce((sum, [value]) => sum + value, 0) > 0.02")
