"""Uploads: whatever a person has becomes the picture that MNIST's makers would have made of it."""

from __future__ import annotations

import contextlib
import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
import scipy.ndimage
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from PIL import Image, ImageOps
from torch import Tensor

from app.images import prepare, prepare_all
from app.reading.opening import MAX_BYTES, ImageError, open_picture, to_grey

SCALE = 10


@pytest.fixture(scope="module")
def digit(pictures: Tensor) -> NDArray[np.uint8]:
    """Test picture 0, a 7, ten times as large: white ink on black, (280, 280)."""
    small = (pictures[0].reshape(28, 28).numpy() * 255).round().astype(np.uint8)
    return np.kron(small, np.ones((SCALE, SCALE), dtype=np.uint8))


@pytest.fixture(scope="module")
def seven(pictures: Tensor) -> NDArray[np.float32]:
    return pictures[0].reshape(28, 28).numpy()


def stored(path: Path, image: Image.Image, **options: object) -> Path:
    image.save(path, **options)  # type: ignore[arg-type]
    return path


def close(seen: NDArray[np.float32], expected: NDArray[np.float32], most: float = 0.02) -> bool:
    return float(np.abs(seen - expected).mean()) < most


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp", "a.gif", "a.bmp", "a.tiff"])
@pytest.mark.parametrize("dark_on_light", [True, False])
def test_formats_and_both_polarities(
    tmp_path: Path, digit: NDArray[np.uint8], seven: NDArray, name: str, dark_on_light: bool
) -> None:
    grey = 255 - digit if dark_on_light else digit
    path = stored(tmp_path / name, Image.fromarray(grey).convert("RGB"))
    assert close(prepare(path).picture, seven)


def sixteen_bit(grey: NDArray[np.uint8]) -> Image.Image:
    return Image.fromarray(grey.astype(np.uint16) * 257)


def with_alpha(grey: NDArray[np.uint8], ink: int) -> Image.Image:
    alpha = np.full(grey.shape, ink, dtype=np.uint8)
    return Image.fromarray(np.dstack([alpha, alpha, alpha, grey]))


MODES = {
    "palette": lambda g: Image.fromarray(g).convert("RGB").quantize(16),
    "bilevel": lambda g: Image.fromarray(g).convert("1", dither=Image.Dither.NONE),
    "cmyk": lambda g: Image.fromarray(g).convert("RGB").convert("CMYK"),
    "16 bit": sixteen_bit,
    "32 bit": lambda g: Image.fromarray(g.astype(np.int32) * 200),
    "float": lambda g: Image.fromarray(g.astype(np.float32)),
    "float to 1": lambda g: Image.fromarray(g.astype(np.float32) / 255),
    "float from -1 to 1": lambda g: Image.fromarray(g.astype(np.float32) / 127.5 - 1),
    "float and not a number": lambda g: Image.fromarray(np.where(g > 0, g / 255, np.nan)),
    "grey and alpha": lambda g: Image.fromarray(g).convert("LA"),
    "black ink on nothing": lambda g: with_alpha(g, 0),
    "white ink on nothing": lambda g: with_alpha(g, 255),
    "blue ink": lambda g: Image.fromarray(np.dstack([255 - g, 255 - g, np.full_like(g, 255)])),
}


@pytest.mark.parametrize("mode", MODES)
def test_modes(tmp_path: Path, digit: NDArray[np.uint8], seven: NDArray, mode: str) -> None:
    image = MODES[mode](digit)
    name = "a.tiff" if image.mode in ("CMYK", "I", "F") else "a.png"
    assert close(prepare(stored(tmp_path / name, image)).picture, seven, 0.03)


def test_exif_rotation(tmp_path: Path, digit: NDArray[np.uint8], seven: NDArray) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright: turn the stored picture to the right
    turned = Image.fromarray(np.rot90(255 - digit).copy())
    assert close(prepare(stored(tmp_path / "a.jpg", turned, exif=exif)).picture, seven)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation(tmp_path: Path, orientation: int) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (20, 30), dtype=np.uint8)
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = stored(tmp_path / "a.png", Image.fromarray(noise), exif=exif)
    with Image.open(path) as image:
        upright = np.asarray(ImageOps.exif_transpose(image), dtype=np.float32) / 255
    assert np.allclose(to_grey(open_picture(path)), upright)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
@pytest.mark.parametrize("length", range(1, 9))
def test_exif_too_short_to_be_any_turns_nothing(
    tmp_path: Path, digit: NDArray[np.uint8], seven: NDArray, kind: str, length: int
) -> None:
    exif = b"MM\0*\0\0\0\x08"[:length]
    path = stored(tmp_path / "a", Image.fromarray(digit), format=kind, exif=exif)
    assert close(prepare(path).picture, seven)


def test_the_first_frame_of_an_animation(
    tmp_path: Path, digit: NDArray[np.uint8], seven: NDArray
) -> None:
    frames = [Image.fromarray(g).convert("P") for g in (digit, np.zeros_like(digit))]
    path = stored(tmp_path / "a.gif", frames[0], save_all=True, append_images=frames[1:])
    assert close(prepare(path).picture, seven)


def test_a_photograph_of_uneven_paper(
    tmp_path: Path, digit: NDArray[np.uint8], seven: NDArray
) -> None:
    shade = np.linspace(235, 185, 280)[None, :] + np.random.default_rng(0).normal(0, 4, (280, 280))
    photo = np.clip(shade * (1 - 0.8 * digit / 255), 0, 255).astype(np.uint8)
    assert close(prepare(stored(tmp_path / "a.jpg", Image.fromarray(photo))).picture, seven, 0.06)


def test_a_28x28_picture_is_taken_as_mnist_has_it(tmp_path: Path, seven: NDArray) -> None:
    small = Image.fromarray((seven * 255).round().astype(np.uint8))
    assert np.allclose(prepare(stored(tmp_path / "a.png", small)).picture, seven, atol=1 / 255)


def test_as_is_neither_inverts_nor_centres(tmp_path: Path, digit: NDArray[np.uint8]) -> None:
    corner = np.full((420, 420), 255, dtype=np.uint8)
    corner[:280, :280] = 255 - digit
    path = stored(tmp_path / "a.png", Image.fromarray(corner))
    expected = corner.reshape(28, 15, 28, 15).mean((1, 3)) / 255
    assert np.allclose(prepare(path, as_is=True).picture, expected, atol=0.01)
    assert prepare(path).picture[14:].sum() > 10  # centred, the digit reaches the lower half


def test_one_dark_pixel_in_a_corner_changes_nothing(
    tmp_path: Path, digit: NDArray[np.uint8]
) -> None:
    paper = np.pad(255 - digit // 2, 60, constant_values=255)  # a grey pencil
    clean = prepare(stored(tmp_path / "clean.png", Image.fromarray(paper))).picture
    paper[3, 5] = 0
    speck = prepare(stored(tmp_path / "speck.png", Image.fromarray(paper))).picture
    assert np.allclose(speck, clean, atol=1e-6)


@pytest.mark.parametrize("side", [32, 40, 48, 64])
@pytest.mark.parametrize("dark", [1, 2])
def test_dust_changes_no_small_picture(tmp_path: Path, side: int, dark: int) -> None:
    """A 7 in strokes of 2 pixels has too little ink for a share of it to tell what dust is."""
    paper = np.full((side, side), 255, dtype=np.uint8)
    top, left, end = side // 3, side // 3, side * 5 // 6
    paper[top : top + 2, left : side * 2 // 3] = 0
    paper[top:end, side * 2 // 3 - 2 : side * 2 // 3] = 0
    clean = prepare(stored(tmp_path / "clean.png", Image.fromarray(paper))).picture
    paper[1, 2 : 2 + dark] = 0
    speck = prepare(stored(tmp_path / "speck.png", Image.fromarray(paper))).picture
    assert np.array_equal(speck, clean)


def png_of_size(width: int, height: int) -> bytes:
    """A PNG whose header promises that many pixels; a few hundred bytes on disk."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + checksum

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b""))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"hello, I am no picture", "no picture that can be read"),
        (png_of_size(100_000, 100_000), "Save it smaller"),
        (png_of_size(11_000, 10_000), "11000x10000 pixels"),
        (png_of_size(30, 30), "damaged"),
        (b"\0" * (MAX_BYTES + 1), "20 MB"),
    ],
)
def test_what_cannot_be_used_says_why(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(content)
    with pytest.raises(ImageError, match=says):
        prepare(path)


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_blank_picture_is_refused(tmp_path: Path, level: int) -> None:
    path = stored(tmp_path / "a.png", Image.new("L", (50, 70), level))
    with pytest.raises(ImageError, match="blank"):
        prepare(path)


pixels = hnp.arrays(
    np.uint8, st.tuples(st.integers(1, 60), st.integers(1, 60), st.sampled_from([1, 2, 3, 4]))
)
quiet = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@quiet
@given(content=pixels, as_is=st.booleans(), kind=st.sampled_from(["PNG", "TIFF", "WEBP"]))
def test_any_picture_gives_28x28_or_a_reason(
    tmp_path: Path, content: NDArray[np.uint8], as_is: bool, kind: str
) -> None:
    image = Image.fromarray(content[..., 0] if content.shape[2] == 1 else content)
    path = stored(tmp_path / "a", image, format=kind)
    try:
        seen = prepare(path, as_is=as_is).picture
    except ImageError:
        assert not as_is  # only looking for ink can fail
        return
    assert seen.shape == (28, 28)
    assert seen.dtype == np.float32
    assert seen.min() >= 0
    assert seen.max() <= 1


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # Pillow warns of damage, and raises
@quiet
@given(
    cut=st.integers(0, 2000), kind=st.sampled_from(["PNG", "JPEG", "GIF", "TIFF", "WEBP", "BMP"])
)
def test_a_file_cut_anywhere_gives_a_picture_or_a_reason(
    tmp_path: Path, cut: int, kind: str
) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (40, 40), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(noise).save(buffer, kind)
    path = tmp_path / "a"
    path.write_bytes(buffer.getvalue()[:cut])
    with contextlib.suppress(ImageError):
        assert prepare(path).picture.shape == (28, 28)


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@quiet
@given(exif=st.binary(max_size=60), kind=st.sampled_from(["PNG", "WEBP", "JPEG"]))
def test_any_exif_leaves_the_picture(tmp_path: Path, exif: bytes, kind: str) -> None:
    grey = np.tile(np.linspace(0, 255, 40).astype(np.uint8), (40, 1))
    path = stored(tmp_path / "a", Image.fromarray(grey), format=kind, exif=exif)
    assert prepare(path, as_is=True).picture.shape == (28, 28)


def test_see_by_the_box_and_see_all(tmp_path: Path, digit: NDArray[np.uint8]) -> None:
    path = stored(tmp_path / "a.png", Image.fromarray(np.pad(digit, ((0, 90), (40, 0)))))
    rows, columns = np.nonzero(prepare(path, centre="box").picture)
    assert rows.min() + rows.max() == 27  # 20 rows in the middle of 28
    assert columns.min() + columns.max() in (26, 27)
    ways = prepare_all(path)
    assert set(ways) == {"mass", "box", "as_is"}
    assert np.array_equal(ways["mass"].picture, prepare(path).picture)
    assert np.array_equal(ways["box"].picture, prepare(path, centre="box").picture)
    assert np.array_equal(ways["as_is"].picture, prepare(path, as_is=True).picture)
    assert all(way.sure for way in ways.values())


def test_it_says_where_nothing_in_a_photo_convinces(tmp_path: Path) -> None:
    """A lawn, as far as digits go: light and dark of one size everywhere, and no stroke."""
    noise = np.random.default_rng(0).normal(size=(300, 300))
    lawn = scipy.ndimage.gaussian_filter(noise, 4)
    lawn = 255 * (lawn - lawn.min()) / (lawn.max() - lawn.min())
    path = stored(tmp_path / "lawn.png", Image.fromarray(np.uint8(lawn)))
    assert not prepare(path).sure
    assert not prepare_all(path)["box"].sure
    assert prepare(path, as_is=True).sure
