"""Pictures opened by the browser itself: the same grey levels as Pillow's, or a reason."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, features
from playwright.sync_api import Browser, Page

from app.reading.opening import MAX_BYTES, open_picture, to_grey
from tests.browser.conftest import NETWORK, Open
from tests.browser.sight import LEVELS, evaluate_with
from tests.pictures.corpus import examples

PHOTOS = {"models/photos.js": "PhotoReader", "maths/reading/frame.js": "through"}
OPEN = (
    LEVELS
    + """
const { content, size, quarters, swaps } = argument;
const file = content === null
  ? new Uint8Array(size)
  : Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
try {
  let photo = await new PhotoReader().open(new Blob([file]));
  if (quarters) photo = await photo.turned(quarters);
  if (swaps) photo = await photo.swapped();
  const { width, height, grey, reading, preview } = photo;
  return {
    width, height, grey: inLetters(new Uint8Array(grey.data.buffer)),
    seen: [...through(reading.ink, reading.frame)],
    sure: reading.sure, ink: reading.ink.data.reduce((a, b) => a + b, 0),
    shown: [preview.width, preview.height],
  };
} catch ({ code, says }) {
  return { code, says };
}"""
)
GREY = 0.02  # a pixel on average: two ways to shrink, and to decode a JPEG


@pytest.fixture(scope="module")
def reader(browser: Browser, server: str) -> Iterator[Page]:
    """One page for all that is read: a reader keeps nothing of the file before."""
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(server)
    yield page
    page.close()
    assert complaints == []


def opened(
    page: Page, content: bytes | int, quarters: int = 0, swaps: bool = False
) -> dict[str, Any]:
    """What a reader makes of a file, turned and swapped; or the Fault's code.

    The file is what it holds, or how many bytes of nothing it has.
    """
    argument = {
        "content": None if isinstance(content, int) else base64.b64encode(content).decode(),
        "size": content if isinstance(content, int) else None,
        "quarters": quarters,
        "swaps": swaps,
    }
    found: dict[str, Any] = evaluate_with(page, PHOTOS, OPEN, argument)
    if "grey" in found:
        levels = np.frombuffer(base64.b64decode(found["grey"]), dtype="<f4")
        found["grey"] = levels.reshape(found["height"], found["width"])
    return found


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
    "four inks": lambda: saved(photo("clean scan").convert("CMYK"), "JPEG", quality=95),
    "28x28": lambda: saved(photo("at its own size")),
    "a long strip": lambda: saved(photo("long strip")),
}


if features.check("avif"):  # which Pillow's own wheels have, and some distributions' have not
    FILES["avif"] = lambda: saved(photo().convert("RGB"), "AVIF", quality=90)


@pytest.mark.parametrize("name", FILES)
def test_a_picture_has_the_grey_levels_that_pillow_gives_it(
    reader: Page, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "a"
    path.write_bytes(FILES[name]())
    expected = to_grey(open_picture(path))
    found = opened(reader, path.read_bytes())
    assert found["grey"].shape == expected.shape
    assert np.abs(found["grey"] - expected).mean() < GREY
    assert found["sure"]
    assert max(found["shown"]) <= 1024


def test_a_photo_is_turned_and_swapped(reader: Page) -> None:
    content = saved(photo())
    upright, turned = opened(reader, content), opened(reader, content, quarters=1)
    assert np.allclose(turned["grey"], np.rot90(upright["grey"], -1))
    assert turned["shown"] == upright["shown"][::-1]
    swapped = opened(reader, content, swaps=True)
    assert np.array_equal(swapped["grey"], upright["grey"])
    assert np.abs(np.subtract(swapped["seen"], upright["seen"])).mean() > 0.05


BAD: dict[str, bytes | int] = {
    "emptyFile": b"",
    "notPicture": b"hello, I am no picture",
    "largeFile": MAX_BYTES + 1,
    "damagedPicture": saved(Image.new("L", (50, 50), 255))[:60],
    "blankPicture": saved(Image.new("L", (50, 70), 128)),
    "manyPixels": saved(Image.new("1", (10_001, 10_000))),
    "cannotOpenHere": saved(Image.new("L", (50, 50)), "TIFF"),
}


@pytest.mark.parametrize("code", BAD)
def test_what_cannot_be_used_says_why(reader: Page, code: str) -> None:
    assert opened(reader, BAD[code])["code"] == code


def test_one_pixel_is_blank(reader: Page) -> None:
    assert opened(reader, saved(Image.new("RGB", (1, 1))))["code"] == "blankPicture"


@pytest.mark.parametrize("without", ["workers", "the worker's file"])
def test_without_a_worker_a_photo_is_read_all_the_same(
    page: Page, reader: Page, open_page: Open, without: str
) -> None:
    content = saved(photo())
    wanted = opened(reader, content)
    if without == "workers":
        page.evaluate("() => { delete window.Worker; }")
    else:
        open_page.expected.extend(NETWORK)
        page.route("**/models/photoWorker.js", lambda route: route.abort())
    found = opened(page, content)
    assert np.array_equal(found.pop("grey"), wanted.pop("grey"))
    assert found == wanted
