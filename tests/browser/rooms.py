"""What the tests of the rooms share: to open one, and to read what its experiment measured."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Locator, Page

from model.files import WEIGHTS


def measured(name: str) -> dict[str, Any]:
    """What weights/experiments/NAME.json holds."""
    return json.loads((WEIGHTS / "experiments" / f"{name}.json").read_text(encoding="utf-8"))


def open_room(page: Page, tab: str, name: str) -> Locator:
    """Go to a room, and wait until its stage is there."""
    page.locator(f"[data-tab={tab}]").click()
    page.locator(f'[data-ref="chip-{name}"]').check(force=True)
    room = page.locator(f'[data-room="{name}"]')
    room.locator(".lx-room-stage > *").first.wait_for()
    return room
