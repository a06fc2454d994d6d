"""Which parts of a mask are the strokes of one digit.

`app/web/maths/reading/strokes.js` is the same computation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.reading.parts import Ints, Mask, Parts

# A part belongs to the digit that is so near, in longer sides of its box, with so much ink beside
# its largest part: what has less is dust.
NEAR = ((0.25, 0.02), (0.08, 0.003))
PALE = 0.5  # of the largest part's mean ink
RUNS_ALONG = 0.5  # of a part's longer side at the photo's edge: it goes on behind it
CENTRAL = 0.5  # how much less a part counts in the corner


@dataclass(frozen=True)
class Box:
    """A part of a picture, in pixels; right and bottom are excluded."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def longer(self) -> int:
        return max(self.right - self.left, self.bottom - self.top)

    def around(self, by: int, height: int, width: int) -> tuple[slice, slice]:
        """The rows and columns within so many pixels of it."""
        return (
            slice(max(0, self.top - by), min(height, self.bottom + by)),
            slice(max(0, self.left - by), min(width, self.right + by)),
        )


@dataclass(frozen=True)
class Chosen:
    """is_stroke: (n,), whether each part is a stroke; box: theirs."""

    is_stroke: NDArray[np.bool_]
    box: Box


def grow(mask: Mask, by: int) -> Mask:
    """The mask (H, W) and all that is at most so many pixels away, diagonal steps too."""
    for _ in range(by):
        padded = np.pad(mask, 1)
        rows = padded[:-2] | padded[1:-1] | padded[2:]
        mask = rows[:, :-2] | rows[:, 1:-1] | rows[:, 2:]
    return mask


def gaps(parts: Parts, box: Box) -> Ints:
    """How many pixels each part's box is away from the box, 0 where they touch or overlap."""
    across = np.maximum(parts.left - box.right, box.left - parts.right)
    down = np.maximum(parts.top - box.bottom, box.top - parts.bottom)
    return np.maximum(0, np.maximum(across, down))


def _along_edge(parts: Parts) -> NDArray[np.float64]:
    """How far each part runs along the photo's edge, of its longer side, at most 1."""
    longer = np.maximum(parts.right - parts.left, parts.bottom - parts.top)
    return np.minimum(1, parts.touching / longer)


def _likeliest(parts: Parts) -> int:
    """The digit's largest part: much ink, not far from the middle, not along the edge."""
    height, width = parts.label.shape
    y = (parts.top + parts.bottom) / height - 1
    x = (parts.left + parts.right) / width - 1
    central = 1 - CENTRAL * (x * x + y * y) / 2
    return int((parts.mass * (1 - _along_edge(parts)) ** 2 * central).argmax())


def _box(parts: Parts, which: NDArray[np.bool_]) -> Box:
    return Box(
        int(parts.left[which].min()),
        int(parts.top[which].min()),
        int(parts.right[which].max()),
        int(parts.bottom[which].max()),
    )


def choose(parts: Parts) -> Chosen:
    """The likeliest part, and what is near it and of its kind; twice, as the box grows.

    There must be a part.
    """
    main = _likeliest(parts)
    mean = parts.mass / parts.area
    free = (_along_edge(parts) < RUNS_ALONG) & (mean >= PALE * mean[main])
    chosen = np.arange(len(mean)) == main
    for _ in range(2):
        box = _box(parts, chosen)
        away = gaps(parts, box)
        for reach, share in NEAR:
            near = away <= reach * box.longer
            chosen |= free & near & (parts.mass >= share * parts.mass[main])
    return Chosen(chosen, _box(parts, chosen))
