"""Nothing lies beyond the edge of a screen: a phone's and a laptop's, in light and in dark."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Open
from tests.browser.hands import VIEWS, choose_model, show_tab
from tests.browser.sight import RECONSTRUCT, wait_for_picture


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_screen_shows_everything_without_scrolling_sideways(
    open_page: Open, theme: str, width: int
) -> None:
    page = open_page(
        f"/?__theme={theme}",
        viewport={"width": width, "height": 844},
        has_touch=width < 400,
        is_mobile=width < 400,
    )
    wait_for_picture(page)
    for model in ("mnist-vae-10d", "mnist-vae-2d"):
        page.get_by_role("tab", name="Reconstruct").click()
        choose_model(page, model)
        page.locator(f'{RECONSTRUCT}[data-model="{model}"]').wait_for()
        for tab in VIEWS:
            show_tab(page, tab)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (tab, model)
            # Plotly and the strips' markers reach beyond frames that clip them.
            hidden = page.evaluate(
                """width => [...document.querySelectorAll("[data-view] *")]
                  .filter((node) => node.checkVisibility())
                  .filter((node) => !node.closest("svg, .lx-plot, .lx-strip i"))
                  .filter((node) => node.getBoundingClientRect().right > width + 1)
                  .map((node) => node.outerHTML.slice(0, 80))""",
                width,
            )
            assert hidden == [], (tab, model)
