"""A photo of a digit -> its strokes alone, as full ink on empty paper.

Several readings are tried and scored, and the most convincing is taken. `read.js` in
app/web/maths/reading/ is the same computation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.reading.frame import WHOLE, Frame, Grid, border, propose
from app.reading.lines import find_lines
from app.reading.paper import FULL, WHITE, Levels, blur, close, ink_of, noise, shrink
from app.reading.parts import Mask
from app.reading.scoring import Assessed, Candidate, assess
from app.reading.strokes import grow
from model.config import SIDE

ANALYSED_SIDE = 256  # parts are told apart in a picture of at most this
# How far the paper under a stroke is looked for, of the longer side; whether the picture goes on
# behind its edge; and how much the outcome is trusted.
WINDOWS = ((0.17, True, 1.0), (0.3, False, 0.98), (0.06, True, 0.95))
CONVINCING = 0.7  # the score from which on no other reading is tried
LIGHT_INK = 0.92  # how much light ink on dark paper is trusted beside dark ink on light
NOISY, VERY_NOISY = 0.015, 0.05  # noise that is blurred over 3x3 and over 5x5 pixels
LEAST_INK = 10  # of FULL
LEAST_CONTRAST = 0.1  # of a picture of MNIST's own size
RIM = 16  # a stroke's pale rim, in the digit's box: a little more than a pixel of MNIST's
PALE_RIM = 0.1  # of full ink
SURE = 0.4  # the score


@dataclass(frozen=True)
class Reading:
    """What was read of a photo.

    ink: (H, W) in [0, 1], 0 wherever there is no stroke.
    frame: where the digit is proposed, as ``propose(ink, "mass")`` gives it.
    sure: whether the strokes were told from the rest.
    score: how convincing they are, from 0 to 1.
    """

    ink: Grid
    frame: Frame
    sure: bool
    score: float


def _otsu(counts: NDArray[np.int64]) -> int:
    """The value that best parts a histogram (n,) in two; the upper part is above it."""
    below = counts.cumsum()
    moment = (counts * np.arange(len(counts))).cumsum()
    n, total = int(below[-1]), int(moment[-1])
    both = below * (n - below)
    between = (moment * n - total * below).astype(np.float64) ** 2 / np.maximum(both, 1)
    return int(np.where(both > 0, between, 0).argmax())


def _thresholds(ink: Levels) -> list[int]:
    """Ink from which on a pixel may be a stroke's: in two classes, and each class in two again."""
    counts = np.bincount(ink.ravel(), minlength=FULL + 1)
    middle = _otsu(counts)
    lower, upper = counts.copy(), counts.copy()
    lower[middle + 1 :] = 0
    upper[: middle + 1] = 0
    return [middle, _otsu(upper), _otsu(lower)]


def _at(ink: Levels, paper: Levels, threshold: int, trust: float) -> Iterator[Assessed]:
    """What is found above a threshold, with lines and without; its score as far as trusted."""
    mask = ink > max(threshold, LEAST_INK)
    lines = find_lines(mask)
    for without in (False, True) if lines.any() else (False,):
        found = assess(Candidate(ink, paper, mask, lines, without))
        if found:
            yield replace(found, score=trust * found.score)


def _best(levels: Levels) -> Assessed | None:
    """The most convincing of all ways to read dark strokes on lighter paper."""
    best: tuple[Assessed, float] | None = None
    for reach, beyond, trust in WINDOWS:
        if best and best[0].score >= CONVINCING:
            break
        paper = close(levels, max(2, int(reach * max(levels.shape) + 0.5)), beyond=beyond)
        ink = ink_of(levels, paper)
        for threshold in sorted(set(_thresholds(ink))):
            for found in _at(ink, paper, threshold, trust):
                if best is None or found.score > best[0].score:
                    best = found, trust
    if best is None:
        return None
    found, trust = best
    # Now that it is known how dark the ink is: all of it that is well above the paper.
    ink, paper = found.candidate.ink, found.candidate.paper
    threshold = max(int(0.4 * found.full), int(1.25 * found.rest))
    again = max(_at(ink, paper, threshold, trust), key=lambda other: other.score, default=found)
    return again if again.score >= found.score else found


def _either(levels: Levels, swap: bool) -> tuple[bool, Assessed | None]:
    """Whether the ink is dark, and its best reading; with ``swap`` the other one's."""
    dark = _best(levels)
    if dark and dark.score >= CONVINCING and not swap:
        return True, dark
    light = _best(WHITE - levels)
    is_dark = (dark.score if dark else 0) >= (light.score * LIGHT_INK if light else 0)
    return (True, dark) if is_dark != swap else (False, light)


def _enlarged(levels: NDArray, factor: int, height: int, width: int) -> NDArray:
    return levels.repeat(factor, 0).repeat(factor, 1)[:height, :width]


def _shown(best: Assessed) -> Mask:
    """Where ink is a stroke's: on it, beside it, and on its pale rim if nothing leads away."""
    rim = -(-best.side // RIM)
    ink = best.candidate.ink > max(PALE_RIM * best.full, 1.25 * best.rest)
    reached = grow(best.strokes, rim)
    return grow(best.strokes, 1) | (reached & ~grow(ink & ~reached, rim))


def _clean(levels: Levels, best: Assessed, factor: int) -> Grid:
    """The strokes in the photo's size, stretched to full ink, and nothing beside them."""
    height, width = levels.shape
    paper = _enlarged(best.candidate.paper, factor, height, width)
    near = _enlarged(_shown(best), factor, height, width)
    rest = min(0.4 * best.full, best.rest)
    ink = (ink_of(levels, paper) - rest) / (best.full - rest)
    return np.where(near, np.clip(ink, 0, 1), 0).astype(np.float32)


def read(grey: Grid, *, swap: bool = False) -> Reading:
    """Read a photo's grey levels (H, W) in [0, 1], 1 is white.

    A picture of MNIST's own 28x28 has been placed already: it is only inverted where it must be.

    Args:
        grey: at most 512 a side.
        swap: take for ink what would be taken for paper.
    """
    if grey.shape == (SIDE, SIDE):
        return _own_size(grey, swap)
    levels = np.floor(grey.astype(np.float64) * WHITE + 0.5).astype(np.int32)
    sigma = noise(levels)
    levels = blur(levels, 0 if sigma < NOISY else 1 if sigma < VERY_NOISY else 2)
    factor = -(-max(levels.shape) // ANALYSED_SIDE)
    small = shrink(levels, factor)
    is_dark, best = _either(small, swap)
    if best is None or best.full <= best.rest:
        ink = np.zeros_like(grey)
        return Reading(ink, propose(ink), False, 0.0)
    ink = _clean(levels if is_dark else WHITE - levels, best, factor)
    return Reading(ink, propose(ink), best.score >= SURE, best.score)


def _own_size(grey: Grid, swap: bool) -> Reading:
    paper, low, high = border(grey), float(grey.min()), float(grey.max())
    is_dark = (paper - low > high - paper) != swap
    peak = paper - low if is_dark else high - paper
    if peak < LEAST_CONTRAST:
        return Reading(np.zeros_like(grey), WHOLE, False, 0.0)
    ink = (paper - grey if is_dark else grey - paper) / peak
    return Reading(np.maximum(ink, 0).astype(np.float32), WHOLE, True, 1.0)
