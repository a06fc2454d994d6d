"""Any file: the right grey levels, or a ValueError that says why."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image

from model.picture_files import read_picture


def saved(tmp_path: Path, image: Image.Image, name: str = "a.png", **options: object) -> np.ndarray:
    image.save(tmp_path / name, **options)  # type: ignore[arg-type]
    return read_picture(tmp_path / name)


levels = hnp.arrays(np.uint8, (28, 28))


@given(levels=levels)
def test_28x28_grey_levels_are_taken_as_they_are(
    tmp_path_factory: pytest.TempPathFactory, levels: np.ndarray
) -> None:
    folder = tmp_path_factory.getbasetemp()
    assert np.array_equal(saved(folder, Image.fromarray(levels)), levels)


def test_a_picture_is_shrunk_by_area(tmp_path: Path) -> None:
    """Each pixel is the mean of its 3 x 3, as NumPy takes it."""
    large = np.random.RandomState(0).randint(0, 256, (84, 84)).astype(np.uint8)
    means = large.reshape(28, 3, 28, 3).mean((1, 3))
    assert np.abs(saved(tmp_path, Image.fromarray(large)) - means).max() <= 0.51


@pytest.mark.parametrize("wide", [True, False])
def test_the_square_in_the_middle_is_what_is_seen(tmp_path: Path, wide: bool) -> None:
    middle = np.random.RandomState(1).randint(0, 256, (28, 28)).astype(np.uint8)
    whole = np.full((28, 48), 7, dtype=np.uint8)
    whole[:, 10:38] = middle
    seen = saved(tmp_path, Image.fromarray(whole if wide else whole.T.copy()))
    assert np.array_equal(seen, middle if wide else middle.T)


def test_what_is_transparent_lies_on_white(tmp_path: Path) -> None:
    clear = Image.new("RGBA", (28, 28), (0, 0, 0, 0))
    assert (saved(tmp_path, clear) == 255).all()
    half = Image.new("LA", (28, 28), (0, 128))
    assert (saved(tmp_path, half) == 127).all()
    palette = Image.new("P", (28, 28), 0)
    palette.putpalette([10, 10, 10])
    assert (saved(tmp_path, palette) == 10).all()
    assert (saved(tmp_path, palette, transparency=0) == 255).all()


def test_a_photo_is_turned_as_its_exif_says(tmp_path: Path) -> None:
    image = Image.fromarray(np.tile(np.arange(0, 224, 8, dtype=np.uint8), (28, 1)))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise by a quarter
    seen = saved(tmp_path, image, exif=exif)
    assert (np.diff(seen.astype(int), axis=0) == 8).all()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I", "I;16", "F"])
def test_white_is_white_and_black_is_black_in_every_mode(tmp_path: Path, mode: str) -> None:
    white = {"I": 65535, "I;16": 65535, "F": 1.0}
    if mode in white:
        image = Image.new(mode, (40, 40), 0)
        image.paste(white[mode], (0, 0, 40, 20))
    else:
        image = Image.new("RGB", (40, 40), "black")
        image.paste("white", (0, 0, 40, 20))
        image = image.convert(mode)
    seen = saved(tmp_path, image, "a.tif")
    assert (seen[:14] >= 254).all()
    assert (seen[14:] <= 1).all()


def test_a_large_photo_and_a_tiny_one(tmp_path: Path) -> None:
    grey = Image.new("RGB", (3000, 2000), (100, 100, 100))
    assert np.abs(saved(tmp_path, grey, "a.jpg").astype(int) - 100).max() <= 1
    assert (saved(tmp_path, Image.new("L", (1, 1), 200)) == 200).all()


def test_the_first_frame_is_what_is_seen(tmp_path: Path) -> None:
    frames = [Image.new("L", (28, 28), level) for level in (30, 200)]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    assert (read_picture(tmp_path / "a.gif") == 30).all()


def test_a_picture_that_is_far_too_large_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Image.new("L", (100, 100)).save(tmp_path / "a.png")
    for most in (9_000, 4_000):  # Pillow warns above it, and refuses above its double
        monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", most)
        with pytest.raises(ValueError, match="far too large"):
            read_picture(tmp_path / "a.png")


def test_what_is_no_picture_says_so(tmp_path: Path) -> None:
    for content in (b"", b"hello", b"\x89PNG\r\n\x1a\n"):
        (tmp_path / "a.png").write_bytes(content)
        with pytest.raises(ValueError, match=r"no picture that Pillow can read|damaged"):
            read_picture(tmp_path / "a.png")


def encoded(kind: str) -> bytes:
    image = Image.fromarray(np.arange(40 * 30, dtype=np.uint16).reshape(40, 30).astype(np.uint8))
    content = io.BytesIO()
    image.save(content, kind)
    return content.getvalue()


@given(
    kind=st.sampled_from(["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM", "ICO", "TGA"]),
    at=st.floats(0, 1),
    flip=st.integers(0, 255),
    share=st.floats(0, 1),
)
def test_a_damaged_file_is_a_picture_or_a_value_error(
    tmp_path_factory: pytest.TempPathFactory, kind: str, at: float, flip: int, share: float
) -> None:
    content = bytearray(encoded(kind))
    content[int(at * (len(content) - 1))] ^= flip
    path = tmp_path_factory.getbasetemp() / "damaged-picture"
    path.write_bytes(content[: int(share * len(content))])
    try:
        seen = read_picture(path)
    except ValueError:
        return
    assert (seen.shape, seen.dtype) == ((28, 28), np.uint8)
