"""A photo on the pad: every way in, and that the model sees what lies in the square."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page, expect
from torch import Tensor

from tests.browser.conftest import Open
from tests.browser.hands import At, Fingers, choose_model, show_tab
from tests.browser.network import Counted
from tests.browser.sight import BYTE, HINT, PAD, SEEN, expect_seen, pixels, wait_for_picture
from tests.browser.test_touch import PHONE

SQUARE = "#pad .lx-square"
STAGE = "#pad .lx-photo-stage"
FILE = '#pad [data-ref="file"]'


def paper(digit: Tensor) -> NDArray[np.uint8]:
    """Dark ink on white paper, 20 photo pixels to one of the digit's, (800, 1000)."""
    sheet = np.full((800, 1000), 255, dtype=np.uint8)
    ink = np.kron(digit.reshape(28, 28).numpy(), np.ones((20, 20)))
    sheet[100:660, 240:800] -= (250 * ink).round().astype(np.uint8)
    return sheet


@pytest.fixture
def photo(tmp_path: Path, pictures: Tensor) -> Path:
    path = tmp_path / "seven.png"
    Image.fromarray(paper(pictures[0])).save(path)
    return path


def bring(page: Page, path: Path) -> None:
    page.locator(FILE).set_input_files(path)
    expect(page.locator(SQUARE)).to_be_visible()
    expect(page.locator(HINT)).to_contain_text(path.name)


def square(page: Page) -> tuple[float, ...]:
    """Its middle, side and angle, in fractions of the photo's longer side, and radians."""
    return tuple(map(float, (page.locator(SQUARE).get_attribute("data-at") or "").split()))


def expect_square(page: Page, wanted: Sequence[float]) -> None:
    page.wait_for_function(
        """([selector, wanted]) => document.querySelector(selector).dataset.at.split(" ")
          .every((value, i) => Math.abs(value - wanted[i]) < 2e-3)""",
        arg=[SQUARE, list(wanted)],
    )


def middle(page: Page) -> At:
    box = page.locator(SQUARE).bounding_box()
    assert box
    return (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_photo_is_framed_as_mnist_placed_its_digits(
    page: Page, photo: Path, pictures: Tensor
) -> None:
    requests = Counted(page, "upload")
    bring(page, photo)
    expect_seen(page, pictures[0].reshape(28, 28).numpy(), within=0.03)
    assert not requests.urls  # it was sent nowhere
    assert square(page)[2] == pytest.approx(0.56, abs=0.02)  # 28 pixels of 20 in 1,000


def test_the_square_moves_by_what_a_hand_does(page: Page, photo: Path) -> None:
    bring(page, photo)
    x, y, side, _ = square(page)
    x0, y0 = middle(page)
    before = pixels(page, SEEN)
    page.mouse.move(x0, y0)
    page.mouse.down()
    page.mouse.move(x0 + 30, y0, steps=3)
    moved = square(page)
    assert moved[0] > x
    assert moved[1:] == pytest.approx((y, side, 0), abs=1e-3)
    page.mouse.move(x0, y0)
    expect_square(page, (x, y, side, 0))
    page.mouse.up()
    expect_seen(page, before, within=BYTE)


def test_keys_move_it_by_the_models_own_pixels(page: Page, photo: Path) -> None:
    bring(page, photo)
    x, y, side, _ = square(page)
    page.locator(SQUARE).focus()
    before = pixels(page, SEEN)
    page.keyboard.press("Shift+ArrowRight")  # four of them
    expect_square(page, (x + 4 * side / 28, y, side, 0))
    shifted = np.zeros_like(before)
    shifted[:, :-4] = before[:, 4:]
    expect_seen(page, shifted)
    page.keyboard.press("Shift+ArrowDown")
    expect_seen(page, np.pad(shifted[4:], ((0, 4), (0, 0))))
    page.keyboard.press("0")
    expect_square(page, (x, y, side, 0))
    expect_seen(page, before, within=BYTE)
    for _ in range(10):
        page.keyboard.press("ArrowLeft")  # half of one
    expect_square(page, (x - 5 * side / 28, y, side, 0))


def test_it_is_turned_by_a_key_and_by_its_knob(page: Page, photo: Path) -> None:
    bring(page, photo)
    before = pixels(page, SEEN)
    x, y, side, _ = square(page)
    page.locator(SQUARE).focus()
    for _ in range(90):
        page.keyboard.press("]")
    expect_square(page, (x, y, side, np.pi / 2))
    expect_seen(page, np.rot90(before))  # the square clockwise, so the digit the other way
    page.keyboard.press("0")
    expect_square(page, (x, y, side, 0))
    knob = page.locator(f'{SQUARE} [data-grip="turn"]').bounding_box()
    assert knob
    x0, y0 = middle(page)
    page.mouse.move(knob["x"] + knob["width"] / 2, knob["y"] + knob["height"] / 2)
    page.mouse.down()
    page.mouse.move(x0 + 80, y0, steps=4)
    page.mouse.up()
    expect_square(page, (x, y, side, np.pi / 2))
    expect_seen(page, np.rot90(before))


def test_a_corner_resizes_it_about_its_middle(page: Page, photo: Path) -> None:
    bring(page, photo)
    x, y, side, _ = square(page)
    corner = page.locator(f"{SQUARE} .lx-corner-se").bounding_box()
    assert corner
    x0, y0 = middle(page)
    at = (corner["x"] + corner["width"] / 2, corner["y"] + corner["height"] / 2)
    page.mouse.move(*at)
    page.mouse.down()
    page.mouse.move(x0 + (at[0] - x0) / 2, y0 + (at[1] - y0) / 2, steps=3)
    page.mouse.up()
    got = square(page)
    assert got[0] == pytest.approx(x, abs=2e-3)
    assert got[1] == pytest.approx(y, abs=2e-3)
    assert got[2] == pytest.approx(side / 2, rel=0.05)


def test_two_fingers_take_it_along(open_page: Open, photo: Path) -> None:
    page = open_page(**PHONE)
    wait_for_picture(page)
    bring(page, photo)
    x, y, side, _ = square(page)
    page.locator(STAGE).scroll_into_view_if_needed()
    x0, y0 = middle(page)
    fingers = Fingers(page)
    fingers.down(0, (x0 - 40, y0))
    fingers.down(1, (x0 + 40, y0))
    fingers.move(0, (x0, y0 - 60))
    fingers.move(1, (x0, y0 + 60))
    expect_square(page, (x, y, 1.5 * side, np.pi / 2))
    fingers.up(0)
    fingers.up(1)
    expect_square(page, (x, y, 1.5 * side, np.pi / 2))


def test_a_quarter_turn_can_be_taken_back(page: Page, photo: Path, pictures: Tensor) -> None:
    bring(page, photo)
    before = pixels(page, SEEN)
    page.locator('#pad [data-ref="turn"]').click()
    digit = np.rot90(pictures[0].reshape(28, 28).numpy(), -1)
    # A mass that lies elsewhere within half a pixel is rounded to another.
    shifts = [np.roll(digit, (dy, dx), (0, 1)) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
    expect_seen(page, *shifts, within=0.04)
    page.get_by_role("button", name="Undo").click()
    expect_seen(page, before, within=BYTE)


def test_swapping_ink_and_paper_takes_the_light_digit_for_the_dark_one(
    page: Page, tmp_path: Path, pictures: Tensor
) -> None:
    """A dark 7 beside a light 2, on grey: each is the ink of one reading."""
    seven, two = (np.kron(p.reshape(28, 28).numpy(), np.ones((12, 12))) for p in pictures[:2])
    sheet = np.full((400, 760), 0.5)
    sheet[32:368, 32:368] -= 0.5 * seven
    sheet[32:368, 392:728] += 0.4 * two
    path = tmp_path / "both.png"
    Image.fromarray((255 * sheet).round().astype(np.uint8)).save(path)
    bring(page, path)
    expect_seen(page, pictures[0].reshape(28, 28).numpy(), within=0.04)
    page.locator('#pad [data-ref="swap"]').click()
    expect_seen(page, pictures[1].reshape(28, 28).numpy(), within=0.04)
    page.get_by_role("button", name="Undo").click()
    expect_seen(page, pictures[0].reshape(28, 28).numpy(), within=0.04)


def test_the_square_stays_where_it_is_through_tabs_models_and_languages(
    page: Page, photo: Path
) -> None:
    bring(page, photo)
    page.locator(SQUARE).focus()
    page.keyboard.press("Shift+ArrowRight")
    moved, seen = square(page), pixels(page, SEEN)
    show_tab(page, "Map")
    show_tab(page, "Reconstruct")
    choose_model(page, "mnist-vae-10d")
    page.locator('#settings [data-ref="language"]').select_option("fa")
    expect(page.locator('.lx-root[data-language="fa"]')).to_be_visible()
    expect_square(page, moved)
    expect_seen(page, seen, within=BYTE)


def test_a_cleared_photo_leaves_a_pad_to_draw_on(page: Page, photo: Path) -> None:
    bring(page, photo)
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(SQUARE)).to_be_hidden()
    box = page.locator(PAD).bounding_box()
    assert box
    page.mouse.move(box["x"] + 60, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 160, steps=3)
    page.mouse.up()
    expect(page.locator(HINT)).to_contain_text("your drawing")
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(SQUARE)).to_be_visible()


def handed_over(page: Page, path: Path, kind: str) -> None:
    """A file dropped on the page's middle, or pasted, as the browser tells of it."""
    data = base64.b64encode(path.read_bytes()).decode()
    page.evaluate(
        """([kind, data, name]) => {
          const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
          const files = new DataTransfer();
          files.items.add(new File([bytes], name, { type: "image/png" }));
          const options = { bubbles: true, cancelable: true };
          const target = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
          if (kind === "paste") {
            document.body.dispatchEvent(
              new ClipboardEvent("paste", { ...options, clipboardData: files }));
            return;
          }
          for (const type of ["dragover", "drop"]) {
            target.dispatchEvent(new DragEvent(type, { ...options, dataTransfer: files }));
          }
        }""",
        [kind, data, path.name],
    )


@pytest.mark.parametrize("kind", ["drop", "paste"])
def test_a_picture_is_dropped_or_pasted_on_any_tab(page: Page, photo: Path, kind: str) -> None:
    show_tab(page, "Sliders")
    handed_over(page, photo, kind)
    expect(page.locator(SQUARE)).to_be_visible()
    expect(page.locator(HINT)).to_contain_text("seven.png")
    expect(page.locator('[data-tab="reconstruct"]')).to_have_attribute("aria-selected", "true")
    expect(page.locator(".lx-drop")).to_be_hidden()


def test_a_phone_has_its_ways_in_sight_and_a_camera(open_page: Open) -> None:
    page = open_page(**PHONE)
    wait_for_picture(page)
    for name in ("Upload", "Camera", "Surprise me"):
        expect(page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Camera").click()
    assert chooser.value.element.get_attribute("capture") == "environment"


def test_a_photo_that_says_nothing_says_so(page: Page, tmp_path: Path) -> None:
    before = pixels(page, SEEN)
    path = tmp_path / "grey.png"
    Image.new("L", (300, 200), 120).save(path)
    page.locator(FILE).set_input_files(path)
    expect(page.locator("#pad .lx-wrong")).to_contain_text("blank")
    assert np.array_equal(pixels(page, SEEN), before)
