"""The pad and uploads: what is drawn, what the model sees of it, and that both ways agree."""

from __future__ import annotations

import base64
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page, expect
from scipy.ndimage import gaussian_filter
from torch import Tensor

from app.engine import Engine
from tests.browser.conftest import Open
from tests.browser.hands import At, curve, stroke
from tests.browser.network import Counted
from tests.browser.sight import (
    FIRST,
    HINT,
    PAD,
    RECONSTRUCT,
    SEEN,
    X_HAT,
    expect_pixels,
    expect_seen,
    frames,
    let_frames_pass,
    pixels,
    wait_for_frames,
)
from tests.placing import centre, squash

SAME = 2 / 255  # of two canvases, each rounded to a byte

ONE: list[list[At]] = [[(0.55, 0.2), (0.53, 0.4), (0.5, 0.6), (0.47, 0.8)]]
DRAWINGS: dict[str, list[list[At]]] = {
    "a one": ONE,
    "a diagonal": [[(0.2, 0.75), (0.45, 0.5), (0.8, 0.2)]],
    "a wide curve": [curve((0.5, 0.5), (0.3, 0.2), 0.1, 0.85)],
    "a small curve in a corner": [curve((0.25, 0.25), (0.08, 0.1), 0.0, 0.9)],
    "a dot of the pen": [[(0.4, 0.6)]],
    "a three of two strokes": [
        curve((0.45, 0.33), (0.2, 0.15), -0.4, 0.25),
        curve((0.45, 0.65), (0.24, 0.17), -0.25, 0.4),
    ],
    "a seven with its bar and a dot": [
        [(0.2, 0.2), (0.77, 0.22), (0.45, 0.8)],
        [(0.35, 0.5), (0.7, 0.52)],
        [(0.8, 0.75)],
    ],
}


def clear(page: Page) -> None:
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(HINT)).to_contain_text("Mouse, pen or finger")


def draw(page: Page, strokes: list[list[At]]) -> NDArray[np.float32]:
    """Clear the pad and draw; the ink that the pad itself holds then, (140, 140)."""
    clear(page)
    for points in strokes:
        before = frames(page, RECONSTRUCT)
        stroke(page, points)
        wait_for_frames(page, RECONSTRUCT, before)
    expect(page.locator(HINT)).to_contain_text("your drawing")
    return ink(page)


def ink(page: Page) -> NDArray[np.float32]:
    return pixels(page, PAD).astype(np.float32)


def upload(page: Page, path: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload").click()
    chooser.value.set_files(path)


@pytest.mark.needs_server
def test_a_drawing_is_seen_as_an_upload_of_it_is(page: Page, tmp_path: Path) -> None:
    """Drawn here, where each area is averaged, and the same canvas as a photo, which is sampled."""
    as_is = page.get_by_label("Don’t centre")
    for name, strokes in DRAWINGS.items():
        print(name)  # shown where it fails
        drawn = draw(page, strokes)
        expect_pixels(page, SEEN, centre(drawn), SAME)
        seen = pixels(page, SEEN)
        as_is.check()
        expect_pixels(page, SEEN, squash(drawn), SAME)
        whole = pixels(page, SEEN)

        path = tmp_path / f"{name}.png"
        url = page.locator(PAD).evaluate("canvas => canvas.toDataURL('image/png')")
        path.write_bytes(base64.b64decode(url.partition(",")[2]))
        upload(page, path)
        expect(page.locator(HINT)).to_contain_text(f"your upload, {name}.png")
        expect_seen(page, whole, within=0.03)
        as_is.uncheck()
        expect_seen(page, seen, within=0.03)


def test_drawing_reconstructs_stroke_by_stroke_without_the_server(
    page: Page, engine: Engine
) -> None:
    clear(page)
    requests = Counted(page, "")
    draw(page, ONE)
    seen = pixels(page, SEEN)
    rows, columns = np.nonzero(seen > 0.1)
    assert rows.max() - rows.min() + 1 == 20  # MNIST's box
    mass = (seen.sum(1) * np.arange(28)).sum() / seen.sum()
    assert abs(mass - 14) <= 0.51
    assert columns.max() - columns.min() + 1 < 12  # a one is narrow
    expected, _ = engine.reconstruct(seen.reshape(-1), "mnist-vae-2d")
    expect_pixels(page, X_HAT, expected, 0.03)  # of the picture as shown, rounded to bytes
    assert requests.urls == []


def test_a_drag_leaves_one_line_under_the_hand(page: Page) -> None:
    """As wide as the pen everywhere, and nothing beside it."""
    drawn = draw(page, [[(0.2, 0.5), (0.5, 0.5), (0.8, 0.5)]])
    rows, columns = np.nonzero(drawn > 0.5)
    assert rows.max() - rows.min() + 1 == pytest.approx(11, abs=1)
    assert rows.mean() == pytest.approx(70, abs=1)
    assert (columns.min(), columns.max()) == (
        pytest.approx(0.2 * 140 - 5, abs=1.5),
        pytest.approx(0.8 * 140 + 5, abs=1.5),
    )
    # No gap: each column between the ends has ink.
    assert set(range(columns.min(), columns.max() + 1)) == set(columns.tolist())


def test_the_first_stroke_on_an_example_clears_it(page: Page) -> None:
    stroke(page, [(0.3, 0.5), (0.7, 0.5)])
    expect(page.locator(HINT)).to_contain_text("your drawing")
    rows, _ = np.nonzero(ink(page) > 0.5)
    assert rows.max() - rows.min() + 1 == pytest.approx(11, abs=1)  # nothing but the stroke


def test_undo_goes_back_stroke_by_stroke_to_the_example(page: Page, pictures: Tensor) -> None:
    """By the keys and by the button; what is on the pad and what the model sees agree."""
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_disabled()
    steps = []
    for y in (0.3, 0.5, 0.7):
        stroke(page, [(0.3, y), (0.7, y)])
        expect(page.locator(HINT)).to_contain_text("your drawing")
        steps.append((ink(page), pixels(page, SEEN)))
    for drawn, seen in reversed(steps[:-1]):
        page.keyboard.press("Control+z")
        expect_pixels(page, SEEN, seen, SAME)
        assert np.abs(ink(page) - drawn).max() <= SAME
    undo.click()
    expect(page.locator(HINT)).to_contain_text(f"test picture {FIRST}")
    expect_pixels(page, SEEN, pictures[FIRST], SAME)
    expect(undo).to_be_disabled()


def test_a_drawing_that_was_cleared_or_replaced_can_be_had_again_and_drawn_on(page: Page) -> None:
    drawn = draw(page, ONE)
    clear(page)
    page.get_by_role("button", name="Surprise me").click()
    expect(page.locator(HINT)).to_contain_text("test picture")
    undo = page.get_by_role("button", name="Undo")
    undo.click()
    expect(page.locator(HINT)).to_contain_text("Mouse, pen or finger")
    undo.click()
    expect(page.locator(HINT)).to_contain_text("your drawing")
    assert np.abs(ink(page) - drawn).max() <= SAME
    stroke(page, [(0.2, 0.8), (0.8, 0.8)])
    both = ink(page)
    assert both[drawn > 0.9].min() > 0.9  # the old ink is still there
    assert both.sum() > 1.2 * drawn.sum()


def test_the_page_draws_a_digit_by_itself_once_and_hands_over_the_pen(open_page: Open) -> None:
    page = open_page(reduced_motion="no-preference")
    expect(page.locator(HINT)).to_contain_text("your drawing", timeout=15_000)
    page.wait_for_function("JSON.parse(localStorage['latent-explorer'] ?? '{}').openingSeen")
    by_page = ink(page)
    assert (by_page > 0.5).mean() > 0.05
    stroke(page, [(0.45, 0.5), (0.55, 0.5)])  # the pen is ours, and the sheet is empty
    assert ink(page).sum() < by_page.sum() / 3
    page.goto("about:blank")
    page.goto(open_page.address)  # a reload would show the stroke, by its link
    wait_for_frames(page, RECONSTRUCT)
    let_frames_pass(page, 120)
    expect(page.locator(HINT)).to_contain_text(f"test picture {FIRST}")


def test_a_touch_ends_the_opening(open_page: Open) -> None:
    page = open_page(reduced_motion="no-preference")
    expect(page.locator(HINT)).to_contain_text("your drawing", timeout=15_000)
    page.keyboard.press("Shift")
    let_frames_pass(page, 3)
    before = ink(page)
    let_frames_pass(page, 60)
    assert (ink(page) == before).all()


def test_clear_leaves_nothing(page: Page) -> None:
    draw(page, ONE)
    clear(page)
    assert ink(page).max() == 0
    expect(page.locator(f'{RECONSTRUCT} [data-ref="engineTime"]')).to_contain_text(
        "nothing to rebuild"
    )
    assert pixels(page, SEEN).max() == 0
    assert pixels(page, X_HAT).max() == 0
    expect(page.locator('#reconstruct [data-ref="negElbo"]')).to_have_text("–")


@pytest.mark.needs_server
def test_an_upload_is_centred_and_can_be_seen_as_is(
    page: Page, tmp_path: Path, pictures: Tensor
) -> None:
    picture = pictures[0].reshape(28, 28).numpy()
    paper = np.full((420, 420), 255, dtype=np.uint8)  # dark ink on light paper, in a corner
    paper[:140, :140] -= (np.kron(picture, np.ones((5, 5))) * 255).round().astype(np.uint8)
    path = tmp_path / "seven.tiff"  # which no browser can read
    Image.fromarray(paper).save(path)
    upload(page, path)
    expect(page.locator(HINT)).to_contain_text("seven.tiff")
    assert np.abs(pixels(page, SEEN) - picture).mean() < 0.02
    page.get_by_label("Don’t centre or invert").check()
    as_is = paper.reshape(28, 15, 28, 15).mean((1, 3)) / 255  # paper stays white
    expect_pixels(page, SEEN, as_is, SAME)


@pytest.mark.needs_server
def test_where_the_server_is_not_sure_what_is_meant_the_page_says_so(
    page: Page, tmp_path: Path
) -> None:
    lawn = gaussian_filter(np.random.default_rng(0).normal(size=(300, 300)), 4)
    lawn = 255 * (lawn - lawn.min()) / (lawn.max() - lawn.min())
    path = tmp_path / "lawn.tiff"
    Image.fromarray(np.uint8(lawn)).save(path)
    upload(page, path)
    expect(page.locator(HINT)).to_contain_text("crop it to the digit")
    page.get_by_label("Don’t centre or invert").check()
    expect(page.locator(HINT)).to_contain_text("lawn.tiff")


@pytest.mark.needs_server
def test_an_upload_that_is_no_picture_says_so(page: Page, tmp_path: Path) -> None:
    before = pixels(page, SEEN)
    path = tmp_path / "notes.png"
    path.write_text("these are notes")
    upload(page, path)
    expect(page.get_by_text("read this file as a picture")).to_be_visible()
    assert (pixels(page, SEEN) == before).all()


def test_a_random_test_picture_is_one_of_the_test_set(page: Page, pictures: Tensor) -> None:
    for _ in range(3):
        before = page.locator(HINT).inner_text()
        page.get_by_role("button", name="Surprise me").click()
        expect(page.locator(HINT)).not_to_have_text(before)
        expect(page.locator(HINT)).to_contain_text(", a")
        index = int(page.locator(HINT).inner_text().split("picture ")[1].split(",")[0])
        expect_pixels(page, SEEN, pictures[index], 1 / 255)
