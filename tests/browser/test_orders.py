"""What comes late, twice or in another order than it was asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from safetensors.torch import load_file
from torch import Tensor

from model.files import WEIGHTS
from tests.browser.conftest import Open
from tests.browser.hands import choose_model, on_pad, show_map, show_tab, stroke
from tests.browser.network import SERVER, Held, fail, mend
from tests.browser.sight import (
    DRAWS,
    HINT,
    NOTICES,
    PAD,
    let_frames_pass,
    notice,
    pixels,
    values,
    wait_for_frames,
    wait_for_picture,
)

PERSIAN = "**/text/fa.js"
CODES_OF_THE_TWIN = "**/mnist-ae-2d/codes*.safetensors"
LANGUAGE = '#settings [data-ref="language"]'
FILE = '#pad [data-ref="file"]'
OPENING = "**/models/photoWorker.js"
WRONG = "#pad .lx-wrong"


def picture_file(path: Path, side: int) -> Path:
    """A white square of that side on black."""
    picture = np.zeros((280, 280), dtype=np.uint8)
    picture[140 - side // 2 : 140 + side // 2, 100:180] = 255
    Image.fromarray(picture).save(path)
    return path


def draw_in_the_corner(page: Page) -> None:
    """A stroke that is left in its corner, where no digit ever was."""
    page.get_by_label("Don’t centre").check()
    page.get_by_role("button", name="Clear").click()
    stroke(page, [(0.05, 0.05), (0.5, 0.05)])


def upload(page: Page, path: Path) -> None:
    page.locator(FILE).set_input_files(path)


def language(page: Page, name: str) -> None:
    expect(page.locator(f'.lx-root[data-language="{name}"]')).to_be_visible()


@pytest.mark.needs_server
def test_of_two_uploads_the_last_one_stays(page: Page, tmp_path: Path) -> None:
    """The first, which no browser can open, is still with the server when the second is shown."""
    slow = picture_file(tmp_path / "slow.tiff", 40)
    fast = picture_file(tmp_path / "fast.png", 200)
    held = Held(page, SERVER)
    upload(page, slow)
    held.wait_for(1)
    upload(page, fast)
    expect(page.locator(HINT)).to_contain_text("fast.png")
    shown = pixels(page, PAD)
    held.let_go()
    page.wait_for_load_state("networkidle")
    let_frames_pass(page)
    expect(page.locator(HINT)).to_contain_text("fast.png")
    assert np.array_equal(pixels(page, PAD), shown)


@pytest.mark.needs_server
@pytest.mark.parametrize("good", [True, False], ids=["good file", "bad file"])
def test_an_upload_that_comes_into_a_stroke_is_dropped(
    page: Page, tmp_path: Path, good: bool
) -> None:
    path = picture_file(tmp_path / "a.png", 200)
    if not good:
        path.write_bytes(b"no picture")
    held = Held(page, OPENING)
    upload(page, path)
    held.wait_for(1)
    start, middle, end = on_pad(page, [(0.2, 0.5), (0.5, 0.5), (0.8, 0.5)])
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*middle)
    held.let_go()
    page.wait_for_load_state("networkidle")
    page.mouse.move(*end)
    page.mouse.up()
    expect(page.locator(HINT)).to_contain_text("your drawing")
    assert (pixels(page, PAD) > 0.5).mean() < 0.1
    expect(page.locator(WRONG)).to_be_hidden()
    expect(page.get_by_role("button", name="Upload")).to_have_attribute("aria-busy", "false")


@pytest.mark.needs_server
def test_a_bad_file_is_told_of_in_the_language_chosen_since(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"no picture")
    held = Held(page, OPENING)
    upload(page, path)
    held.wait_for(1)
    page.locator(LANGUAGE).select_option("fa")
    language(page, "fa")
    held.let_go()
    expect(page.locator(WRONG)).to_contain_text("نمی‌توان به‌صورت تصویر خواند")


def test_of_two_languages_the_last_one_stays(page: Page) -> None:
    held = Held(page, PERSIAN)
    page.locator(LANGUAGE).select_option("fa")
    held.wait_for(1)
    page.locator(LANGUAGE).select_option("en")
    held.let_go()
    page.wait_for_load_state("networkidle")
    let_frames_pass(page)
    language(page, "en")
    expect(page.locator(LANGUAGE)).to_have_value("en")
    expect(page.locator(NOTICES)).to_be_hidden()


def test_a_language_that_cannot_be_had_is_told_of_and_can_be_tried_again(open_page: Open) -> None:
    open_page.expected.append("Failed to load resource")
    page = open_page(before=fail(PERSIAN))
    wait_for_picture(page)
    page.locator(LANGUAGE).select_option("fa")
    line = notice(page, "could not be loaded in فارسی")
    expect(line).to_be_visible()
    language(page, "en")
    mend(page, PERSIAN)
    line.get_by_role("button").click()
    language(page, "fa")
    expect(page.locator(NOTICES)).to_be_hidden()


def test_a_page_opens_though_its_visitors_language_cannot_be_had(open_page: Open) -> None:
    open_page.expected.append("Failed to load resource")
    page = open_page(before=fail(PERSIAN), locale="fa-IR")
    wait_for_picture(page)
    expect(notice(page, "could not be loaded in فارسی")).to_be_visible()


def test_the_focus_stays_where_it_is_when_the_language_changes(page: Page) -> None:
    page.locator(LANGUAGE).focus()
    page.keyboard.press("ArrowDown")
    language(page, "fa")
    expect(page.locator(LANGUAGE)).to_be_focused()


def test_the_gear_opens_and_closes(page: Page) -> None:
    gear = page.get_by_role("button", name="Settings")
    panel = page.locator("#lx-gear")
    for _ in range(2):
        gear.click()
        expect(panel).to_be_visible()
        gear.click()
        expect(panel).to_be_hidden()


def test_a_random_code_that_comes_late_leaves_what_was_chosen_since(page: Page) -> None:
    choose_model(page, "mnist-ae-2d")
    expect(page.locator("#reconstruct[data-model=mnist-ae-2d]")).to_be_visible()
    held = Held(page, CODES_OF_THE_TWIN)
    show_tab(page, "Sliders")
    page.get_by_role("button", name="A random picture’s code").click()
    held.wait_for(1)
    page.locator("#sliders input[type=number]").first.fill("77")
    page.keyboard.press("Enter")
    held.let_go()
    page.wait_for_load_state("networkidle")
    let_frames_pass(page)
    assert values(page)[0] == 77


def test_an_undo_undoes_something(page: Page) -> None:
    first = pixels(page, PAD)
    for _ in range(3):
        page.get_by_role("button", name="Clear").click()
    assert pixels(page, PAD).max() == 0
    page.get_by_role("button", name="Undo").click()
    assert np.array_equal(pixels(page, PAD), first)
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()


def test_the_key_of_z_undoes_in_any_layout(page: Page) -> None:
    page.get_by_role("button", name="Clear").click()
    page.evaluate(
        """() => document.dispatchEvent(new KeyboardEvent("keydown",
             { key: "ظ", code: "KeyZ", ctrlKey: true, bubbles: true, cancelable: true }))"""
    )
    assert pixels(page, PAD).max() == 1


def test_the_small_map_has_the_themes_colours(page: Page) -> None:
    ground = "#reconstruct .lx-cloud-ground"
    data = f"document.querySelector('{ground}').toDataURL()"
    wait_for_frames(page, DRAWS)
    page.wait_for_load_state("networkidle")
    light = page.evaluate(data)
    page.evaluate("document.body.classList.toggle('dark')")
    page.wait_for_function(f"light => {data} !== light", arg=light)
    page.evaluate("document.body.classList.toggle('dark')")
    page.wait_for_function(f"light => {data} === light", arg=light)


def test_the_maps_draws_are_as_exaggerated_as_those_of_reconstruct(page: Page) -> None:
    show_map(page)
    page.locator("#map").get_by_role("button", name="my draws").click()
    draws = page.locator('#map [data-mark="draws"]')
    expect(draws).to_be_visible()
    before = draws.evaluate("node => node.getBoundingClientRect().width")
    show_tab(page, "Reconstruct")
    page.locator('#reconstruct [data-ref="exaggeration"]').fill("20")
    show_tab(page, "Map")
    page.wait_for_function(
        """before => document.querySelector('#map [data-mark="draws"]')
             .getBoundingClientRect().width > 3 * before""",
        arg=before,
    )


def test_a_map_at_its_widest_stays_where_it_is(page: Page) -> None:
    show_map(page)
    box = page.locator("#map .lx-plot").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.2)
    ticks = "[...document.querySelectorAll('#map .xtick text')].map(({ textContent: t }) => t)"
    page.keyboard.down("Control")
    for _ in range(12):
        page.mouse.wheel(0, 400)
    let_frames_pass(page)
    widest = page.evaluate(ticks)
    for _ in range(12):
        page.mouse.wheel(0, 400)
    let_frames_pass(page)
    page.keyboard.up("Control")
    assert widest
    assert page.evaluate(ticks) == widest


def test_another_models_codes_are_not_shown_as_this_ones(open_page: Open) -> None:
    open_page.expected.append("Failed to load resource")
    page = open_page(before=fail(CODES_OF_THE_TWIN))
    wait_for_picture(page)
    show_map(page)
    expect(page.locator('#map [data-ref="verdict"]')).not_to_be_empty()
    choose_model(page, "mnist-ae-2d")
    expect(page.locator(NOTICES)).to_contain_text("could not be loaded")
    for ref in ("verdict", "nearestText"):
        expect(page.locator(f'#map [data-ref="{ref}"]')).to_be_empty()
    assert pixels(page, '#map [data-ref="nearest"]').max() == 0
    expect(page.locator("#map .lx-plot")).to_have_css("visibility", "hidden")
    expect(page.locator("#map .lx-prose")).to_contain_text("autoencoder")
    mend(page, CODES_OF_THE_TWIN)
    page.locator(NOTICES).get_by_role("button").first.click()
    expect(page.locator("#map .lx-plot")).to_have_css("visibility", "visible")
    expect(page.locator('#map [data-ref="verdict"]')).not_to_be_empty()


def test_plotly_is_fetched_once(page: Page) -> None:
    show_map(page)
    assert page.locator("script[src*=plotly]").count() == 1


@pytest.mark.needs_server
def test_a_code_outside_the_small_map_is_said_to_be(
    page: Page, pictures: Tensor, tmp_path: Path
) -> None:
    codes = load_file(WEIGHTS / "mnist-vae-2d" / "codes.safetensors")["mu"].float()
    farthest = int(codes.abs().amax(dim=1).argmax())
    levels = (255 * pictures[farthest].reshape(28, 28)).round().byte().numpy()
    Image.fromarray(levels).save(tmp_path / "far.png")
    page.get_by_label("Don’t centre").check()
    upload(page, tmp_path / "far.png")
    hint = page.locator('#reconstruct [data-ref="codeHint"]')
    expect(hint).to_contain_text("outside what is drawn here")
    draw_in_the_corner(page)
    expect(hint).to_contain_text("beyond all bounds")
    page.get_by_role("button", name="Surprise me").click()
    expect(hint).to_contain_text("Rings")


def test_a_code_beyond_all_bounds_breaks_no_tab(page: Page) -> None:
    draw_in_the_corner(page)
    show_map(page)
    show_tab(page, "Sliders")
    assert all(np.isfinite(values(page)))
    page.get_by_role("button", name="Random, from the prior").click()
    page.wait_for_function(
        """() => [...document.querySelectorAll("#sliders input[type=number]")]
             .every(({ value }) => value && Math.abs(value) < 6)"""
    )
