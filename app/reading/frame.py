"""The square of a photo that the model sees: where it is proposed, and what is seen through it.

`app/web/maths/reading/frame.js` is the same computation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from model.config import SIDE

BOX = 20  # MNIST's digits were scaled into a 20x20 box, then centred by their mass
INK = np.float32(0.1)  # ink beyond this counts as part of the digit
MANY = 16  # pixels of the photo a side of a target pixel
MOST_SAMPLES = 16  # a side of a target pixel, where the square is larger than the photo

Grid = NDArray[np.float32]  # (H, W)
Picture = NDArray[np.float32]  # (28, 28)
Centre = Literal["mass", "box"]  # what of the digit is put in the middle


@dataclass(frozen=True)
class Frame:
    """A square of a photo.

    x, y, side: its middle and its side, in fractions of the photo's longer side from its left
        upper corner.
    angle: in radians, clockwise as seen, 0 is upright.
    """

    x: float
    y: float
    side: float
    angle: float = 0.0


WHOLE = Frame(0.5, 0.5, 1.0)


def _middle(mass: NDArray[np.float64], inked: NDArray[np.bool_], pixel: float, by: Centre) -> float:
    """The middle of the square along one axis, in the photo's pixels.

    Args:
        mass: the ink along it.
        inked: where there is any.
        pixel: a target pixel's side in pixels of the photo.
        by: as for ``propose``.
    """
    places = np.flatnonzero(inked)
    start, end = int(places[0]), int(places[-1]) + 1
    size = max(1, math.floor((end - start) / pixel + 0.5))
    first = (SIDE - size) >> 1
    if by == "mass":
        mean = float((mass * (np.arange(len(mass)) + 0.5)).sum() / mass.sum())
        # MNIST shifted by whole pixels, its middles of mass within half a pixel of index 14; in
        # steps of 1/256, so that the last bits of a sum cannot decide how a half is rounded.
        middle = math.floor(256 * (mean - start) / pixel + 0.5) / 256 - 0.5
        first = min(max(math.floor(SIDE / 2 - middle + 0.5), 0), SIDE - size)
    return start + (SIDE / 2 - first) * pixel


def propose(ink: Grid, by: Centre = "mass") -> Frame:
    """The square in which the ink (H, W) is placed as MNIST placed it.

    Its box's longer side is 20 of 28 pixels, and its mass, or the box, is in the middle. Where
    there is no ink it is the largest square in the middle.
    """
    height, width = ink.shape
    longer = max(ink.shape)
    inked = ink > INK
    across, down = inked.any(0), inked.any(1)
    if not across.any():
        return Frame(width / 2 / longer, height / 2 / longer, min(ink.shape) / longer)
    extents = [places[-1] + 1 - places[0] for places in map(np.flatnonzero, (across, down))]
    pixel = int(max(extents)) / BOX
    levels = ink.astype(np.float64)
    return Frame(
        _middle(levels.sum(0), across, pixel, by) / longer,
        _middle(levels.sum(1), down, pixel, by) / longer,
        SIDE * pixel / longer,
    )


def border(grey: Grid) -> float:
    """The median of a picture's outermost pixels."""
    return float(np.median(np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])))


def _between(grid: Grid, x: NDArray, y: NDArray, outside: float) -> NDArray[np.float64]:
    """A photo between its pixels, each of which has its value in its middle, at index (y, x)."""
    height, width = grid.shape
    left, top = np.clip(x, 0, width - 1), np.clip(y, 0, height - 1)
    column, row = left.astype(np.int64), top.astype(np.int64)
    right, below = np.minimum(column + 1, width - 1), np.minimum(row + 1, height - 1)
    levels = grid.astype(np.float64)
    upper, lower = (
        levels[r, column] + (left - column) * (levels[r, right] - levels[r, column])
        for r in (row, below)
    )
    inside = (x >= -0.5) & (y >= -0.5) & (x <= width - 0.5) & (y <= height - 0.5)
    return np.where(inside, upper + (top - row) * (lower - upper), outside)


def through(ink: Grid, frame: Frame, outside: float = 0.0) -> Picture:
    """The mean of a photo (H, W) over each pixel of the square, at 28x28.

    Args:
        ink: values in [0, 1].
        frame: its side above 0.
        outside: what is beyond the photo; of ink, paper.
    """
    longer = max(ink.shape)
    pixel = frame.side * longer / SIDE
    # A sample for each pixel under it; of many, one in the middle of every four, which it blends.
    enough = pixel / 2 if pixel > MANY else pixel
    n = min(MOST_SAMPLES, max(1, math.ceil(enough - 1e-6)))
    step = pixel / n
    cos, sin = step * math.cos(frame.angle), step * math.sin(frame.angle)
    places = 0.5 - n * SIDE / 2 + np.arange(n * SIDE)
    across, down = places[None, :], places[:, None]
    x = frame.x * longer - 0.5 + across * cos - down * sin
    y = frame.y * longer - 0.5 + across * sin + down * cos
    seen = _between(ink, x, y, outside).reshape(SIDE, n, SIDE, n).mean((1, 3))
    return np.clip(seen, 0, 1).astype(np.float32)


def whole(grey: Grid) -> Picture:
    """A photo (H, W) in [0, 1] as it is, at 28x28: filled up to a square with its border's grey."""
    height, width = grey.shape
    longer = max(grey.shape)
    frame = Frame(width / 2 / longer, height / 2 / longer, 1.0)
    return through(grey, frame, border(grey))
