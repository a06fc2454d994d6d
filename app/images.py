"""Any picture a person has -> the 28x28 that the model sees.

`centre` is what app/web/maths/centre.js does to a drawing, step for step; a test holds the two
together. Specks are looked for in uploads only: what is in a drawing, a person put there.
"""

from __future__ import annotations

import math
import struct
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, UnidentifiedImageError

from app.errors import ToldError
from model.config import SIDE

BOX = 20  # MNIST's digits were scaled into a 20x20 box, then centred by their mass
INK = 0.1  # the least ink that counts as part of the digit
SPECK = 0.01  # a part with less than this of the largest part's ink is dust or a stray touch
# In a small picture one pixel is more than that. There a part is dust that has so few pixels, less
# than DUST of the largest part's ink, and no other ink within ALONE of the longer side.
DUST_PIXELS, DUST, ALONE = 2, 0.1, 1 / 8
SPECK_CELLS = 128  # a side, in which parts are told apart: a gap of a pixel does not part a line
WORKING_SIDE = 512  # larger pictures are shrunk to this before anything is measured
MAX_BYTES = 20 * 2**20
MAX_PIXELS = 40_000_000  # a 40-megapixel PNG takes about 160 MB while it is decoded
# What Pillow raises of damaged files.
DAMAGE = (OSError, EOFError, ValueError, TypeError, LookupError, SyntaxError, struct.error)
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")

LEVELS = (1.0, 255.0, 65535.0)  # what white is in pictures of floats or of many bits
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # by EXIF orientation

Picture = NDArray[np.float32]  # (28, 28), 0 is paper and 1 is ink
Centre = Literal["mass", "box"]  # what of the digit is put in the middle


class ImageError(ToldError):
    """The picture cannot be used; the message says why and what to do."""


def open_picture(path: str | Path) -> Image.Image:
    """Open an uploaded file: its first frame, upright, at most WORKING_SIDE on its long side.

    Raises ImageError when the file is empty, too large, or no picture that can be read.
    """
    path = Path(path)
    size = path.stat().st_size
    if size == 0:
        raise ImageError("The file is empty. Choose a picture file.", "emptyFile")
    if size > MAX_BYTES:
        raise ImageError(
            f"The file has {size / 2**20:.0f} MB; the most is {MAX_BYTES // 2**20} MB. "
            f"Save the picture smaller.",
            "largeFile",
            size=round(size / 2**20),
            most=MAX_BYTES // 2**20,
        )
    try:
        with Image.open(path, formats=FORMATS) as image:
            # A JPEG can be decoded at a fraction of its size, which also bounds the memory.
            image.draft(None, (2 * WORKING_SIDE, 2 * WORKING_SIDE))
            if image.width * image.height > MAX_PIXELS:
                raise ImageError(
                    f"The picture has {image.width}x{image.height} pixels; the most is "
                    f"{MAX_PIXELS // 10**6} million. Save it smaller.",
                    "manyPixels",
                    width=image.width,
                    height=image.height,
                    most=MAX_PIXELS // 10**6,
                )
            image.load()
            return _upright(_shrink(image))
    except ImageError:
        raise
    except UnidentifiedImageError as error:
        raise ImageError(
            f"This is no picture that can be read. Use {', '.join(FORMATS)}.",
            "notPicture",
            formats=", ".join(FORMATS),
        ) from error
    except DAMAGE as error:
        raise ImageError(
            f"The picture is damaged ({error}). Save it again, as PNG.", "damagedPicture"
        ) from error
    except (Image.DecompressionBombError, MemoryError, OverflowError) as error:
        raise ImageError("The picture is far too large. Save it smaller.", "hugePicture") from error


def _shrink(image: Image.Image) -> Image.Image:
    """At most WORKING_SIDE a side; palettes and bilevel pictures become ones that can blend."""
    if image.mode == "P":
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    elif image.mode == "1":
        image = image.convert("L")
    if max(image.size) > WORKING_SIDE:
        if image.mode.startswith("I;16"):
            image = image.convert("I")
        image.thumbnail((WORKING_SIDE, WORKING_SIDE), Image.Resampling.BOX)
    return image


def _upright(image: Image.Image) -> Image.Image:
    """The picture as the camera was held. Unlike ImageOps.exif_transpose it writes no EXIF back."""
    try:
        orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # damaged EXIF raises nearly anything, and says nothing of the pixels
        return image
    turn = TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)


def to_grey(image: Image.Image) -> NDArray[np.float32]:
    """Grey levels (H, W) in [0, 1], 1 is white. Transparency lies on the paper that shows it."""
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        levels = np.nan_to_num(np.asarray(image, dtype=np.float64), posinf=0, neginf=0)
        low, peak = min(levels.min(), 0.0), levels.max()
        high = next((white for white in LEVELS if peak <= white), peak)
        return ((levels - low) / (high - low)).astype(np.float32)
    if "A" in image.mode or "a" in image.mode or "transparency" in image.info:
        layers = np.asarray(image.convert("RGBA").convert("LA"), dtype=np.float32) / 255
        grey, alpha = layers[..., 0], layers[..., 1]
        on_white = grey * alpha + 1 - alpha
        # White ink on nothing is invisible on white paper: lay it on black.
        on_black = grey * alpha
        paper = on_white if np.ptp(on_white) >= np.ptp(on_black) / 2 else on_black
        return paper.astype(np.float32)
    luminance: NDArray[np.float32] = np.asarray(image.convert("RGB").convert("L"), dtype=np.float32)
    return (luminance / 255).astype(np.float32)


def to_ink(grey: NDArray[np.float32]) -> NDArray[np.float32]:
    """Grey levels (H, W) -> ink in [0, 1] on paper of 0, whichever of the two was darker.

    Raises ImageError when the picture is blank.
    """
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    paper = float(np.median(border))
    ink = grey - paper
    if paper - float(grey.min()) > float(grey.max()) - paper:
        ink = -ink
    peak = float(ink.max())
    if peak < INK:
        raise ImageError(
            "The picture is blank. Use one in which something stands out.", "blankPicture"
        )
    ink = np.clip(ink / peak, 0, 1)
    # Uneven paper, as in a photograph, shows at the border: what is no stronger is not ink.
    uneven = float(np.quantile(np.abs(border - paper), 0.95)) / peak
    floor = min(0.6, 1.5 * uneven)
    return np.clip((ink - floor) / (1 - floor), 0, 1).astype(np.float32)


def without_specks(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    """The ink (H, W) without its parts that are tiny beside the largest, its peak 1 again.

    Parts are apart where at least a cell of 1/SPECK_CELLS of the longer side (a pixel, in small
    pictures) without ink lies between them. Ink that is blank stays as it is.
    """
    cell = -(-max(ink.shape) // SPECK_CELLS)
    inked = np.where(ink > INK, ink, 0)
    mass, pixels = _sums(inked, cell), _sums(inked > 0, cell)
    parts = _parts(pixels > 0)
    masses = [float(mass.flat[part].sum()) for part in parts]
    specks = [
        part
        for part, m in zip(parts, masses, strict=True)
        if m < SPECK * max(masses) or (m < DUST * max(masses) and _is_dust(part, pixels))
    ]
    if not specks:
        return ink
    keep = np.ones(mass.shape, dtype=bool)
    keep.flat[np.concatenate(specks)] = False
    kept = ink * np.kron(keep, np.ones((cell, cell), dtype=bool))[: ink.shape[0], : ink.shape[1]]
    return kept / kept.max()


def _sums(values: NDArray[Any], cell: int) -> NDArray[Any]:
    """The sum of values (H, W) over each square of that many pixels a side."""
    height, width = (-(-side // cell) for side in values.shape)
    padded = np.zeros((height * cell, width * cell), dtype=values.dtype)
    padded[: values.shape[0], : values.shape[1]] = values
    return padded.reshape(height, cell, width, cell).sum((1, 3))


def _is_dust(part: NDArray[np.intp], pixels: NDArray[np.int_]) -> bool:
    """Whether a part of the cells (H, W) has few pixels with ink, and no other ink near."""
    reach = int(ALONE * max(pixels.shape))
    window = tuple(
        slice(max(0, place.min() - reach), place.max() + reach + 1)
        for place in np.unravel_index(part, pixels.shape)
    )
    count = pixels.flat[part].sum()
    return bool(count <= DUST_PIXELS and pixels[window].sum() == count)


def _parts(filled: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
    """The flat indices of each 8-connected part of the filled cells (H, W)."""
    stride = filled.shape[1] + 2  # a rim, so that a row's end does not touch the next row's start
    steps = [dy * stride + dx for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
    left = set(np.flatnonzero(np.pad(filled, 1)).tolist())
    parts = []
    while left:
        part = [left.pop()]
        for place in part:  # it grows under the loop until nothing touches it
            near = left.intersection([place + step for step in steps])
            left -= near
            part.extend(near)
        y, x = np.divmod(np.array(part), stride)
        parts.append((y - 1) * filled.shape[1] + x - 1)
    return parts


def centre(ink: NDArray[np.float32], by: Centre = "mass") -> Picture:
    """Scale the ink (H, W) into a 20x20 box and put its middle in the picture's.

    Args:
        ink: values in [0, 1].
        by: the middle is the centre of mass, as MNIST was made, or that of the box.

    Raises ImageError when no pixel has more than INK.
    """
    rows, columns = np.nonzero(ink > INK)
    if not len(rows):
        raise ImageError("The picture is blank. Draw or upload something.", "blankPicture")
    cropped = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    scale = BOX / max(cropped.shape)
    height, width = (max(1, math.floor(side * scale + 0.5)) for side in cropped.shape)
    digit = _resize(cropped, height, width)
    if by == "box":
        top, left = (SIDE - height) // 2, (SIDE - width) // 2
    else:
        top, left = _start(digit.sum(1)), _start(digit.sum(0))
    picture = np.zeros((SIDE, SIDE), dtype=np.float32)
    picture[top : top + height, left : left + width] = digit
    return picture


def _start(mass: NDArray[np.float64]) -> int:
    """Where along one axis the digit starts, from its ink (n,) along that axis."""
    mean = float((mass * np.arange(len(mass))).sum() / mass.sum())
    # In steps of 1/256, or float noise would decide where the middle of a symmetric digit goes.
    mean = math.floor(mean * 256 + 0.5) / 256
    # MNIST's centres of mass lie within half a pixel of index 14, and not of the middle, 13.5.
    return min(max(math.floor(SIDE // 2 - mean + 0.5), 0), SIDE - len(mass))


def squash(grey: NDArray[np.float32]) -> Picture:
    """The picture as it is: padded to a square with its border's grey and shrunk to 28x28."""
    height, width = grey.shape
    side = max(height, width)
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    square = np.full((side, side), np.median(border), dtype=np.float32)
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = grey
    return _resize(square, SIDE, SIDE).astype(np.float32)


def _resize(levels: NDArray[np.float32], height: int, width: int) -> NDArray[np.float64]:
    """The mean of the levels (H, W) over each target pixel's area, also where that enlarges."""
    down, across = _shares(height, levels.shape[0]), _shares(width, levels.shape[1])
    return np.clip(down @ levels.astype(np.float64) @ across.T, 0, 1)


def _shares(target: int, source: int) -> NDArray[np.float64]:
    """(target, source): the share of each target pixel that each source pixel covers."""
    size = source / target
    start = np.arange(target)[:, None] * size
    end = (np.arange(target)[:, None] + 1) * size
    pixel = np.arange(source)[None, :]
    overlap = np.minimum(end, pixel + 1) - np.maximum(start, pixel)
    return np.maximum(overlap, 0) / size


def prepare(path: str | Path, *, as_is: bool = False, centre: Centre = "mass") -> Picture:
    """What the model sees of an uploaded file: (28, 28) in [0, 1].

    Args:
        path: the file.
        as_is: only shrink it; neither invert nor centre.
        centre: what of the digit is put in the middle, its mass or its box.

    Raises ImageError, whose message is for the person who uploaded it.
    """
    grey = to_grey(open_picture(path))
    return squash(grey) if as_is else _fit(to_ink(grey), centre)


def prepare_all(path: str | Path) -> dict[str, Picture]:
    """The file seen by its "mass", by its "box" and "as_is"; see ``prepare``. It is opened once."""
    grey = to_grey(open_picture(path))
    ink = to_ink(grey)
    return {"mass": _fit(ink, "mass"), "box": _fit(ink, "box"), "as_is": squash(grey)}


def _fit(ink: NDArray[np.float32], by: Centre) -> Picture:
    # 28x28 is MNIST's own format: such a picture has been centred already.
    return ink if ink.shape == (SIDE, SIDE) else centre(without_specks(ink), by)
