/**
 * The square of a photo that the model sees: where it is proposed, and what is seen through it.
 * `app/reading/frame.py` is the same computation.
 */

import { PIXELS, SIDE } from "../pictures.js";

const BOX = 20; // MNIST's digits were scaled into a 20×20 box, then centred by their mass
const INK = Math.fround(0.1); // ink beyond this counts as part of the digit
const MANY = 16; // pixels of the photo a side of a target pixel
const MOST_SAMPLES = 16; // a side of a target pixel, where the square is larger than the photo

/** @import { Grid } from "../centre.js" */
/** @typedef {"mass" | "box"} Placing how the data set's own pictures were placed */
/**
 * x, y: the middle of the square, and side: its side, in fractions of the photo's longer side from
 * its left upper corner; angle: in radians, clockwise as seen, 0 is upright.
 *
 * @typedef {{x: number, y: number, side: number, angle: number}} Frame
 */

/** @type {Readonly<Frame>} the whole of a square photo */
export const WHOLE = Object.freeze({ x: 0.5, y: 0.5, side: 1, angle: 0 });

/**
 * The ink along one axis.
 *
 * @typedef {{from: number, to: number, mean: number}} Extent where it starts and ends, and the
 *   middle of its mass, in pixels from the edge
 */

/** @param {Float64Array} mass along the axis @param {Uint8Array} inked 1 where there is ink @returns {Extent} */
function extent(mass, inked) {
  let total = 0;
  let moment = 0;
  mass.forEach((ink, i) => {
    total += ink;
    moment += ink * (i + 0.5);
  });
  return { from: inked.indexOf(1), to: inked.lastIndexOf(1) + 1, mean: moment / total };
}

/** @param {Grid} ink @returns {{across: Extent, down: Extent} | null} null when there is no ink */
function extents({ width, height, data }) {
  const [across, down] = [new Float64Array(width), new Float64Array(height)];
  const [inkedAcross, inkedDown] = [new Uint8Array(width), new Uint8Array(height)];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      across[x] += data[i];
      down[y] += data[i];
      if (data[i] > INK) inkedAcross[x] = inkedDown[y] = 1;
    }
  }
  if (!inkedDown.includes(1)) return null;
  return { across: extent(across, inkedAcross), down: extent(down, inkedDown) };
}

/**
 * The middle of the square along one axis, in pixels of the photo.
 *
 * @param {Extent} extent
 * @param {number} pixel a target pixel's side in pixels of the photo
 * @param {Placing} by
 */
function middle({ from, to, mean }, pixel, by) {
  const size = Math.max(1, Math.floor((to - from) / pixel + 0.5));
  // MNIST shifted by whole pixels, its middles of mass within half a pixel of index 14; in steps
  // of 1/256, so that the last bits of a sum cannot decide how a half is rounded.
  const mass = Math.floor((256 * (mean - from)) / pixel + 0.5) / 256 - 0.5;
  const byMass = Math.min(Math.max(Math.floor(SIDE / 2 - mass + 0.5), 0), SIDE - size);
  const start = by === "mass" ? byMass : (SIDE - size) >> 1;
  return from + (SIDE / 2 - start) * pixel;
}

/**
 * The square in which the ink is placed as MNIST placed it: its box's longer side is 20 of 28
 * pixels, and its mass, or the box, is in the middle.
 *
 * @param {Grid} ink in [0, 1] on paper of 0
 * @param {Placing} by
 * @returns {Frame} the largest square in the middle when there is no ink
 */
export function propose(ink, by = "mass") {
  const { width, height } = ink;
  const longer = Math.max(width, height);
  const found = extents(ink);
  if (!found) {
    const side = Math.min(width, height) / longer;
    return { x: width / 2 / longer, y: height / 2 / longer, side, angle: 0 };
  }
  const { across, down } = found;
  const pixel = Math.max(across.to - across.from, down.to - down.from) / BOX;
  return {
    x: middle(across, pixel, by) / longer,
    y: middle(down, pixel, by) / longer,
    side: (SIDE * pixel) / longer,
    angle: 0,
  };
}

/**
 * A photo between its pixels, each of which has its value in its middle.
 *
 * @param {Grid} grid
 * @param {number} x in pixels from the left edge's middle of a pixel, likewise y
 * @param {number} y
 * @param {number} outside what is beyond the photo
 */
function between({ width, height, data }, x, y, outside) {
  if (!(x >= -0.5 && y >= -0.5 && x <= width - 0.5 && y <= height - 0.5)) return outside;
  const left = Math.min(Math.max(x, 0), width - 1);
  const top = Math.min(Math.max(y, 0), height - 1);
  const [column, row] = [Math.floor(left), Math.floor(top)];
  const i = row * width + column;
  const right = column + 1 < width ? 1 : 0;
  const below = row + 1 < height ? width : 0;
  const upper = data[i] + (left - column) * (data[i + right] - data[i]);
  const lower = data[i + below] + (left - column) * (data[i + below + right] - data[i + below]);
  return upper + (top - row) * (lower - upper);
}

/**
 * The mean of a photo over each pixel of the square.
 *
 * @param {Grid} grid values in [0, 1]
 * @param {Frame} frame its side above 0
 * @param {number} outside what is beyond the photo
 * @returns {Float32Array} (784) in [0, 1]
 */
function seen(grid, frame, outside) {
  const longer = Math.max(grid.width, grid.height);
  const pixel = (frame.side * longer) / SIDE;
  // A sample for each pixel under it; of many, one in the middle of every four, which it blends.
  const enough = pixel > MANY ? pixel / 2 : pixel;
  const n = Math.min(MOST_SAMPLES, Math.max(1, Math.ceil(enough - 1e-6)));
  const step = pixel / n;
  const [cos, sin] = [step * Math.cos(frame.angle), step * Math.sin(frame.angle)];
  const first = 0.5 - (n * SIDE) / 2;
  const out = new Float64Array(PIXELS);
  for (let row = 0; row < n * SIDE; row++) {
    const start = Math.floor(row / n) * SIDE;
    const x = frame.x * longer - 0.5 - (first + row) * sin;
    const y = frame.y * longer - 0.5 + (first + row) * cos;
    for (let column = 0; column < n * SIDE; column++) {
      const across = first + column;
      const value = between(grid, x + across * cos, y + across * sin, outside);
      out[start + Math.floor(column / n)] += value;
    }
  }
  return Float32Array.from(out, (sum) => Math.min(1, Math.max(0, sum / (n * n))));
}

/**
 * What the model sees of the ink: the square at 28×28, beyond the photo there is paper.
 *
 * @param {Grid} ink in [0, 1] on paper of 0
 * @param {Frame} frame its side above 0
 * @returns {Float32Array} (784) in [0, 1]
 */
export const through = (ink, frame) => seen(ink, frame, 0);

/** The median of a photo's outermost pixels. @param {Grid} grid */
export function border({ width, height, data }) {
  const rim = [];
  for (let x = 0; x < width; x++) rim.push(data[x], data[(height - 1) * width + x]);
  for (let y = 0; y < height; y++) rim.push(data[y * width], data[(y + 1) * width - 1]);
  rim.sort((a, b) => a - b);
  return (rim[(rim.length >> 1) - 1] + rim[rim.length >> 1]) / 2;
}

/**
 * What the model sees of a photo that is neither inverted nor cleaned, beyond it its border's grey.
 *
 * @param {Grid} grey in [0, 1], 1 is white
 * @param {Frame | null} frame null for the whole photo, filled up to a square
 * @returns {Float32Array} (784) in [0, 1]
 */
export function asIs(grey, frame) {
  const longer = Math.max(grey.width, grey.height);
  const whole = { ...WHOLE, x: grey.width / 2 / longer, y: grey.height / 2 / longer };
  return seen(grey, frame ?? whole, border(grey));
}
