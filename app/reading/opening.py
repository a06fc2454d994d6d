"""A picture's file, whatever a person has -> grey levels, upright.

`app/web/maths/reading/grey.js` makes the same grey levels of what a browser decodes.
"""

from __future__ import annotations

import functools
import struct
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image, UnidentifiedImageError

from app.errors import ToldError
from app.reading.frame import Grid

WORKING_SIDE = 512  # larger pictures are shrunk to this before anything is measured
STRIP = 256  # rows that are shrunk at a time
MAX_BYTES = 20 * 2**20
MAX_PIXELS = 100_000_000  # a PNG of as many takes up to 400 MB while it is decoded
Image.MAX_IMAGE_PIXELS = None  # Pillow's own limit is below ours, which is looked at as early
# What Pillow raises of damaged files.
DAMAGE = (OSError, EOFError, ValueError, TypeError, LookupError, SyntaxError, struct.error)
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "AVIF", "TIFF")

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


class ImageError(ToldError):
    """The picture cannot be used; the message says why and what to do."""


@functools.cache
def formats() -> tuple[str, ...]:
    """Those that this Pillow opens: AVIF came with 11.3."""
    Image.init()
    return tuple(name for name in FORMATS if name in Image.OPEN)


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
        with Image.open(path, formats=formats()) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ImageError(
                    f"The picture has {image.width}x{image.height} pixels; the most is "
                    f"{MAX_PIXELS // 10**6} million. Save it smaller.",
                    "manyPixels",
                    width=image.width,
                    height=image.height,
                    most=MAX_PIXELS // 10**6,
                )
            # A JPEG can be decoded at a fraction of its size, which also bounds the memory.
            image.draft(None, (2 * WORKING_SIDE, 2 * WORKING_SIDE))
            image.load()
            turn, small = _turn(image), _shrink(image)
            return small if turn is None else small.transpose(turn)
    except ImageError:
        raise
    except UnidentifiedImageError as error:
        raise ImageError(
            f"This is no picture that can be read. Use {', '.join(formats())}.",
            "notPicture",
            formats=", ".join(formats()),
        ) from error
    except DAMAGE as error:
        raise ImageError(
            "The picture is damaged. Save it again, as PNG.", "damagedPicture"
        ) from error
    except (MemoryError, OverflowError) as error:
        raise ImageError("The picture is far too large. Save it smaller.", "hugePicture") from error


def _blendable(image: Image.Image) -> Image.Image:
    """Palettes and bilevel pictures become ones whose pixels can be averaged, 16 bits become 32."""
    if image.mode == "P":
        return image.convert("RGBA" if "transparency" in image.info else "RGB")
    if image.mode.startswith("I;16"):
        return image.convert("I")
    return image.convert("L") if image.mode == "1" else image


def _shrink(image: Image.Image) -> Image.Image:
    """At most WORKING_SIDE a side; in strips, so that of a large picture there is no second one."""
    factor = max(image.size) // (2 * WORKING_SIDE)
    if factor > 1:
        small: Image.Image | None = None
        for top in range(0, image.height, STRIP * factor):
            bottom = min(image.height, top + STRIP * factor)
            strip = _blendable(image.crop((0, top, image.width, bottom))).reduce(factor)
            small = small or Image.new(strip.mode, (strip.width, -(-image.height // factor)))
            small.paste(strip, (0, top // factor))
        assert small
        small.info = strip.info
        image = small
    image = _blendable(image)
    if max(image.size) > WORKING_SIDE:
        image.thumbnail((WORKING_SIDE, WORKING_SIDE), Image.Resampling.BOX)
    return image


def _turn(image: Image.Image) -> Image.Transpose | None:
    """What turns the picture as the camera was held."""
    try:
        return TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # damaged EXIF raises nearly anything, and says nothing of the pixels
        return None


def to_grey(image: Image.Image) -> Grid:
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
    luminance: Grid = np.asarray(image.convert("RGB").convert("L"), dtype=np.float32)
    return (luminance / 255).astype(np.float32)
