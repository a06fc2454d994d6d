"""One link: what it says is shown, the address follows, Back and a reload lose nothing; Share."""

from __future__ import annotations

import io
import re
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from torch import Tensor

from app import link
from app.engine import Engine
from app.main import ROOT
from app.packing import INK, pack, unpack
from tests.browser.conftest import Open
from tests.browser.hands import along, choose_model, drag, show_map, show_tab, stroke
from tests.browser.network import MOST_FRAMES, Counted
from tests.browser.sight import (
    BYTE,
    DECODED_VIEW,
    HINT,
    MAP,
    NOTICES,
    PAD,
    SEEN,
    expect_pixels,
    expect_values,
    frames,
    let_frames_pass,
    pixels,
    values,
    wait_for_frames,
    wait_for_picture,
)

JSQR = ROOT / "node_modules" / "jsqr" / "dist" / "jsQR.js"
HALF_LEVEL = 0.5 / INK + BYTE
SEVEN = [(0.3, 0.25), (0.7, 0.25), (0.45, 0.8)]
RED = """([width, height, grey]) => {
  const data = Uint8ClampedArray.from(grey.flatMap((value) => [value, value, value, 255]));
  return jsQR(data, width, height)?.data ?? null;
}"""


def selected(page: Page, tab: str) -> None:
    expect(page.locator(f"[data-tab={tab}]")).to_have_attribute("aria-selected", "true")


def wait_for_hash(page: Page, pattern: str) -> str:
    """Wait until what stands after the # matches; all of it."""
    page.wait_for_function("pattern => new RegExp(pattern).test(location.hash)", arg=pattern)
    return str(page.evaluate("location.hash.slice(1)"))


def wait_for_packed(page: Page, picture: NDArray[np.float64]) -> None:
    """Wait until the address holds this picture (28, 28), as nearly as one can be packed."""
    for _ in range(MOST_FRAMES):
        word = wait_for_hash(page, "picture=~").split("picture=~")[1].split("&")[0]
        packed = unpack(word)
        if packed is not None and np.abs(packed.reshape(28, 28) - picture).max() <= HALF_LEVEL:
            return
        let_frames_pass(page, 1)
    raise AssertionError("the address holds another picture")


def steps(page: Page) -> int:
    return int(page.evaluate("history.length"))


def test_reconstruct_by_its_link(open_page: Open, pictures: Tensor) -> None:
    page = open_page("/#picture=12&seed=7&compare=1&draw=3&times=4")
    wait_for_picture(page)
    expect(page.locator(HINT)).to_contain_text("test picture 12")
    expect_pixels(page, SEEN, pictures[12], BYTE)
    expect(page.locator('#reconstruct [data-ref="compare"]')).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(page.locator('#reconstruct [data-ref="draw"]')).to_have_value("4")  # counted from 1
    expect(page.locator('#reconstruct [data-ref="times"]')).to_have_text("× 4")


def test_the_map_by_its_link_fetches_no_other_model(open_page: Open) -> None:
    counted: list[Counted] = []

    def count(page: Page) -> None:
        counted.append(Counted(page, "coder.safetensors"))

    page = open_page("/#model=mnist-ae-2d&tab=map&z=0.5,-1&zoom=0.5,-1,2&hidden=3,4", before=count)
    wait_for_frames(page, "#map .lx-plot-frame")
    selected(page, "map")
    expect(page.locator("#map")).to_contain_text("z₁ = 0.50")
    expect(page.locator("#map")).to_contain_text("z₂ = −1.00")
    expect(page.locator("#map .lx-overview")).to_be_visible()  # only a zoom shows it
    hidden = page.locator('#map [data-ref="legend"] button[aria-pressed="false"]')
    named = [str(hidden.nth(k).inner_text()) for k in range(hidden.count())]
    assert {"3", "4"} <= set(named)
    assert counted[0].urls
    assert all("/mnist-ae-2d/" in url for url in counted[0].urls)


def test_sliders_by_their_link(open_page: Open) -> None:
    page = open_page("/#model=mnist-vae-10d&tab=sliders&z=1,-2,0.5,0,0,3,0,0,0,-1&way=spherical")
    wait_for_frames(page, DECODED_VIEW)
    selected(page, "sliders")
    assert sorted(values(page)) == sorted([1, -2, 0.5, 0, 0, 3, 0, 0, 0, -1])
    expect(page.locator('#walk [data-ref="way-spherical"]')).to_be_checked()


def test_rooms_by_their_links(open_page: Open) -> None:
    page = open_page("/#tab=generate&generate=sampling&sampling.law=gaussian&sampling.guess=ae")
    room = page.locator("[data-room=sampling]")
    expect(room.locator('input[value="gaussian"]')).to_be_checked()
    expect(room.locator('[data-choice="ae"]')).to_have_attribute("aria-pressed", "true")
    # A link into the address bar of the open page.
    page.evaluate("location.hash = 'tab=loss&loss=covariance&covariance.d=8&covariance.guess=-'")
    room = page.locator("[data-room=covariance]")
    expect(room).to_be_visible()
    expect(room.locator('[data-ref="told"]')).to_be_visible()
    selected(page, "loss")
    assert page.evaluate("location.hash").endswith("covariance.guess=-")


def unread(page: Page) -> None:
    """For ``before``: a tab without a history, which holds fifty steps at most."""


def test_back_and_forward_lose_nothing(open_page: Open) -> None:
    page = open_page(before=unread)
    wait_for_picture(page)
    show_map(page)
    box = page.locator("#map .lx-plot").bounding_box()
    assert box
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    before = steps(page)
    drag(page, along(middle, (middle[0] + 90, middle[1] - 60), 40), MAP)
    wait_for_hash(page, r"^#tab=map&z=")
    assert steps(page) == before  # forty moves, and not one step
    said = page.locator("#map").inner_text()
    show_tab(page, "Sliders")
    wait_for_hash(page, "tab=sliders")
    code = values(page)
    choose_model(page, "mnist-vae-10d")
    wait_for_hash(page, "model=mnist-vae-10d")
    assert steps(page) == before + 2
    page.go_back()
    expect_values(page, code)
    page.go_back()
    selected(page, "map")
    numbers = re.findall(r"^z. = \S+$", said, re.MULTILINE)
    assert len(numbers) == 2
    for line in numbers:
        expect(page.locator("#map")).to_contain_text(line)
    page.go_back()
    selected(page, "reconstruct")
    page.go_forward()
    selected(page, "map")
    page.go_forward()
    selected(page, "sliders")
    expect_values(page, code)
    page.reload()
    wait_for_frames(page, DECODED_VIEW)
    expect_values(page, code)


def test_a_drawing_is_there_after_a_reload_and_can_be_drawn_over(open_page: Open) -> None:
    page = open_page(before=unread)
    wait_for_picture(page)
    before = steps(page)
    stroke(page, SEVEN)
    expect(page.locator(HINT)).to_contain_text("your drawing")
    seen = pixels(page, SEEN)
    wait_for_packed(page, seen)
    assert steps(page) == before + 1
    page.reload()
    expect(page.locator(HINT)).to_contain_text("from a link")
    expect_pixels(page, SEEN, seen, HALF_LEVEL)
    assert np.abs(pixels(page, PAD)[2::5, 2::5] - seen).max() <= HALF_LEVEL  # and on the pad
    stroke(page, [(0.5, 0.2), (0.5, 0.8)])
    expect(page.locator(HINT)).to_contain_text("your drawing")


def test_on_the_way_back_a_drawing_is_what_was_drawn(page: Page) -> None:
    stroke(page, SEVEN)
    wait_for_hash(page, "picture=~")
    ink = pixels(page, PAD)
    show_tab(page, "Map")
    wait_for_hash(page, "tab=map")
    page.go_back()
    selected(page, "reconstruct")
    expect(page.locator(HINT)).to_contain_text("your drawing")
    assert (pixels(page, PAD) == ink).all()


def test_a_broken_link_opens_what_it_can_until_something_is_done(open_page: Open) -> None:
    page = open_page("/#tab=map&model=mnist-vae-3d&z=1,2,3&speed=%3Cb%3E")
    wait_for_frames(page, MAP)
    selected(page, "map")
    notice = page.locator(NOTICES)
    expect(notice).to_contain_text("could not be opened in full")
    expect(notice).to_contain_text("mnist-vae-3d")
    notice.get_by_role("button", name="Close").click()
    expect(notice).to_be_hidden()
    page.evaluate("location.hash = 'tab=nowhere'")
    expect(notice).to_contain_text("nowhere")
    page.locator("[data-tab=sliders]").click()
    expect(notice).to_be_hidden()


def test_the_plain_page_keeps_its_plain_address_until_it_is_touched(open_page: Open) -> None:
    page = open_page(reduced_motion="no-preference")
    expect(page.locator(HINT)).to_contain_text("your drawing", timeout=15_000)
    page.wait_for_function("JSON.parse(localStorage['latent-explorer'] ?? '{}').openingSeen")
    let_frames_pass(page, 60)
    assert page.evaluate("location.hash") == ""


def test_a_page_that_a_link_opens_draws_nothing_by_itself(open_page: Open) -> None:
    page = open_page("/#picture=12", reduced_motion="no-preference")
    wait_for_picture(page)
    let_frames_pass(page, 120)
    expect(page.locator(HINT)).to_contain_text("test picture 12")


def test_a_link_brings_its_language_and_leaves_the_visitors(open_page: Open) -> None:
    page = open_page("/#tab=map&lang=fa")
    wait_for_frames(page, MAP)
    expect(page.locator(".lx-root")).to_have_attribute("lang", "fa")
    kept = page.evaluate("JSON.parse(localStorage['latent-explorer'] ?? '{}').language ?? null")
    assert kept is None
    page.locator("[data-tab=sliders]").click()
    assert wait_for_hash(page, "tab=sliders") == "tab=sliders&lang=fa"
    page.locator('#settings [data-ref="language"]').select_option("en")
    expect(page.locator(".lx-root")).to_have_attribute("lang", "en")
    page.wait_for_function("location.hash === '#tab=sliders'")


def opened_share(page: Page) -> Locator:
    page.get_by_role("button", name="Share").click()
    dialog = page.get_by_role("dialog", name="Share what you see")
    expect(dialog).to_be_visible()
    return dialog


def read_code(page: Page, code: Locator) -> Any:
    """What a phone reads off the screen."""
    shot = Image.open(io.BytesIO(code.screenshot())).convert("L")
    page.add_script_tag(path=JSQR)
    return page.evaluate(RED, [shot.width, shot.height, list(shot.tobytes())])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_code_on_the_screen_is_the_link_and_opens_the_same(
    open_page: Open, engine: Engine, theme: str
) -> None:
    page = open_page(f"/?__theme={theme}")
    wait_for_picture(page)
    stroke(page, SEVEN)
    seen = pixels(page, SEEN)
    page.locator("[data-tab=map]").click()
    dialog = opened_share(page)
    said = dialog.get_by_label("The link", exact=True).input_value()
    expect(dialog.locator(".lx-qr svg")).to_be_visible()
    assert read_code(page, dialog.locator(".lx-qr")) == said
    found = link.read(said.split("#")[1], engine)
    assert found.problems == []
    assert found.intent["tab"] == "map"
    packed: NDArray[np.float32] | None = unpack(found.intent["picture"]["pixels"])
    assert packed is not None
    assert np.abs(packed.reshape(28, 28) - seen).max() <= HALF_LEVEL
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Share")).to_be_focused()


def test_the_link_is_copied(open_page: Open) -> None:
    page = open_page("/#tab=map", permissions=["clipboard-read", "clipboard-write"])
    wait_for_frames(page, MAP)
    dialog = opened_share(page)
    dialog.get_by_role("button", name="Copy link").click()
    expect(dialog.get_by_role("status")).to_contain_text("Copied")
    said = dialog.get_by_label("The link", exact=True).input_value()
    assert page.evaluate("navigator.clipboard.readText()") == said == page.url


def test_of_a_link_that_is_too_long_there_is_no_code(open_page: Open) -> None:
    noise = [pack(np.random.default_rng(seed).random(784)) for seed in (1, 2)]
    page = open_page(f"/#tab=sliders&a=~{noise[0]}&b=~{noise[1]}")
    wait_for_frames(page, DECODED_VIEW)
    dialog = opened_share(page)
    expect(dialog.get_by_text("too long for a QR code")).to_be_visible()
    expect(dialog.locator(".lx-qr")).to_be_hidden()


def test_the_page_goes_on_from_where_a_drag_is(page: Page) -> None:
    """While a hand is down the address is replaced, and not only when it rests."""
    show_map(page)
    box = page.locator("#map .lx-plot").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    before = frames(page, MAP)
    page.mouse.move(x + 30, y)
    wait_for_frames(page, MAP, before)
    first = wait_for_hash(page, "z=")
    page.mouse.move(x + 60, y)
    page.wait_for_function("before => location.hash.slice(1) !== before", arg=first)
    page.mouse.up()
