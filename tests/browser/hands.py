"""What a test does on the page: a mouse, fingers, and the choices that all tabs share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from playwright.sync_api import Locator, Page, expect

from tests.browser.sight import DECODED_VIEW, MAP, PAD, RECONSTRUCT, frames, wait_for_frames

At = tuple[float, float]
VIEWS = {"Reconstruct": RECONSTRUCT, "Map": MAP, "Sliders": DECODED_VIEW}


def along(start: At, end: At, n: int = 12) -> list[At]:
    """n points on the way, both ends among them."""
    return [
        (start[0] + t * (end[0] - start[0]), start[1] + t * (end[1] - start[1]))
        for t in np.linspace(0, 1, n)
    ]


def drag(page: Page, points: Sequence[At], selector: str) -> None:
    """Press at the first point and move along the others; each move must repaint the view."""
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        before = frames(page, selector)
        page.mouse.move(*point)
        wait_for_frames(page, selector, before)
    page.mouse.up()


def stroke(page: Page, points: Sequence[At]) -> None:
    """Draw on the pad with the mouse; points are shares of its width and height."""
    on_page = on_pad(page, points)
    page.mouse.move(*on_page[0])
    page.mouse.down()
    for point in on_page[1:]:
        page.mouse.move(*point)
    page.mouse.up()


def on_pad(page: Page, points: Sequence[At]) -> list[At]:
    """Shares of the pad's width and height as places on the page."""
    pad = page.locator(PAD)
    pad.evaluate("pad => pad.scrollIntoView({ block: 'center' })")  # on a phone, under no result
    box = pad.bounding_box()
    assert box
    return [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]


def curve(middle: At, radii: At, start: float, end: float, n: int = 24) -> list[At]:
    """Points on an arc, in shares of the pad; angles in turns."""
    angles = 2 * np.pi * np.linspace(start, end, n)
    x = middle[0] + radii[0] * np.cos(angles)
    y = middle[1] + radii[1] * np.sin(angles)
    return [(float(a), float(b)) for a, b in zip(x, y, strict=True)]


def _choices(model_id: str) -> dict[str, str]:
    dataset, kind, dims = model_id.split("-")[:3]
    return {"dataset": dataset, "kind": kind, "latent_dim": dims.removesuffix("d")}


def choose_model(page: Page, model_id: str) -> None:
    """Choose as a person does, kind and size, where there is a choice; does not wait."""
    for axis, value in _choices(model_id).items():
        group = page.locator(f'#chooser [data-ref="{axis}"]')
        if group.is_visible():
            if axis == "dataset":
                group.select_option(value)
            else:
                # Not check(): a model that is lost at once has given way before that looks again.
                group.locator(f'input[value="{value}"]').click()


def expect_chosen(page: Page, model_id: str) -> None:
    """Wait until the choosers show this model."""
    for axis, value in _choices(model_id).items():
        group = page.locator(f'#chooser [data-ref="{axis}"]')
        if group.is_visible():
            if axis == "dataset":
                expect(group).to_have_value(value)
            else:
                expect(group.locator(f'input[value="{value}"]')).to_be_checked()


def choose_engine(page: Page, engine: str) -> None:
    """Open the settings, choose "the server" or "this device", and close them."""
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("radio", name=engine).check()
    page.keyboard.press("Escape")


def show_tab(page: Page, name: str) -> None:
    """Go to a tab, and wait until its view has been painted."""
    page.get_by_role("tab", name=name).click()
    wait_for_frames(page, VIEWS[name])


def rooms_of(page: Page, tab: str) -> list[str]:
    """Go to a tab of experiments; the names of its rooms, in their order."""
    page.locator(f"[data-tab={tab}]").click()
    wait_for_frames(page, f"#{tab}")
    chips = page.locator(f"#{tab} .lx-room-chips input")
    return [str(chips.nth(k).get_attribute("value")) for k in range(chips.count())]


def show_room(page: Page, room: str) -> Locator:
    """Choose a room by its chip on the tab that is shown, and wait until it is there."""
    page.locator(f'.lx-room-chips input[value="{room}"]').check()
    place = page.locator(f"[data-room={room}]")
    expect(place.locator(".lx-room-stage > *").first).to_be_visible()
    return place


def show_map(page: Page) -> None:
    """Go to the map, and wait until Plotly has drawn it."""
    show_tab(page, "Map")
    wait_for_frames(page, "#map .lx-plot-frame")
    page.locator("#map .lx-plot").scroll_into_view_if_needed()


class Fingers:
    """Fingers on a touch screen, by number; each call moves one and leaves the others down."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._down: dict[int, dict[str, float]] = {}

    def down(self, finger: int, at: At, radius: float = 4) -> None:
        x, y = at
        self._down[finger] = {"id": finger, "x": x, "y": y, "radiusX": radius, "radiusY": radius}
        self._send("touchStart")

    def move(self, finger: int, at: At) -> None:
        self._down[finger] |= {"x": at[0], "y": at[1]}
        self._send("touchMove")

    def up(self, finger: int) -> None:
        del self._down[finger]
        self._send("touchEnd")

    def drag(self, points: Sequence[At], finger: int = 0) -> None:
        self.down(finger, points[0])
        for point in points[1:]:
            self.move(finger, point)
        self.up(finger)

    def _send(self, kind: str) -> None:
        touches = list(self._down.values())
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})


class Pen:
    """A pen on the screen, which is a pointer apart from any finger."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)

    def down(self, at: At) -> None:
        self._send("mouseMoved", at, 0)
        self._send("mousePressed", at, 1)

    def move(self, at: At) -> None:
        self._send("mouseMoved", at, 1)

    def up(self, at: At) -> None:
        self._send("mouseReleased", at, 0)

    def _send(self, kind: str, at: At, buttons: int) -> None:
        x, y = at
        event = {"type": kind, "x": x, "y": y, "buttons": buttons, "pointerType": "pen"}
        button = "left" if kind != "mouseMoved" or buttons else "none"
        self._session.send("Input.dispatchMouseEvent", event | {"button": button, "clickCount": 1})
