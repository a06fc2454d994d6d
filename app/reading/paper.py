"""Paper and light: how bright a photo would be without its strokes, and how much ink that makes.

`app/web/maths/reading/paper.js` is the same computation. Levels are whole numbers here, so that
sums are exact and both come to the same thresholds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

WHITE = 4095  # of levels
FULL = 1023  # of ink
NOISE = 0.6745 * 6  # a normal noise's median, and the weight of the mask that finds it
DARK = 0.1 * WHITE  # added to the paper's level: on black the noise would be all there is

Levels = NDArray[np.int32]


def noise(levels: Levels) -> float:
    """The standard deviation of a photo's noise in [0, 1], blind to slopes; 0 below 3x3."""
    if min(levels.shape) < 3:
        return 0.0
    across = levels[:, :-2] - 2 * levels[:, 1:-1] + levels[:, 2:]
    both = np.abs(across[:-2] - 2 * across[1:-1] + across[2:]).ravel()
    middle = len(both) // 2
    return float(np.partition(both, middle)[middle] / NOISE / WHITE)


def blur(levels: Levels, radius: int) -> Levels:
    """The mean over (2 radius + 1)² levels, beyond the edge its own repeated."""
    if radius == 0:
        return levels
    side = 2 * radius + 1
    padded = np.pad(levels, radius, mode="edge").astype(np.int64)
    sums = np.zeros((padded.shape[0] + 1, padded.shape[1] + 1), dtype=np.int64)
    sums[1:, 1:] = padded.cumsum(0).cumsum(1)
    total = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    return ((2 * total + side * side) // (2 * side * side)).astype(np.int32)


def shrink(levels: Levels, factor: int) -> Levels:
    """The mean over each square of factor² levels; what is left over at the end is a square too."""
    if factor == 1:
        return levels
    down, across = (np.arange(0, side, factor) for side in levels.shape)
    totals = np.add.reduceat(np.add.reduceat(levels.astype(np.int64), down, 0), across, 1)
    heights = np.minimum(down + factor, levels.shape[0]) - down
    widths = np.minimum(across + factor, levels.shape[1]) - across
    counts = heights[:, None] * widths[None]
    return ((2 * totals + counts) // (2 * counts)).astype(np.int32)


def _largest(levels: Levels, reach: int) -> Levels:
    """The maximum over 2 reach + 1 levels down each column, within the picture."""
    height = levels.shape[0]
    # Windows of 1, 2, 4, … that start at each level, then two that together are as long.
    padded = np.pad(levels, ((reach, reach), (0, 0)), constant_values=-1)
    size, length = 2 * reach + 1, 1
    while 2 * length <= size:
        padded = np.maximum(padded[:-length], padded[length:])
        length *= 2
    return np.maximum(padded[:height], padded[size - length :][:height])


def close(levels: Levels, reach: int, *, beyond: bool) -> Levels:
    """Fill what is dark and narrower than 2 reach + 1: the paper under the strokes.

    beyond: whether the picture goes on behind its edge as it ends there. What is dark along the
    edge then is as wide as it may be, and stays.
    """
    padding = reach if beyond else 0
    wide = np.pad(levels, padding, mode="edge")
    high = _largest(_largest(wide, reach).T, reach)
    low = WHITE - _largest(_largest(WHITE - high, reach).T, reach)
    return low[padding : low.shape[0] - padding, padding : low.shape[1] - padding]


def ink_of(levels: Levels, paper: Levels) -> Levels:
    """How much of the paper's light is missing, from 0 to FULL."""
    missing = np.maximum(paper - levels, 0).astype(np.float64)
    return np.floor(missing / (paper + DARK) * FULL + 0.5).astype(np.int32)
