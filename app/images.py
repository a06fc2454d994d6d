"""Any picture a person has -> the 28x28 that the model sees.

`app/web/centre.js` does the same to a drawing; a test holds the two together.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from model.config import SIDE

BOX = 20  # MNIST's digits were scaled into a 20x20 box, then centred by their mass
INK = 0.1  # the least ink that counts as part of the digit
WORKING_SIDE = 512  # larger pictures are shrunk to this before anything is measured
MAX_BYTES = 20 * 2**20
MAX_PIXELS = 40_000_000  # a 40-megapixel PNG takes about 160 MB while it is decoded
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")

Picture = NDArray[np.float32]  # (28, 28), 0 is paper and 1 is ink


class ImageError(Exception):
    """The picture cannot be used; the message says why and what to do."""


def open_picture(path: str | Path) -> Image.Image:
    """Open an uploaded file: its first frame, upright, at most WORKING_SIDE on its long side.

    Raises ImageError when the file is empty, too large, or no picture that can be read.
    """
    path = Path(path)
    size = path.stat().st_size
    if size == 0:
        raise ImageError("The file is empty. Choose a picture file.")
    if size > MAX_BYTES:
        raise ImageError(
            f"The file has {size / 2**20:.0f} MB; the most is {MAX_BYTES // 2**20} MB. "
            f"Save the picture smaller."
        )
    try:
        with Image.open(path, formats=FORMATS) as image:
            # A JPEG can be decoded at a fraction of its size, which also bounds the memory.
            image.draft(None, (2 * WORKING_SIDE, 2 * WORKING_SIDE))
            if image.width * image.height > MAX_PIXELS:
                raise ImageError(
                    f"The picture has {image.width}x{image.height} pixels; the most is "
                    f"{MAX_PIXELS // 10**6} million. Save it smaller."
                )
            image.load()
            return _shrink(ImageOps.exif_transpose(image))
    except ImageError:
        raise
    except UnidentifiedImageError as error:
        raise ImageError(
            f"This is no picture that can be read. Use {', '.join(FORMATS)}."
        ) from error
    # Damaged files make Pillow raise a wide range of errors.
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError) as error:
        raise ImageError(f"The picture is damaged ({error}). Save it again, as PNG.") from error
    except (Image.DecompressionBombError, MemoryError, OverflowError) as error:
        raise ImageError("The picture is far too large. Save it smaller.") from error


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


def to_grey(image: Image.Image) -> NDArray[np.float32]:
    """Grey levels (H, W) in [0, 1], 1 is white. Transparency lies on the paper that shows it."""
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        levels = np.nan_to_num(np.asarray(image, dtype=np.float64))
        if levels.min() >= 0 and levels.max() > 255:
            return (levels / max(65535.0, levels.max())).astype(np.float32)
        low, high = min(levels.min(), 0.0), max(levels.max(), 255.0)
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
        raise ImageError("The picture is blank. Use one with a digit that stands out.")
    ink = np.clip(ink / peak, 0, 1)
    # Uneven paper, as in a photograph, shows at the border: what is no stronger is not ink.
    uneven = float(np.quantile(np.abs(border - paper), 0.95)) / peak
    floor = min(0.6, 1.5 * uneven)
    return np.clip((ink - floor) / (1 - floor), 0, 1).astype(np.float32)


def centre(ink: NDArray[np.float32]) -> Picture:
    """Scale the ink (H, W) into a 20x20 box and centre it by its mass, as MNIST was made.

    Raises ImageError when no pixel has more than INK.
    """
    rows, columns = np.nonzero(ink > INK)
    if not len(rows):
        raise ImageError("The picture is blank. Draw or upload a digit.")
    digit = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    scale = BOX / max(digit.shape)
    height, width = (max(1, int(side * scale + 0.5)) for side in digit.shape)
    digit = _resize(digit, height, width)
    # MNIST's centres of mass lie within half a pixel of index 14, and not of the middle, 13.5.
    total = max(float(digit.sum()), 1e-6)
    centre_y = float((digit.sum(1) * np.arange(height)).sum()) / total
    centre_x = float((digit.sum(0) * np.arange(width)).sum()) / total
    middle = SIDE // 2
    top = min(max(int(middle - centre_y + 0.5), 0), SIDE - height)
    left = min(max(int(middle - centre_x + 0.5), 0), SIDE - width)
    picture = np.zeros((SIDE, SIDE), dtype=np.float32)
    picture[top : top + height, left : left + width] = digit
    return picture


def squash(grey: NDArray[np.float32]) -> Picture:
    """The picture as it is: padded to a square with its border's grey and shrunk to 28x28."""
    height, width = grey.shape
    side = max(height, width)
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    square = np.full((side, side), np.median(border), dtype=np.float32)
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = grey
    return _resize(square, SIDE, SIDE)


def _resize(levels: NDArray[np.float32], height: int, width: int) -> NDArray[np.float32]:
    # The mean over each target pixel's area; where there is less than a pixel of it, a blend.
    shrinks = height <= levels.shape[0] and width <= levels.shape[1]
    method = Image.Resampling.BOX if shrinks else Image.Resampling.BILINEAR
    resized = Image.fromarray(np.ascontiguousarray(levels)).resize((width, height), method)
    return np.clip(np.asarray(resized, dtype=np.float32), 0, 1)


def see(path: str | Path, *, as_is: bool = False) -> Picture:
    """What the model sees of an uploaded file: (28, 28) in [0, 1].

    Args:
        path: the file.
        as_is: only shrink it; neither invert nor centre.

    Raises ImageError, whose message is for the person who uploaded it.
    """
    grey = to_grey(open_picture(path))
    if as_is:
        return squash(grey)
    ink = to_ink(grey)
    # 28x28 is MNIST's own format: such a picture has been centred already.
    return ink if ink.shape == (SIDE, SIDE) else centre(ink)
