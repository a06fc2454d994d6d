/** How a classifier judges pictures, as `model/experiments/scores.py` defines it. */

import { SIDE } from "./pictures.js";
import { likeliest, probabilities } from "./reading.js";

/**
 * @typedef {object} Judged
 * @property {number} confidence the mean probability of the likeliest class
 * @property {number} entropy of the classes' shares over all pictures, in nats; the most is ln C
 * @property {Array<{label: number, probability: number}>} each the likeliest class of each picture
 */

/**
 * @param {Float32Array} logits (n, classes)
 * @param {number} n at least 1
 * @returns {Judged}
 */
export function judged(logits, n) {
  const classes = logits.length / n;
  const shares = new Float64Array(classes);
  /** @type {Judged["each"]} */
  const each = [];
  for (const row of probabilities(logits, classes)) {
    row.forEach((share, c) => {
      shares[c] += share / n;
    });
    each.push(likeliest(row));
  }
  const confidence = each.reduce((sum, { probability }) => sum + probability, 0) / n;
  const entropy = shares.reduce((sum, share) => sum - (share ? share * Math.log(share) : 0), 0);
  return { confidence, entropy, each };
}

/**
 * The picture of a set that is nearest to one, pixel by pixel.
 *
 * @param {Float32Array} picture (784) in [0, 1]
 * @param {Uint8Array} images (n, 784), 255 is ink
 * @returns {{index: number, distance: number}} Euclidean, for pixels in [0, 1]
 */
export function nearestPicture(picture, images) {
  const pixels = picture.length;
  const scaled = picture.map((value) => 255 * value);
  let [best, bestSquare] = [0, Number.POSITIVE_INFINITY];
  for (let at = 0, index = 0; at < images.length; at += pixels, index++) {
    let square = 0;
    for (let i = 0; i < pixels && square < bestSquare; i += SIDE) {
      for (let k = i; k < i + SIDE; k++) square += (scaled[k] - images[at + k]) ** 2;
    }
    if (square < bestSquare) [best, bestSquare] = [index, square];
  }
  return { index: best, distance: Math.sqrt(bestSquare) / 255 };
}
