"""Photos of a digit, made up: strokes, paper, light, table and camera, each a step on arrays.

Levels are (H, W) or (H, W, 3) in [0, 1], 1 is white; ink is (H, W) in [0, 1], 1 is a stroke. What
is random comes from the generator that is handed in.
"""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Floats = NDArray[np.float64]
Random = np.random.Generator
Shape = tuple[int, int]  # height and width


def resized(levels: Floats, height: int, width: int) -> Floats:
    image = Image.fromarray(levels.astype(np.float32))
    return np.asarray(image.resize((width, height), Image.Resampling.BICUBIC), dtype=np.float64)


def blurred(levels: Floats, radius: float) -> Floats:
    """Each channel blurred by a Gaussian of that radius in pixels."""
    image = Image.fromarray((np.clip(levels, 0, 1) * 255).round().astype(np.uint8))
    blur = image.filter(ImageFilter.GaussianBlur(radius))
    return np.asarray(blur, dtype=np.float64) / 255


def strokes(digit: Floats, size: int) -> Floats:
    """MNIST's (28, 28) as a pen would have left it, its box's longer side that many pixels."""
    rows, columns = np.nonzero(digit > 0.1)
    rows, columns = np.unique(rows), np.unique(columns)
    cut = digit[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    cut = np.pad(cut, 1)
    scale = size / (max(cut.shape) - 2)
    height, width = (max(1, round(side * scale)) for side in cut.shape)
    return np.clip((resized(cut, height, width) - 0.5) * 1.8 + 0.5, 0, 1)


def ridge(ink: Floats) -> Floats:
    """1 along the middle of each stroke and a little beside it, else 0."""
    smooth = blurred(ink, max(ink.shape) / 160)
    y, x = np.gradient(smooth)
    steep = np.hypot(y, x) / max(np.hypot(y, x).max(), 1e-9)
    return np.clip((0.35 - steep) * 8, 0, 1) * (smooth > 0.3)


def placed(
    digit: Floats, rng: Random, height: int, width: int, share: tuple[float, float] = (0.3, 0.6)
) -> Floats:
    """Ink (height, width) with the digit somewhere near the middle, of that share of the side."""
    stroke = strokes(digit, int(min(height, width) * rng.uniform(*share)))
    ink = np.zeros((height, width))
    free_y, free_x = height - stroke.shape[0], width - stroke.shape[1]
    top, left = (int(free * rng.uniform(0.35, 0.65)) for free in (free_y, free_x))
    ink[top : top + stroke.shape[0], left : left + stroke.shape[1]] = stroke
    return ink


def wobble(rng: Random, shape: Shape, cells: int) -> Floats:
    """Smooth noise in [-1, 1], of about that many hills a side."""
    hills = resized(rng.normal(0, 1, (cells + 3, cells + 3)), *shape)
    return hills / np.abs(hills).max()


def written(paper: Floats, ink: Floats, level: Floats | float) -> Floats:
    """The paper's levels with ink of that level on it, opaque as far as it is 1."""
    return paper * (1 - ink) + level * ink


def rules(rng: Random, height: int, width: int, gap: float, thick: float) -> Floats:
    """Level lines (height, width) as of ruled paper: 1 on a line."""
    y = np.arange(height)[:, None] + rng.uniform(0, gap)
    away = np.abs((y + gap / 2) % gap - gap / 2)
    return np.broadcast_to(np.clip(thick / 2 + 0.5 - away, 0, 1), (height, width))


def turned(levels: Floats, degrees: float, fill: float) -> Floats:
    """Turned about the middle; corners that open have the level ``fill``."""
    image = Image.fromarray((np.clip(levels, 0, 1) * 255).round().astype(np.uint8))
    grey = round(255 * fill)
    colour = grey if levels.ndim == 2 else (grey,) * 3
    turn = image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=colour)
    return np.asarray(turn, dtype=np.float64) / 255


def on_table(levels: Floats, table: Floats, rng: Random, sides: str, degrees: float = 3) -> Floats:
    """A sheet on a table that shows at the named sides ("l", "r", "t", "b"), slightly turned.

    ``table`` has the sheet's shape; along the edge lies the sheet's shadow.
    """
    height, width = levels.shape
    margin = {side: int(min(height, width) * rng.uniform(0.06, 0.16)) for side in sides}
    sheet = np.zeros((height, width))
    sheet[
        margin.get("t", -height) if "t" in sides else 0 : height - margin.get("b", 0),
        margin.get("l", 0) : width - margin.get("r", 0),
    ] = 1
    angle = rng.uniform(-degrees, degrees)
    # Where the sheet leaves the photo it goes on: turned, no corner may open there.
    grown = np.pad(sheet, max(height, width) // 3, mode="edge")
    cut = max(height, width) // 3
    sheet = turned(grown, angle, 0)[cut : cut + height, cut : cut + width]
    shadow = blurred(np.roll(sheet, (3, 3), (0, 1)), 4)
    below = table * (1 - 0.4 * np.clip(shadow - sheet, 0, 1))
    return levels * sheet + below * (1 - sheet)


def specks(rng: Random, shape: Shape, count: int, largest: float) -> Floats:
    """Dust: 1 on each of ``count`` blots of at most that radius in pixels."""
    height, width = shape
    dust = np.zeros(shape)
    for _ in range(count):
        cy, cx = rng.uniform(0, height), rng.uniform(0, width)
        ry, rx = rng.uniform(0.7, largest, 2)
        y, x = np.ogrid[:height, :width]
        dust = np.maximum(dust, np.clip(1.5 - np.hypot((y - cy) / ry, (x - cx) / rx), 0, 1))
    return np.clip(dust, 0, 1)


def noisy(levels: Floats, rng: Random, sigma: float) -> Floats:
    return levels + rng.normal(0, sigma, levels.shape)


def as_image(levels: Floats) -> Image.Image:
    return Image.fromarray((np.clip(levels, 0, 1) * 255).round().astype(np.uint8))


def coloured(levels: Floats, paper: tuple[float, float, float]) -> Floats:
    """(H, W, 3): the levels on paper of that colour."""
    return levels[..., None] * np.array(paper)


def jpeg(image: Image.Image, quality: int) -> Image.Image:
    """What is left of the picture after a JPEG of that quality."""
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "JPEG", quality=quality)
    return Image.open(buffer)
