"""Placing ink on 28x28 as app/web/maths/centre.js does to a drawing, for tests to compare."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from app.reading.frame import Centre, Picture
from model.config import SIDE

BOX = 20  # MNIST's digits were scaled into a 20x20 box, then centred by their mass
INK = 0.1  # the least ink that counts as part of the digit


def centre(ink: NDArray[np.float32], by: Centre = "mass") -> Picture:
    """Scale the ink (H, W) into a 20x20 box and put its middle in the picture's.

    Args:
        ink: values in [0, 1].
        by: the middle is the centre of mass, as MNIST was made, or that of the box.

    Raises ValueError when no pixel has more than INK.
    """
    rows, columns = np.nonzero(ink > INK)
    if not len(rows):
        raise ValueError("The picture is blank.")
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
