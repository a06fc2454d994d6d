/** The terms of the loss in nats a picture, as `model/objective.py` defines them. */

import { sigmoid } from "./pictures.js";

/**
 * ½ (μ² + σ² − 1 − ln σ²) for each dimension; expm1 keeps the digits near the prior.
 *
 * @param {ArrayLike<number>} mu (d)
 * @param {ArrayLike<number>} logvar (d)
 * @returns {number[]} (d), nats
 */
export const klPerDim = (mu, logvar) =>
  Array.from(mu, (m, i) => 0.5 * (m * m + Math.expm1(logvar[i]) - logvar[i]));

/**
 * −log p(x|z) summed over pixels, from the decoder's logits.
 *
 * @param {ArrayLike<number>} logits (784)
 * @param {ArrayLike<number>} x (784) in [0, 1]
 * @param {{likelihood: "bernoulli" | "gaussian", variance: number}} config the variance is a
 *   gaussian pixel's
 * @returns {number} nats
 */
export function reconstructionNats(logits, x, { likelihood, variance }) {
  let nats = 0;
  if (likelihood === "bernoulli") {
    for (let i = 0; i < x.length; i++) {
      const l = logits[i];
      nats += Math.max(l, 0) - l * x[i] + Math.log1p(Math.exp(-Math.abs(l)));
    }
    return nats;
  }
  for (let i = 0; i < x.length; i++) nats += (x[i] - sigmoid(logits[i])) ** 2;
  const constant = 0.5 * x.length * Math.log(2 * Math.PI * variance);
  return nats / (2 * variance) + constant;
}

/**
 * The mean over pixels of (x − x̂)².
 *
 * @param {ArrayLike<number>} xHat (784) in [0, 1]
 * @param {ArrayLike<number>} x (784) in [0, 1]
 */
export function meanSquaredError(xHat, x) {
  let total = 0;
  for (let i = 0; i < x.length; i++) total += (x[i] - xHat[i]) ** 2;
  return total / x.length;
}

/** @param {number[]} values */
export const sum = (values) => values.reduce((total, value) => total + value, 0);
