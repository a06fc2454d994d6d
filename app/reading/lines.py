"""Long thin straight lines: rules, squares, margins, frames and the edges of sheets.

`app/web/maths/reading/lines.js` is the same computation.
"""

from __future__ import annotations

import numpy as np

from app.reading.parts import Ints, Mask

STEPS = 64  # slopes are counted in rows down in so many columns
STEEPEST = 18
SUPPORT = 0.55  # a line fills at least this share of the columns where no stroke hides it
HIDDEN = 0.5  # and strokes hide at most this share
THIN = 0.018  # of the longer side: no line is thicker
LEAST_THIN = 3  # pixels


def _runs(mask: Mask) -> tuple[Ints, Ints, Ints]:
    """Column, start and end of each run of the mask down its columns."""
    change = np.diff(np.pad(mask.T, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    column, start = np.nonzero(change == 1)
    return column, start, np.nonzero(change == -1)[1]


def _filled(column: Ints, start: Ints, end: Ints, shape: tuple[int, ...]) -> Mask:
    """The mask of those runs."""
    marks = np.zeros((shape[1], shape[0] + 1), dtype=np.int8)
    marks[column, start] = 1
    marks[column, end] -= 1
    return (marks.cumsum(1)[:, :-1] > 0).T


def _beside(counts: Ints) -> Ints:
    """Each count with those of the rows above and below."""
    padded = np.pad(counts, 1)
    return padded[:-2] + padded[1:-1] + padded[2:]


def _along_rows(mask: Mask, most: int) -> Mask:
    """The pixels of thin lines that are more level than upright."""
    height, width = mask.shape
    column, start, end = _runs(mask)
    thin = end - start <= most
    column, start, end = column[thin], start[thin], end[thin]
    middle = (start + end - 1) // 2
    hiding_y, hiding_x = np.nonzero(mask & ~_filled(column, start, end, mask.shape))
    rise = STEEPEST * width // STEPS + 2
    found = np.zeros(len(column), dtype=bool)

    def rows(y: Ints, x: Ints, slope: int) -> Ints:
        """Where each place's line of that slope passes the middle column."""
        return y + rise - ((x - width // 2) * slope + STEPS // 2) // STEPS

    for slope in range(-STEEPEST, STEEPEST + 1):
        row = rows(middle, column, slope)
        counts = np.bincount(row, minlength=height + 2 * rise)
        if 3 * counts.max() <= SUPPORT * HIDDEN * width:
            continue
        hidden = np.bincount(rows(hiding_y, hiding_x, slope), minlength=len(counts))
        open_columns = np.maximum(width - hidden, HIDDEN * width)
        is_line = _beside(counts) > SUPPORT * open_columns
        found |= (_beside(is_line.astype(np.int64)) > 0)[row]
    return _filled(column[found], start[found], end[found], mask.shape)


def find_lines(mask: Mask) -> Mask:
    """The pixels (H, W) of the mask on long thin straight lines, where nothing crosses them."""
    most = max(LEAST_THIN, int(THIN * max(mask.shape) + 0.5))
    return _along_rows(mask, most) | _along_rows(mask.T, most).T
