"""How convincing a reading is: ink on paper that is even and empty, in the shape of strokes.

`app/web/maths/reading/scoring.js` is the same computation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.reading.paper import FULL, Levels
from app.reading.parts import Mask, Parts, find_parts
from app.reading.strokes import Chosen, choose, gaps, grow

STROKES_INK = 0.6  # full ink is what this share of the strokes' pixels is below
PAPER_INK = 0.9  # and what is left on the paper, this share of the pixels around
AROUND = 0.5  # of the box's longer side
PALE = 0.65  # of full ink, inside of a stroke
LOST = 0.5  # of full ink, and no stroke
SOLID, THICK = 0.5, 0.3  # of the box's longer side squared, and of that side: hardly a digit's
TINY = 0.05  # of the photo's longer side
FAINT = 0.05  # of the paper's light
LARGE = 0.1  # the exponent of size


@dataclass(frozen=True)
class Candidate:
    """A way to read a photo, all (H, W).

    ink, paper: levels.
    mask: where there is ink enough.
    lines: what of the mask is on lines.
    without_lines: whether these are left out.
    """

    ink: Levels
    paper: Levels
    mask: Mask
    lines: Mask
    without_lines: bool


@dataclass(frozen=True)
class Assessed:
    """strokes: (H, W), and the longer side of their box; full, rest: ink of strokes and of paper;
    score: from 0 to 1."""

    candidate: Candidate
    strokes: Mask
    side: int
    full: int
    rest: int
    score: float


def rank(values: NDArray[np.int32], share: float) -> int:
    """The value that this share of the values is below; 0 of none."""
    if not len(values):
        return 0
    place = min(len(values) - 1, int(share * len(values)))
    return int(np.partition(values, place)[place])


def _inner(mask: Mask) -> Mask:
    """The pixels whose four neighbours are in the mask, beyond the edge all are."""
    padded = np.pad(mask, 1, constant_values=True)
    beside = padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    return mask & beside


def _shape(parts: Parts, chosen: Chosen, strokes: Mask, inner: Mask) -> float:
    """Strokes are slim, large enough, and do not run along the photo's edge."""
    longer = chosen.box.longer
    area = int(parts.area[chosen.is_stroke].sum())
    thickness = 2 * area / max(1, area - int(inner.sum())) / longer
    solid = area / longer**2
    edge = min(1.0, int(parts.touching[chosen.is_stroke].sum()) / (2 * longer))
    share = longer / max(strokes.shape)
    return (
        min(1.0, SOLID / solid) ** 3
        * min(1.0, THICK / thickness) ** 2
        * (1 - edge) ** 2
        * min(1.0, share / TINY)
        * share**LARGE
    )


def _alone(parts: Parts, chosen: Chosen) -> float:
    """The strokes' share of all ink around."""
    near = gaps(parts, chosen.box) <= chosen.box.longer // 4
    return float(parts.mass[chosen.is_stroke].sum() / parts.mass[near].sum())


def _even_paper(paper: Levels, contrast: float) -> float:
    """How little the paper (n,) varies beside the contrast of the ink on it."""
    bright = rank(paper, 0.95)
    span = (bright - rank(paper, 0.05)) / max(1, bright)
    return float(1 / (1 + (span / contrast) ** 2) ** 0.5)


def assess(candidate: Candidate) -> Assessed | None:
    """The strokes that a candidate finds; None where it finds nothing."""
    ink, lines, without = candidate.ink, candidate.lines, candidate.without_lines
    parts = find_parts(candidate.mask & ~lines if without else candidate.mask, ink)
    if not len(parts.area):
        return None
    chosen = choose(parts)
    strokes = np.concatenate([[False], chosen.is_stroke])[parts.label]
    inner = _inner(strokes)
    area = int(strokes.sum())
    full = rank(ink[strokes], STROKES_INK)
    contrast = full / FULL
    around = chosen.box.around(max(3, int(AROUND * chosen.box.longer)), *ink.shape)
    beyond = ~grow(strokes, 2)
    if without:
        beyond &= ~grow(lines, 1)
    left = ink[around][beyond[around]]
    rest = rank(left, PAPER_INK)
    score = (
        max(0.0, 1 - 1.2 * rest / full)
        * min(1.0, contrast / FAINT)
        * _even_paper(candidate.paper[around].ravel(), contrast)
        * _shape(parts, chosen, strokes, inner)
        * _alone(parts, chosen)
        / (1 + int((left > LOST * full).sum()) / area)
        / (1 + int((ink[inner] < PALE * full).sum()) / area)
        * max(0.3, 1 - 3 * int((strokes & lines).sum()) / area)
    )
    return Assessed(candidate, strokes, chosen.box.longer, full, rest, score)
