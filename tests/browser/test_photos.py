"""Pictures opened by the browser itself: the same grey levels as Pillow's, or a reason."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page

from app.reading.opening import MAX_BYTES, open_picture, to_grey
from tests.browser.conftest import NETWORK, Open
from tests.browser.sight import evaluate_with
from tests.pictures.corpus import examples

PHOTOS = {"models/photos.js": "PhotoReader", "maths/reading/frame.js": "through"}
OPEN = """
const { content, quarters, swaps } = argument;
const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
try {
  let photo = await new PhotoReader().open(new Blob([bytes]));
  if (quarters) photo = await photo.turned(quarters);
  if (swaps) photo = await photo.swapped();
  const { width, height, grey, reading, preview } = photo;
  return {
    width, height, grey: [...grey.data], seen: [...through(reading.ink, reading.frame)],
    sure: reading.sure, ink: reading.ink.data.reduce((a, b) => a + b, 0),
    shown: [preview.width, preview.height],
  };
} catch ({ code, says }) {
  return { code, says };
}"""
GREY = 0.02  # a pixel on average: two ways to shrink, and to decode a JPEG


def opened(page: Page, content: bytes, quarters: int = 0, swaps: bool = False) -> dict[str, Any]:
    """What a reader makes of a file, turned and swapped; or the Fault's code."""
    argument = {
        "content": base64.b64encode(content).decode(),
        "quarters": quarters,
        "swaps": swaps,
    }
    return evaluate_with(page, PHOTOS, OPEN, argument)


def saved(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def photo(kind: str = "plain photo") -> Image.Image:
    return next(iter(examples(kind, 1))).image


def in_a_jpeg_turned(image: Image.Image) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved(image.convert("RGB"), "JPEG", quality=92, exif=exif)


FILES: dict[str, Callable[[], bytes]] = {
    "png": lambda: saved(photo()),
    "jpeg, turned by exif": lambda: in_a_jpeg_turned(photo()),
    "webp": lambda: saved(photo("coloured paper").convert("RGB"), "WEBP", lossless=True),
    "gif": lambda: saved(photo("clean scan"), "GIF"),
    "bmp": lambda: saved(photo("clean scan"), "BMP"),
    "black on nothing": lambda: saved(photo("black on nothing")),
    "white on nothing": lambda: saved(photo("white on nothing")),
    "16 bits": lambda: saved(photo("sixteen bits")),
    "28x28": lambda: saved(photo("at its own size")),
    "a long strip": lambda: saved(photo("long strip")),
}


@pytest.mark.parametrize("name", FILES)
def test_a_picture_has_the_grey_levels_that_pillow_gives_it(
    page: Page, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "a"
    path.write_bytes(FILES[name]())
    expected = to_grey(open_picture(path))
    found = opened(page, path.read_bytes())
    assert (found["height"], found["width"]) == expected.shape
    assert np.abs(np.reshape(found["grey"], expected.shape) - expected).mean() < GREY
    assert found["sure"]
    assert max(found["shown"]) <= 1024


def test_a_photo_is_turned_and_swapped(page: Page) -> None:
    content = saved(photo())
    upright, turned = opened(page, content), opened(page, content, quarters=1)
    shape = upright["height"], upright["width"]
    assert (turned["width"], turned["height"]) == shape
    grey = np.rot90(np.reshape(upright["grey"], shape), -1)
    assert np.allclose(np.reshape(turned["grey"], grey.shape), grey)
    assert turned["shown"] == upright["shown"][::-1]
    swapped = opened(page, content, swaps=True)
    assert swapped["grey"] == upright["grey"]
    assert np.abs(np.subtract(swapped["seen"], upright["seen"])).mean() > 0.05


BAD = {
    "emptyFile": b"",
    "notPicture": b"hello, I am no picture",
    "largeFile": b"\0" * (MAX_BYTES + 1),
    "damagedPicture": saved(Image.new("L", (50, 50), 255))[:60],
    "blankPicture": saved(Image.new("L", (50, 70), 128)),
    "manyPixels": saved(Image.new("1", (10_001, 10_000))),
    "cannotOpenHere": saved(Image.new("L", (50, 50)), "TIFF"),
}


@pytest.mark.parametrize("code", BAD)
def test_what_cannot_be_used_says_why(page: Page, code: str) -> None:
    assert opened(page, BAD[code])["code"] == code


def test_one_pixel_is_blank(page: Page) -> None:
    assert opened(page, saved(Image.new("RGB", (1, 1))))["code"] == "blankPicture"


@pytest.mark.parametrize("without", ["workers", "the worker's file"])
def test_without_a_worker_a_photo_is_read_all_the_same(
    page: Page, open_page: Open, without: str
) -> None:
    content = saved(photo())
    wanted = opened(page, content)
    if without == "workers":
        page.evaluate("() => { delete window.Worker; }")
    else:
        open_page.expected.extend(NETWORK)
        page.route("**/models/photoWorker.js", lambda route: route.abort())
    assert opened(page, content) == wanted
