/** Draws from the code of a picture, and what the picture costs by them. */

import { klPerDim, reconstructionNats, sum } from "../maths/objective.js";

/** @typedef {import("../session/types").Frame} Frame */

const NEAR = 0.05; // of the codes' spread: how far from an autoencoder's code its draws lie

/**
 * How far draws lie from μ in each dimension: σ, or for an autoencoder, which has none, a stated
 * share of its codes' spread.
 *
 * @param {Frame} of
 * @returns {Float32Array} (d)
 */
export function reachOf({ model: { config }, logvar }) {
  if (logvar) return logvar.map((value) => Math.exp(0.5 * value));
  return Float32Array.from(config.metrics.mu_std, (spread) => NEAR * spread);
}

/**
 * z = μ + times · σ · ε.
 *
 * @param {Float32Array} mu (d)
 * @param {Float32Array} sigma (d)
 * @param {Float32Array} epsilon (n, d)
 * @param {number} times
 * @returns {Float32Array} (n, d)
 */
export const drawAround = (mu, sigma, epsilon, times) =>
  epsilon.map((value, i) => mu[i % mu.length] + times * sigma[i % mu.length] * value);

/**
 * The loss of a picture: the mean over the draws, each at σ as it is.
 *
 * @param {Frame} of with a picture and its code
 * @param {Float32Array} logits (n, 784) of the draws, or of the code itself
 */
export function lossOf({ model: { config }, mu, logvar, picture }, logits) {
  const x = /** @type {Float32Array} */ (picture);
  const n = logits.length / x.length;
  const nats = Array.from({ length: n }, (_, i) =>
    reconstructionNats(logits.subarray(i * x.length, (i + 1) * x.length), x, config),
  );
  const reconstruction = sum(nats) / n;
  const deviation =
    n > 1 ? Math.sqrt(sum(nats.map((value) => (value - reconstruction) ** 2)) / (n - 1)) : null;
  return { reconstruction, deviation, kl: mu && logvar && sum(klPerDim(mu, logvar)) };
}
