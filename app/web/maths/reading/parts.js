/** Masks and their connected parts. `app/reading/parts.py` is the same computation. */

/** @import { Levels } from "./paper.js" */
/** @typedef {{width: number, height: number, data: Uint8Array}} Mask 1 where it is, by rows */

/**
 * A part, in pixels; right and bottom are excluded.
 *
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box
 */

/**
 * An 8-connected part of a mask.
 *
 * @typedef {object} Part
 * @property {number} area its pixels
 * @property {number} mass their ink
 * @property {number} touching how many of them lie at the photo's edge
 * @property {Box} box
 */

/**
 * @typedef {object} Parts
 * @property {number} width of the photo, likewise height
 * @property {number} height
 * @property {Int32Array} label each pixel's part, from 1; 0 where the mask is not
 * @property {Part[]} parts in the order of their first pixels
 */

/** @param {Mask} like @param {(i: number) => unknown} is @returns {Mask} */
export const maskOf = ({ width, height }, is) => {
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) data[i] = is(i) ? 1 : 0;
  return { width, height, data };
};

/** @param {Mask} mask @returns {Mask} */
export function transposed({ width, height, data }) {
  const out = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) out[x * height + y] = data[y * width + x];
  }
  return { width: height, height: width, data: out };
}

/**
 * The mask and all that is at most so many pixels away, diagonal steps too.
 *
 * @param {Mask} mask
 * @param {number} by
 * @returns {Mask}
 */
export function grow(mask, by) {
  const { width, height, data } = mask;
  const rows = new Uint8Array(data.length);
  const out = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    if (!data[i]) continue;
    const x = i % width;
    rows.fill(1, i - Math.min(by, x), i + Math.min(by, width - 1 - x) + 1);
  }
  for (let y = 0; y < height; y++) {
    const from = Math.max(0, y - by);
    const to = Math.min(height - 1, y + by);
    for (let near = from; near <= to; near++) {
      for (let x = 0; x < width; x++) out[y * width + x] |= rows[near * width + x];
    }
  }
  return { width, height, data: out };
}

/**
 * @param {Mask} mask
 * @param {Levels} ink
 * @returns {Parts}
 */
export function findParts({ width, height, data }, ink) {
  const label = new Int32Array(data.length);
  const stack = new Int32Array(data.length);
  /** @type {Part[]} */
  const parts = [];
  for (let first = 0; first < data.length; first++) {
    if (!data[first] || label[first]) continue;
    const box = { left: width, top: height, right: 0, bottom: 0 };
    const part = { area: 0, mass: 0, touching: 0, box };
    const name = parts.push(part);
    label[first] = name;
    stack[0] = first;
    for (let waiting = 1; waiting > 0; ) {
      const i = stack[--waiting];
      const x = i % width;
      const y = (i - x) / width;
      const [left, right] = [Math.max(0, x - 1), Math.min(width - 1, x + 1)];
      for (let near = Math.max(0, y - 1); near <= Math.min(height - 1, y + 1); near++) {
        for (let j = near * width + left; j <= near * width + right; j++) {
          if (!data[j] || label[j]) continue;
          label[j] = name;
          stack[waiting++] = j;
        }
      }
      part.area++;
      part.mass += ink.data[i];
      if (x === 0 || y === 0 || x === width - 1 || y === height - 1) part.touching++;
      if (x < box.left) box.left = x;
      if (x >= box.right) box.right = x + 1;
      if (y < box.top) box.top = y;
      if (y >= box.bottom) box.bottom = y + 1;
    }
  }
  return { width, height, label, parts };
}
