/**
 * Paper and light: how bright a photo would be without its strokes, and how much ink that makes.
 * `app/reading/paper.py` is the same computation. Levels are whole numbers here, so that sums are
 * exact and both come to the same thresholds.
 */

/** @import { Grid } from "../centre.js" */
/** @typedef {{width: number, height: number, data: Int32Array}} Levels by rows */

export const WHITE = 4095; // of levels
export const FULL = 1023; // of ink
const NOISE = 0.6745 * 6; // a normal noise's median, and the weight of the mask that finds it
const DARK = 0.1 * WHITE; // added to the paper's level: on black the noise would be all there is

/** @param {number} width @param {number} height @returns {Levels} */
const blank = (width, height) => ({ width, height, data: new Int32Array(width * height) });

/** @param {Grid} grey in [0, 1] @returns {Levels} from 0 to WHITE */
export function levelsOf({ width, height, data }) {
  const out = blank(width, height);
  for (let i = 0; i < data.length; i++) out.data[i] = Math.floor(data[i] * WHITE + 0.5);
  return out;
}

/** Dark for light. @param {Levels} levels @returns {Levels} */
export function inverse({ width, height, data }) {
  const out = blank(width, height);
  for (let i = 0; i < data.length; i++) out.data[i] = WHITE - data[i];
  return out;
}

/**
 * The standard deviation of a photo's noise in [0, 1], blind to slopes; 0 below 3×3.
 *
 * @param {Levels} levels
 */
export function noise({ width, height, data }) {
  if (width < 3 || height < 3) return 0;
  const counts = new Uint32Array(16 * WHITE + 1);
  /** @param {number} i */
  const across = (i) => data[i - 1] - 2 * data[i] + data[i + 1];
  for (let y = 1; y < height - 1; y++) {
    for (let i = y * width + 1; i < (y + 1) * width - 1; i++) {
      counts[Math.abs(across(i - width) - 2 * across(i) + across(i + width))]++;
    }
  }
  const middle = ((width - 2) * (height - 2)) >> 1;
  let value = 0;
  for (let below = counts[0]; below <= middle; below += counts[value]) value++;
  return value / NOISE / WHITE;
}

/**
 * The mean over (2 radius + 1)² levels, beyond the edge its own repeated.
 *
 * @param {Levels} levels
 * @param {number} radius
 * @returns {Levels}
 */
export function blur(levels, radius) {
  if (radius === 0) return levels;
  const side = 2 * radius + 1;
  const sums = new Float64Array(levels.data.length);
  const out = blank(levels.width, levels.height);
  const { width, height, data } = levels;
  for (let y = 0; y < height; y++) {
    for (let dy = -radius; dy <= radius; dy++) {
      const row = Math.min(Math.max(y + dy, 0), height - 1) * width;
      for (let x = 0; x < width; x++) sums[y * width + x] += data[row + x];
    }
    for (let x = 0; x < width; x++) {
      let total = 0;
      for (let dx = -radius; dx <= radius; dx++) {
        total += sums[y * width + Math.min(Math.max(x + dx, 0), width - 1)];
      }
      out.data[y * width + x] = Math.floor((2 * total + side * side) / (2 * side * side));
    }
  }
  return out;
}

/**
 * The mean over each square of factor² levels; what is left over at the end is a square too.
 *
 * @param {Levels} levels
 * @param {number} factor
 * @returns {Levels}
 */
export function shrink(levels, factor) {
  if (factor === 1) return levels;
  const { width, height, data } = levels;
  const out = blank(Math.ceil(width / factor), Math.ceil(height / factor));
  for (let row = 0, i = 0; row < out.height; row++) {
    const bottom = Math.min((row + 1) * factor, height);
    for (let column = 0; column < out.width; column++, i++) {
      const right = Math.min((column + 1) * factor, width);
      let total = 0;
      for (let y = row * factor; y < bottom; y++) {
        for (let x = column * factor; x < right; x++) total += data[y * width + x];
      }
      const n = (bottom - row * factor) * (right - column * factor);
      out.data[i] = Math.floor((2 * total + n) / (2 * n));
    }
  }
  return out;
}

/**
 * The maximum over 2 reach + 1 levels along each row, within the picture, rows become columns.
 *
 * Blocks as long as a window: from each place to its block's end, and from the block's start to it;
 * a window is the end of one and the start of the next.
 *
 * @param {Levels} levels
 * @param {number} reach
 * @returns {Levels}
 */
function largest({ width, height, data }, reach) {
  const out = blank(height, width);
  const size = 2 * reach + 1;
  const length = Math.ceil((width + 2 * reach) / size) * size;
  const [line, toEnd, fromStart] = [0, 1, 2].map(() => new Int32Array(length).fill(-1));
  for (let y = 0; y < height; y++) {
    line.set(data.subarray(y * width, (y + 1) * width), reach);
    for (let i = 0; i < length; i++) {
      const starts = i % size === 0;
      fromStart[i] = starts || line[i] > fromStart[i - 1] ? line[i] : fromStart[i - 1];
    }
    for (let i = length - 1; i >= 0; i--) {
      const ends = i % size === size - 1;
      toEnd[i] = ends || line[i] > toEnd[i + 1] ? line[i] : toEnd[i + 1];
    }
    for (let x = 0; x < width; x++) {
      out.data[x * height + y] = Math.max(toEnd[x], fromStart[x + size - 1]);
    }
  }
  return out;
}

/** The picture with so many pixels around, its edge repeated. @param {Levels} levels @param {number} by */
function padded(levels, by) {
  if (by === 0) return levels;
  const out = blank(levels.width + 2 * by, levels.height + 2 * by);
  for (let y = 0; y < out.height; y++) {
    const start = Math.min(Math.max(y - by, 0), levels.height - 1) * levels.width;
    const row = levels.data.subarray(start, start + levels.width);
    const into = out.data.subarray(y * out.width, (y + 1) * out.width);
    into.fill(row[0], 0, by).fill(row[levels.width - 1], by + levels.width);
    into.set(row, by);
  }
  return out;
}

/**
 * Fill what is dark and narrower than 2 reach + 1: the paper under the strokes.
 *
 * @param {Levels} levels
 * @param {number} reach
 * @param {boolean} beyond whether the picture goes on behind its edge as it ends there. What is
 *   dark along the edge then is as wide as it may be, and stays.
 * @returns {Levels}
 */
export function close(levels, reach, beyond) {
  const by = beyond ? reach : 0;
  const high = largest(largest(padded(levels, by), reach), reach);
  const low = largest(largest(inverse(high), reach), reach);
  const out = blank(levels.width, levels.height);
  for (let y = 0; y < out.height; y++) {
    const start = (y + by) * low.width + by;
    const row = low.data.subarray(start, start + out.width);
    for (let x = 0; x < out.width; x++) out.data[y * out.width + x] = WHITE - row[x];
  }
  return out;
}

/**
 * How much of the paper's light is missing.
 *
 * @param {Levels} levels
 * @param {Levels} paper
 * @returns {Levels} from 0 to FULL
 */
export function inkOf({ width, height, data }, paper) {
  const out = blank(width, height);
  for (let i = 0; i < data.length; i++) {
    const missing = Math.max(paper.data[i] - data[i], 0);
    out.data[i] = Math.floor((missing / (paper.data[i] + DARK)) * FULL + 0.5);
  }
  return out;
}
