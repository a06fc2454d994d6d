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


def _thin(mask: Mask, most: int) -> Mask:
    """The pixels of the mask whose run down their column has at most so many."""
    change = np.diff(np.pad(mask.T, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    column, start = np.nonzero(change == 1)
    end = np.nonzero(change == -1)[1]
    short = end - start <= most
    marks = np.zeros((mask.shape[1], mask.shape[0] + 1), dtype=np.int8)
    marks[column[short], start[short]] = 1
    marks[column[short], end[short]] -= 1
    return (marks.cumsum(1)[:, :-1] > 0).T


def _beside(counts: Ints) -> Ints:
    """Each count with those of the rows above and below."""
    padded = np.pad(counts, 1)
    return padded[:-2] + padded[1:-1] + padded[2:]


def _along_rows(mask: Mask, most: int) -> Mask:
    """The pixels of thin lines that are more level than upright."""
    height, width = mask.shape
    thin = _thin(mask, most)
    places, hiding = np.nonzero(thin), np.nonzero(mask & ~thin)
    rise = STEEPEST * width // STEPS + 2
    found = np.zeros(len(places[0]), dtype=bool)

    def rows(pixels: tuple[Ints, ...], slope: int) -> Ints:
        """Where each pixel's line of that slope passes the middle column."""
        y, x = pixels
        return y + rise - ((x - width // 2) * slope + STEPS // 2) // STEPS

    for slope in range(-STEEPEST, STEEPEST + 1):
        row = rows(places, slope)
        counts = np.bincount(row, minlength=height + 2 * rise)
        if not len(row) or 3 * counts.max() <= SUPPORT * HIDDEN * width:
            continue
        hidden = np.bincount(rows(hiding, slope), minlength=len(counts))
        open_columns = np.maximum(width - hidden, HIDDEN * width)
        is_line = _beside(counts) > SUPPORT * open_columns
        found |= (_beside(is_line.astype(np.int64)) > 0)[row]
    lines = np.zeros(mask.shape, dtype=bool)
    lines[places[0][found], places[1][found]] = True
    return lines


def find_lines(mask: Mask) -> Mask:
    """The pixels (H, W) of the mask on long thin straight lines, where nothing crosses them."""
    most = max(LEAST_THIN, int(THIN * max(mask.shape) + 0.5))
    return _along_rows(mask, most) | _along_rows(mask.T, most).T
