/** Laws to draw codes from: mixtures of Gaussians, as `model/experiments/sampling.py` fits them. */

import { gaussians, nextSeed, uniforms } from "./random.js";

/**
 * @typedef {object} Mixture K Gaussians in d dimensions; a single one where K is 1
 * @property {number[]} weights (K), of sum 1
 * @property {number[][]} means (K, d)
 * @property {number[][][]} factors (K, d, d), lower triangular: each covariance is F Fᵀ
 */

/** N(0, I). @param {number} d @returns {Mixture} */
export const prior = (d) => ({
  weights: [1],
  means: [Array(d).fill(0)],
  factors: [Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, k) => +(i === k)))],
});

/** The component at a share of the weights. @param {number[]} weights @param {number} share */
function componentAt(weights, share) {
  let left = share * weights.reduce((total, weight) => total + weight, 0);
  const found = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return found < 0 ? weights.length - 1 : found;
}

/**
 * Codes m + F ε, each of a component drawn by its weight. The ε are `gaussians(seed, n d)` whatever
 * the law is, so that of two laws with one seed the same draw can be compared.
 *
 * @param {Mixture} law
 * @param {number} n
 * @param {number} seed
 * @returns {Float32Array} (n, d)
 */
export function drawMixture({ weights, means, factors }, n, seed) {
  const d = means[0].length;
  const epsilon = gaussians(seed, n * d);
  const uniform = uniforms(nextSeed(seed));
  const z = new Float32Array(n * d);
  for (let p = 0; p < n; p++) {
    const k = componentAt(weights, uniform());
    for (let i = 0; i < d; i++) {
      let value = means[k][i];
      for (let j = 0; j <= i; j++) value += factors[k][i][j] * epsilon[p * d + j];
      z[p * d + i] = value;
    }
  }
  return z;
}
