"""No network but the app's own address: every tab and room works, and nothing else is asked for."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Error, Page, Route, expect

from tests.browser.conftest import Open
from tests.browser.hands import rooms_of, show_room
from tests.browser.sight import DRAWS, NOTICES, wait_for_frames
from tests.browser.test_language import choose_language
from tests.browser.test_train import opened, press, wait_for_step

TABS = ("map", "sliders")  # and the first, the rooms and the training, each in its own way


@pytest.mark.both_hosts
def test_no_other_address_is_asked_for_anything(open_page: Open, tmp_path: Path) -> None:
    foreign: list[str] = []

    def refuse(route: Route) -> None:
        foreign.append(route.request.url)
        route.abort()

    own = re.escape(urlsplit(open_page.address).netloc)
    other = re.compile(rf"^(?:https?|wss?)://(?!{own}/)")  # blob: and data: are the page's own
    page = open_page(before=lambda page: page.context.route(other, refuse))
    wait_for_frames(page, DRAWS)
    bring_photo(page, tmp_path / "photo.png")
    for tab in TABS:
        page.locator(f"[data-tab={tab}]").click()
        wait_for_frames(page, {"sliders": "#decoded"}.get(tab, f"#{tab}"))
    for tab in ("generate", "loss"):
        for room in rooms_of(page, tab):
            show_room(page, room)
    view = opened(page)
    press(view, "play")
    wait_for_step(page, 1)
    press(view, "play")
    page.get_by_role("button", name="Help").click()
    page.keyboard.press("Escape")
    page.locator("#share button").first.click()
    expect(page.locator(".lx-qr svg")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Settings").click()
    choose_language(page, "fa")
    page.wait_for_load_state("networkidle")
    expect(page.locator(NOTICES)).to_be_hidden()
    assert foreign == []
    with pytest.raises(Error):  # and had it asked, it would have been heard
        page.context.new_page().goto("http://other.invalid/")
    assert foreign == ["http://other.invalid/"]


def bring_photo(page: Page, path: Path) -> None:
    """Of a stroke on grey paper."""
    paper = np.full((120, 120), 180, dtype=np.uint8)
    paper[30:90, 55:65] = 40
    Image.fromarray(paper).save(path)
    page.locator('#pad [data-ref="file"]').set_input_files(path)
    expect(page.locator('#pad [data-ref="hint"]')).to_contain_text(path.name)
