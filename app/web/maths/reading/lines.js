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
 * Runs of a mask down its columns: for each its column, start and end, that excluded; n of them.
 *
 * @typedef {{x: Int32Array, start: Int32Array, end: Int32Array, n: number}} Runs
 */

/** @param {number} most @returns {Runs} */
const none = (most) => ({
  x: new Int32Array(most),
  start: new Int32Array(most),
  end: new Int32Array(most),
  n: 0,
});

/**
 * The runs that have at most so many pixels, and the others.
 *
 * @param {Mask} mask
 * @param {number} most
 * @returns {{thin: Runs, thick: Runs}}
 */
function sorted({ width, height, data }, most) {
  const [thin, thick] = [none(data.length), none(data.length)];
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      const start = y;
      while (y < height && data[y * width + x]) y++;
      if (y === start) continue;
      const into = y - start <= most ? thin : thick;
      into.x[into.n] = x;
      into.start[into.n] = start;
      into.end[into.n++] = y;
    }
  }
  return { thin, thick };
}

/** How much lower a line of a slope is at x than in the middle column. @param {number} away from it @param {number} slope */
const drop = (away, slope) => Math.floor((away * slope + STEPS / 2) / STEPS);

/** Each count with those of the rows above and below. @param {Int32Array} counts @param {number} r */
const beside = (counts, r) => (counts[r - 1] ?? 0) + counts[r] + (counts[r + 1] ?? 0);

/**
 * The pixels of thin lines that are more level than upright. Lines are counted by the row in which
 * they pass the middle column.
 *
 * @param {Mask} mask
 * @param {number} most the thickness, at most
 * @returns {Mask}
 */
function alongRows(mask, most) {
  const { width, height } = mask;
  const lines = { width, height, data: new Uint8Array(mask.data.length) };
  const { thin, thick } = sorted(mask, most);
  const least = (SUPPORT * HIDDEN * width) / 3; // in one row of three
  if (thin.n <= least) return lines;
  const [middle, rise] = [width >> 1, Math.floor((STEEPEST * width) / STEPS) + 2];
  const [counts, hidden, isLine] = [0, 1, 2].map(() => new Int32Array(height + 2 * rise));
  const row = new Int32Array(thin.n);
  for (let slope = -STEEPEST; slope <= STEEPEST; slope++) {
    counts.fill(0);
    for (let i = 0; i < thin.n; i++) {
      const y = (thin.start[i] + thin.end[i] - 1) >> 1;
      row[i] = y + rise - drop(thin.x[i] - middle, slope);
      counts[row[i]]++;
    }
    if (counts.reduce((a, b) => Math.max(a, b)) <= least) continue;
    hidden.fill(0);
    for (let i = 0; i < thick.n; i++) {
      const shift = rise - drop(thick.x[i] - middle, slope);
      for (let y = thick.start[i]; y < thick.end[i]; y++) hidden[y + shift]++;
    }
    for (let r = 0; r < isLine.length; r++) {
      const open = Math.max(width - hidden[r], HIDDEN * width);
      isLine[r] = beside(counts, r) > SUPPORT * open ? 1 : 0;
    }
    for (let i = 0; i < thin.n; i++) {
      if (!beside(isLine, row[i])) continue;
      for (let y = thin.start[i]; y < thin.end[i]; y++) lines.data[y * width + thin.x[i]] = 1;
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
