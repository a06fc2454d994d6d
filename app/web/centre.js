/** A drawing -> the 28×28 that the model sees; `app/images.py` does the same to an upload. */

import { SIDE } from "./paint.js";

const BOX = 20; // MNIST's digits were scaled into a 20×20 box, then centred by their mass
const INK = 0.1; // the least ink that counts as part of the digit

/** Ink on a grid: values in [0, 1], row by row. */
export const grid = (width, height) => ({ width, height, data: new Float32Array(width * height) });

/** The mean over each target pixel's area, along the rows of one axis at a time. */
function shrinkColumns({ width, height, data }, target) {
  const out = grid(target, height);
  const scale = width / target;
  for (let x = 0; x < target; x++) {
    const from = x * scale, to = (x + 1) * scale;
    for (let sx = Math.floor(from); sx < Math.min(width, Math.ceil(to - 1e-9)); sx++) {
      const share = (Math.min(to, sx + 1) - Math.max(from, sx)) / scale;
      for (let y = 0; y < height; y++) out.data[y * target + x] += share * data[y * width + sx];
    }
  }
  return out;
}

function transpose({ width, height, data }) {
  const out = grid(height, width);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) out.data[x * height + y] = data[y * width + x];
  return out;
}

const resize = (image, width, height) =>
  transpose(shrinkColumns(transpose(shrinkColumns(image, width)), height));

function crop({ width, data }, box) {
  const out = grid(box.right - box.left + 1, box.bottom - box.top + 1);
  for (let y = 0; y < out.height; y++) {
    const start = (box.top + y) * width + box.left;
    out.data.set(data.subarray(start, start + out.width), y * out.width);
  }
  return out;
}

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

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/** Scale the ink into the box and centre it by its mass; null when there is no ink. */
export function centre(image) {
  const box = inkBox(image);
  if (!box) return null;
  let digit = crop(image, box);
  const scale = BOX / Math.max(digit.width, digit.height);
  digit = resize(
    digit,
    Math.max(1, Math.floor(digit.width * scale + 0.5)),
    Math.max(1, Math.floor(digit.height * scale + 0.5)),
  );
  let total = 1e-6, massX = 0, massY = 0;
  digit.data.forEach((ink, i) => {
    total += ink;
    massX += ink * (i % digit.width);
    massY += ink * Math.floor(i / digit.width);
  });
  const middle = SIDE / 2; // where MNIST has its centres of mass, counted from 0
  const left = clamp(Math.floor(middle - massX / total + 0.5), 0, SIDE - digit.width);
  const top = clamp(Math.floor(middle - massY / total + 0.5), 0, SIDE - digit.height);
  const out = grid(SIDE, SIDE);
  for (let y = 0; y < digit.height; y++) {
    out.data.set(digit.data.subarray(y * digit.width, (y + 1) * digit.width), (top + y) * SIDE + left);
  }
  return out.data;
}

/** The drawing as it is, shrunk to 28×28; null when there is no ink. */
export const squash = (image) => (inkBox(image) ? resize(image, SIDE, SIDE).data : null);
