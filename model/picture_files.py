"""Any picture file -> 28x28 grey levels, for pictures of one's own."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from model.config import SIDE

DRAFT = 8 * SIDE  # a JPEG is decoded at a fraction of its size, but no smaller than this
WHITES = (1.0, 255.0, 65535.0)  # what white is in pictures of floats or of many bits


def read_picture(path: Path) -> np.ndarray:
    """The grey levels (28, 28) uint8 of a picture's first frame.

    Turned as its EXIF says, laid on white where it is transparent, cut to the square in its middle
    and shrunk by area.

    Raises ValueError, whose message says why, when the file cannot be read as a picture.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path) as image:
                image.draft(None, (DRAFT, DRAFT))
                image.load()
                return _levels(_upright(image))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError) as error:
        raise ValueError("it is far too large; save it smaller.") from error
    except Image.UnidentifiedImageError as error:
        raise ValueError("it is no picture that Pillow can read.") from error
    except Exception as error:  # damaged files make Pillow raise nearly anything
        raise ValueError(f"it is damaged ({error}).") from error


def _upright(image: Image.Image) -> Image.Image:
    """The picture as the camera was held."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # damaged EXIF raises nearly anything, and says nothing of the pixels
        return image


def _levels(image: Image.Image) -> np.ndarray:
    """The levels (28, 28) uint8 of a picture of any mode and size."""
    grey = _grey(image)
    side = min(grey.size)
    left, top = ((length - side) // 2 for length in grey.size)
    square = (left, top, left + side, top + side)
    small = grey.resize((SIDE, SIDE), Image.Resampling.BOX, box=square)
    return np.clip(np.asarray(small, dtype=np.float32) * 255 + 0.5, 0, 255).astype(np.uint8)


def _grey(image: Image.Image) -> Image.Image:
    """The picture in floats from 0 to 1, on white where it is transparent."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        levels = np.nan_to_num(np.asarray(image, dtype=np.float64), posinf=0, neginf=0)
        low, peak = min(levels.min(), 0.0), levels.max()
        white = next((white for white in WHITES if peak <= white), peak)
        return Image.fromarray(((levels - low) / (white - low)).astype(np.float32))
    if "A" in image.mode or "a" in image.mode or "transparency" in image.info:
        picture = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
    levels = np.asarray(image.convert("RGB").convert("L"), dtype=np.float32) / 255
    return Image.fromarray(levels)
