/** The terms of the loss in nats, as `model/objective.py` defines them. */

import { sigmoid } from "./network.js";

const GAUSSIAN_VARIANCE = 0.05;

/** ½ (μ² + σ² − 1 − ln σ²) for each dimension; expm1 keeps the digits near the prior. */
export function klPerDim(mu, logvar) {
  return Array.from(mu, (m, i) => 0.5 * (m * m + Math.expm1(logvar[i]) - logvar[i]));
}

/** −log p(x|z) summed over pixels, from the decoder's logits. */
export function reconstructionNats(logits, x, likelihood) {
  let nats = 0;
  if (likelihood === "bernoulli") {
    for (let i = 0; i < x.length; i++) {
      const l = logits[i];
      nats += Math.max(l, 0) - l * x[i] + Math.log1p(Math.exp(-Math.abs(l)));
    }
    return nats;
  }
  for (let i = 0; i < x.length; i++) nats += (x[i] - sigmoid(logits[i])) ** 2;
  return nats / (2 * GAUSSIAN_VARIANCE) + 0.5 * x.length * Math.log(2 * Math.PI * GAUSSIAN_VARIANCE);
}

/** The mean over pixels of (x − x̂)². */
export function meanSquaredError(xHat, x) {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i] - xHat[i]) ** 2;
  return sum / x.length;
}

export const sum = (values) => values.reduce((total, value) => total + value, 0);
