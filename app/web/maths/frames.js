/** Codes of different nets in one frame: an order of axes and their signs, as was measured. */

import { ellipseOf } from "./ellipse.js";

/** @typedef {number[][]} Frame orthogonal (d, d): aligned = code × frame */
/** @typedef {[number, number]} Pair two dimensions of the frame */

/**
 * Where codes lie in two of the frame's dimensions, every `step`-th of them.
 *
 * @param {ArrayLike<number>} codes (n, d)
 * @param {Frame} frame
 * @param {Pair} dims
 * @param {number} step
 * @returns {Float32Array} x and y by turns
 */
export function turned(codes, frame, dims, step = 1) {
  const d = frame.length;
  const n = Math.ceil(codes.length / d / step);
  const places = new Float32Array(2 * n);
  for (let i = 0; i < n; i++) {
    for (const [side, dim] of dims.entries()) {
      let total = 0;
      for (let k = 0; k < d; k++) total += codes[i * step * d + k] * frame[k][dim];
      places[2 * i + side] = total;
    }
  }
  return places;
}

/**
 * What a net has of each dimension, in the order of the frame's.
 *
 * @param {ArrayLike<number>} values (d) of the net's own dimensions
 * @param {Frame} frame
 * @returns {number[]} (d)
 */
export const ordered = (values, frame) =>
  frame.map((_, dim) => {
    const shares = frame.map((row) => Math.abs(row[dim]));
    return values[shares.indexOf(Math.max(...shares))];
  });

/**
 * Codes of a net's own from aligned ones: what is orthogonal is turned back by its transpose.
 *
 * @param {ArrayLike<number>} aligned (n, d)
 * @param {Frame} frame
 * @returns {Float32Array} (n, d)
 */
export function turnedBack(aligned, frame) {
  const d = frame.length;
  return Float32Array.from({ length: aligned.length }, (_, at) => {
    const [row, k] = [at - (at % d), at % d];
    let total = 0;
    for (let j = 0; j < d; j++) total += aligned[row + j] * frame[k][j];
    return total;
  });
}

/**
 * The ellipse of one σ of a posterior, seen in two of the frame's dimensions.
 *
 * @param {ArrayLike<number>} sigma (d)
 * @param {Frame} frame
 * @param {Pair} dims
 * @returns {{radii: [number, number], angle: number}} the angle of the first, from x to y
 */
export function ellipseIn(sigma, frame, [p, q]) {
  let [a, b, c] = [0, 0, 0]; // of the covariance [[a, b], [b, c]]
  for (let k = 0; k < frame.length; k++) {
    const variance = sigma[k] ** 2;
    a += variance * frame[k][p] ** 2;
    b += variance * frame[k][p] * frame[k][q];
    c += variance * frame[k][q] ** 2;
  }
  const { long, short, angle } = ellipseOf([
    [a, b],
    [b, c],
  ]);
  return { radii: [long, short], angle };
}

/**
 * How far from the origin, along an axis, all but a share of the numbers lie.
 *
 * @param {Float32Array} places
 * @param {number} share
 */
export function reachOf(places, share) {
  const sizes = places.map(Math.abs).sort();
  return sizes[Math.max(0, Math.ceil(share * sizes.length) - 1)] ?? 0;
}
