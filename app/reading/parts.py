"""Connected parts of a mask. `app/web/maths/reading/parts.js` is the same computation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Parts:
    """Each 8-connected part, in the order of its first pixel; arrays have an entry a part.

    label: (H, W), the part's number from 1, 0 where the mask is not.
    area, mass: how many pixels, and their ink.
    touching: how many of them lie at the photo's edge.
    left, top, right, bottom: the box, the ends excluded.
    """

    label: Ints
    area: Ints
    mass: Ints
    touching: Ints
    left: Ints
    top: Ints
    right: Ints
    bottom: Ints


def _runs(mask: Mask) -> tuple[Ints, Ints, Ints]:
    """Row, start and end of each run of the mask along its rows."""
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    row, start = np.nonzero(edges == 1)
    end = np.nonzero(edges == -1)[1]
    return row, start, end


def _joined(n: int, a: Ints, b: Ints) -> Ints:
    """The least of each run's group, where a and b are pairs of runs that touch."""
    least = np.arange(n)
    while True:
        lower = np.minimum(least[a], least[b])
        before = least.copy()
        np.minimum.at(least, before[a], lower)
        np.minimum.at(least, before[b], lower)
        least = least[least]
        if np.array_equal(least, before):
            return least


def find_parts(mask: Mask, ink: NDArray[np.int32]) -> Parts:
    """The parts of the mask (H, W), with their ink."""
    height, width = mask.shape
    row, start, end = _runs(mask)
    stride = width + 2
    first = np.searchsorted(row * stride + end, (row + 1) * stride + start, "left")
    last = np.searchsorted(row * stride + start, (row + 1) * stride + end, "right")
    counts = np.maximum(last - first, 0)
    above = np.repeat(np.arange(len(row)), counts)
    offsets = np.arange(counts.sum()) - np.repeat(counts.cumsum() - counts, counts)
    of_run = np.unique(_joined(len(row), above, first[above] + offsets), return_inverse=True)[1]
    label = np.zeros(mask.shape, dtype=np.int64)
    label[mask] = np.repeat(of_run + 1, end - start)
    n = int(of_run.max()) + 1 if len(of_run) else 0
    edge = np.zeros(mask.shape, dtype=bool)
    edge[[0, -1]] = edge[:, [0, -1]] = True

    def count(weights: NDArray | None = None) -> Ints:
        flat = None if weights is None else weights.ravel()
        return np.bincount(label.ravel(), flat, n + 1)[1:].astype(np.int64)

    left, top = np.full(n, width), np.full(n, height)
    right, bottom = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    np.minimum.at(left, of_run, start)
    np.minimum.at(top, of_run, row)
    np.maximum.at(right, of_run, end)
    np.maximum.at(bottom, of_run, row + 1)
    return Parts(label, count(), count(ink), count(edge), left, top, right, bottom)
