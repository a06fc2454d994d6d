"""The pad and uploads: what is drawn, what the model sees of it, and that both ways agree."""

from __future__ import annotations

import base64
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page, expect
from torch import Tensor

from app.engine import Engine
from app.images import centre, squash
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
    frames,
    pixels,
    wait_for_frames,
)

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
    expect(page.locator(HINT)).to_contain_text("Draw a digit here")


def draw(page: Page, strokes: list[list[At]]) -> NDArray[np.float32]:
    """Clear the pad and draw; the ink that the pad itself holds then, (140, 140)."""
    clear(page)
    for points in strokes:
        before = frames(page, RECONSTRUCT)
        stroke(page, points)
        wait_for_frames(page, RECONSTRUCT, before)
    expect(page.locator(HINT)).to_contain_text("my drawing")
    return ink(page)


def ink(page: Page) -> NDArray[np.float32]:
    return pixels(page, PAD).astype(np.float32)


def upload(page: Page, path: Path) -> None:
    page.locator("#upload input").or_(page.locator("input[type=file]")).first.set_input_files(path)


def test_a_drawing_is_seen_as_an_upload_of_it_is(page: Page, tmp_path: Path) -> None:
    """One computation in two languages: drawn here, and the very same canvas by way of a file."""
    as_is = page.get_by_label("Don't centre")
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
        expect(page.locator(HINT)).to_contain_text(f"my upload, {name}.png")
        expect_pixels(page, SEEN, whole, SAME)
        as_is.uncheck()
        expect_pixels(page, SEEN, seen, SAME)


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


def test_drawing_upon_a_test_picture_keeps_it_in_place(page: Page, pictures: Tensor) -> None:
    stroke(page, [(0.02, 0.02), (0.1, 0.02), (0.2, 0.02)])
    expect(page.locator(HINT)).to_contain_text("drawn upon")
    original = pictures[FIRST].numpy().reshape(28, 28)
    seen = pixels(page, SEEN)
    assert seen[0, :5].min() > 0.5
    assert np.allclose(seen[4:], original[4:], atol=1 / 255)


def test_clear_leaves_nothing(page: Page) -> None:
    draw(page, ONE)
    clear(page)
    assert ink(page).max() == 0
    expect(page.locator(f'{RECONSTRUCT} [data-ref="engineTime"]')).to_contain_text(
        "nothing to decode"
    )
    assert pixels(page, SEEN).max() == 0
    assert pixels(page, X_HAT).max() == 0
    expect(page.locator('#reconstruct [data-ref="negElbo"]')).to_have_text("–")


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
    page.get_by_label("Don't centre or invert").check()
    as_is = paper.reshape(28, 15, 28, 15).mean((1, 3)) / 255  # paper stays white
    expect_pixels(page, SEEN, as_is, SAME)


def test_an_upload_that_is_no_picture_says_so(page: Page, tmp_path: Path) -> None:
    before = pixels(page, SEEN)
    path = tmp_path / "notes.png"
    path.write_text("these are notes")
    upload(page, path)
    expect(page.get_by_text("no picture that can be read")).to_be_visible()
    assert (pixels(page, SEEN) == before).all()


def test_a_random_test_picture_is_one_of_the_test_set(page: Page, pictures: Tensor) -> None:
    for _ in range(3):
        before = page.locator(HINT).inner_text()
        page.get_by_role("button", name="Random test picture").click()
        expect(page.locator(HINT)).not_to_have_text(before)
        expect(page.locator(HINT)).to_contain_text(", a ")
        index = int(page.locator(HINT).inner_text().split("picture ")[1].split(",")[0])
        expect_pixels(page, SEEN, pictures[index], 1 / 255)
