/**
 * Long thin straight lines: rules, squares, margins, frames and the edges of sheets.
 * `app/reading/lines.py` is the same computation.
 */

import { maskOf, transposed } from "./parts.js";

/** @import { Mask } from "./parts.js" */

const STEPS = 64; // slopes are counted in rows down in so many columns
const STEEPEST = 18;
const SUPPORT = 0.55; // a line fills at least this share of the columns where no stroke hides it
const HIDDEN = 0.5; // and strokes hide at most this share
const THIN = 0.018; // of the longer side: no line is thicker
const LEAST_THIN = 3; // pixels

/**
 * Places of the mask, as x and y one after the other; so many of them.
 *
 * @typedef {{x: Int32Array, y: Int32Array, n: number}} Places
 */

/** @param {number} most @returns {Places} */
const places = (most) => ({ x: new Int32Array(most), y: new Int32Array(most), n: 0 });

/**
 * The places whose run down their column has at most so many pixels, and the others.
 *
 * @param {Mask} mask
 * @param {number} most
 * @returns {{thin: Places, thick: Places}}
 */
function sorted({ width, height, data }, most) {
  const [thin, thick] = [places(data.length), places(data.length)];
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      const start = y;
      while (y < height && data[y * width + x]) y++;
      const into = y - start <= most ? thin : thick;
      for (let inside = start; inside < y; inside++, into.n++) {
        into.x[into.n] = x;
        into.y[into.n] = inside;
      }
    }
  }
  return { thin, thick };
}

/**
 * How many lines of a slope pass the middle column in each row, one for each place.
 *
 * @param {Places} places
 * @param {number} slope in rows down in STEPS columns
 * @param {number} middle
 * @param {number} rise added to the row, so that none is below 0
 * @param {Int32Array} rows is filled with each place's row
 * @param {Int32Array} counts is filled
 */
function count({ x, y, n }, slope, middle, rise, rows, counts) {
  counts.fill(0);
  for (let i = 0; i < n; i++) {
    const row = y[i] + rise - Math.floor(((x[i] - middle) * slope + STEPS / 2) / STEPS);
    rows[i] = row;
    counts[row]++;
  }
}

/** Each count with those of the rows above and below. @param {Int32Array} counts @param {number} r */
const beside = (counts, r) => (counts[r - 1] ?? 0) + counts[r] + (counts[r + 1] ?? 0);

/**
 * The pixels of thin lines that are more level than upright.
 *
 * @param {Mask} mask
 * @param {number} most the thickness, at most
 * @returns {Mask}
 */
function alongRows(mask, most) {
  const { width, height } = mask;
  const lines = { width, height, data: new Uint8Array(mask.data.length) };
  const { thin, thick } = sorted(mask, most);
  const least = SUPPORT * HIDDEN * width; // in three rows
  if (thin.n <= least) return lines;
  const [middle, rise] = [width >> 1, Math.floor((STEEPEST * width) / STEPS) + 2];
  const [counts, hidden, isLine] = [0, 1, 2].map(() => new Int32Array(height + 2 * rise));
  const [rows, others] = [new Int32Array(thin.n), new Int32Array(thick.n)];
  for (let slope = -STEEPEST; slope <= STEEPEST; slope++) {
    count(thin, slope, middle, rise, rows, counts);
    if (3 * counts.reduce((a, b) => Math.max(a, b)) <= least) continue;
    count(thick, slope, middle, rise, others, hidden);
    for (let r = 0; r < isLine.length; r++) {
      const open = Math.max(width - hidden[r], HIDDEN * width);
      isLine[r] = beside(counts, r) > SUPPORT * open ? 1 : 0;
    }
    for (let i = 0; i < thin.n; i++) {
      if (beside(isLine, rows[i])) lines.data[thin.y[i] * width + thin.x[i]] = 1;
    }
  }
  return lines;
}

/**
 * The pixels of the mask on long thin straight lines, where nothing crosses them.
 *
 * @param {Mask} mask
 * @returns {Mask}
 */
export function findLines(mask) {
  const most = Math.max(LEAST_THIN, Math.floor(THIN * Math.max(mask.width, mask.height) + 0.5));
  const level = alongRows(mask, most);
  const upright = transposed(alongRows(transposed(mask), most));
  return maskOf(mask, (i) => level.data[i] || upright.data[i]);
}
