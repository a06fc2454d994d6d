/** Pixels as a screen has them -> grey levels; `app/reading/opening.py` is the same computation. */

import { grid } from "../centre.js";

/** @import { Grid } from "../centre.js" */

/** ITU-R 601, in whole numbers as Pillow has it. @param {number} r @param {number} g @param {number} b */
const luminance = (r, g, b) => (r * 19595 + g * 38470 + b * 7471 + 0x8000) >>> 16;

/** @param {Float32Array} data */
function span(data) {
  let [low, high] = [1, 0];
  for (const level of data) {
    if (level < low) low = level;
    if (level > high) high = level;
  }
  return high - low;
}

/**
 * Grey levels, with transparency laid on white paper, or on black where the ink would be lost.
 *
 * @param {{width: number, height: number, data: Uint8ClampedArray}} rgba not premultiplied
 * @returns {Grid} in [0, 1], 1 is white
 */
export function toGrey({ width, height, data }) {
  const [onWhite, onBlack] = [grid(width, height), grid(width, height)];
  for (let i = 0, p = 0; p < data.length; i++, p += 4) {
    const level = luminance(data[p], data[p + 1], data[p + 2]) / 255;
    const alpha = data[p + 3] / 255;
    onBlack.data[i] = level * alpha;
    onWhite.data[i] = level * alpha + 1 - alpha;
  }
  return span(onWhite.data) >= span(onBlack.data) / 2 ? onWhite : onBlack;
}

/**
 * A picture turned clockwise.
 *
 * @param {Grid} picture
 * @param {number} quarters a whole number
 * @returns {Grid}
 */
export function turn(picture, quarters) {
  let turned = picture;
  for (let k = 0; k < ((quarters % 4) + 4) % 4; k++) {
    const { width, height, data } = turned;
    const next = grid(height, width);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) next.data[x * height + height - 1 - y] = data[y * width + x];
    }
    turned = next;
  }
  return turned;
}
