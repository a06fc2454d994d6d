/** Ink on a sheet -> the 28×28 that the model sees; `app/images.py` is the same computation. */

import { SIDE } from "./pictures.js";

const BOX = 20; // MNIST's digits were scaled into a 20×20 box, then centred by their mass
const INK = Math.fround(0.1); // ink beyond this counts as part of the digit
const MIDDLE = SIDE / 2; // where MNIST has its centres of mass, counted from 0

/** @typedef {{width: number, height: number, data: Float32Array}} Grid ink in [0, 1], by rows */
/** @typedef {{left: number, right: number, top: number, bottom: number}} Box both ends included */

/**
 * @param {number} width
 * @param {number} height
 * @returns {Grid} without ink
 */
export const grid = (width, height) => ({
  width,
  height,
  data: new Float32Array(width * height),
});

/**
 * The mean over each target pixel's area, along the rows of one axis at a time.
 *
 * @param {Grid} source
 * @param {number} target the width it gets
 * @returns {Grid}
 */
function resizeColumns({ width, height, data }, target) {
  const out = grid(target, height);
  const scale = width / target;
  for (let x = 0; x < target; x++) {
    const from = x * scale;
    const to = from + scale;
    for (let sx = Math.floor(from); sx < Math.min(width, Math.ceil(to - 1e-9)); sx++) {
      const share = (Math.min(to, sx + 1) - Math.max(from, sx)) / scale;
      for (let y = 0; y < height; y++) {
        out.data[y * target + x] += share * data[y * width + sx];
      }
    }
  }
  return out;
}

/** @param {Grid} image */
function transpose({ width, height, data }) {
  const out = grid(height, width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) out.data[x * height + y] = data[y * width + x];
  }
  return out;
}

/**
 * @param {Grid} image
 * @param {number} width
 * @param {number} height
 */
function resize(image, width, height) {
  const out = transpose(resizeColumns(transpose(resizeColumns(image, width)), height));
  // Shares of a float32 that add up to a little more than one would leave [0, 1].
  out.data.forEach((ink, i) => {
    if (ink > 1) out.data[i] = 1;
  });
  return out;
}

/**
 * @param {Grid} image
 * @param {Box} box
 */
function crop({ width, data }, box) {
  const out = grid(box.right - box.left + 1, box.bottom - box.top + 1);
  for (let y = 0; y < out.height; y++) {
    const start = (box.top + y) * width + box.left;
    out.data.set(data.subarray(start, start + out.width), y * out.width);
  }
  return out;
}

/**
 * @param {Grid} image
 * @returns {Box | null}
 */
function inkBox({ width, height, data }) {
  const box = { left: width, right: -1, top: height, bottom: -1 };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] <= INK) continue;
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.top = Math.min(box.top, y);
      box.bottom = y;
    }
  }
  return box.bottom < 0 ? null : box;
}

/**
 * The mean index of the ink along x and y, to 1/256 of a pixel, so that the last bits of a sum
 * cannot decide how a half is rounded.
 *
 * @param {Grid} digit
 */
function centreOfMass({ width, data }) {
  let total = 0;
  let massX = 0;
  let massY = 0;
  data.forEach((ink, i) => {
    total += ink;
    massX += ink * (i % width);
    massY += ink * Math.floor(i / width);
  });
  /** @param {number} mass */
  const mean = (mass) => Math.floor((256 * mass) / Math.max(total, 1e-6) + 0.5) / 256;
  return [mean(massX), mean(massY)];
}

/**
 * Where a digit of that side starts on the canvas.
 *
 * @param {number} side
 * @param {number} mean of its mass
 */
const startByMass = (side, mean) =>
  Math.min(Math.max(Math.floor(MIDDLE - mean + 0.5), 0), SIDE - side);

/**
 * Scale the ink into the box and place it by its centre of mass, or by the box itself.
 *
 * @param {Grid} image
 * @param {"mass" | "box"} by how the data set's own pictures were placed
 * @returns {Float32Array | null} (784) in [0, 1]; null when there is no ink
 */
export function centre(image, by = "mass") {
  const box = inkBox(image);
  if (!box) return null;
  const cut = crop(image, box);
  const scale = BOX / Math.max(cut.width, cut.height);
  /** @param {number} side */
  const scaled = (side) => Math.max(1, Math.floor(side * scale + 0.5));
  const digit = resize(cut, scaled(cut.width), scaled(cut.height));
  const [meanX, meanY] = centreOfMass(digit);
  const byMass = by === "mass";
  const left = byMass ? startByMass(digit.width, meanX) : (SIDE - digit.width) >> 1;
  const top = byMass ? startByMass(digit.height, meanY) : (SIDE - digit.height) >> 1;
  const out = grid(SIDE, SIDE);
  for (let y = 0; y < digit.height; y++) {
    const row = digit.data.subarray(y * digit.width, (y + 1) * digit.width);
    out.data.set(row, (top + y) * SIDE + left);
  }
  return out.data;
}

/**
 * A square sheet as it is, shrunk to 28×28.
 *
 * @param {Grid} image
 * @returns {Float32Array | null} (784) in [0, 1]; null when there is no ink
 */
export const squash = (image) => (inkBox(image) ? resize(image, SIDE, SIDE).data : null);
