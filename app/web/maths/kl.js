/** KL(N(μ, diag σ²) ‖ N(0, I)): its terms, and an estimate of it from draws. In nats. */

/**
 * The three terms of one dimension, which add up to its KL: ½ μ², ½ σ² and ½ (−1 − ln σ²), of
 * which the last may be less than 0.
 *
 * @param {number} mu
 * @param {number} sigma
 * @returns {[number, number, number]}
 */
export const klTerms = (mu, sigma) => [0.5 * mu * mu, 0.5 * sigma * sigma, -0.5 - Math.log(sigma)];

/**
 * The density of N(μ, σ²).
 *
 * @param {number} x
 * @param {number} mu
 * @param {number} sigma
 */
export const density = (x, mu, sigma) =>
  Math.exp(-0.5 * ((x - mu) / sigma) ** 2) / (sigma * Math.sqrt(2 * Math.PI));

/**
 * The standard deviation of ln q(z) − ln p(z) over draws z of q, which says how fast an estimate
 * comes near: the variance is Σ ½ (σ² − 1)² + (μ σ)².
 *
 * @param {number[]} mu (d)
 * @param {number[]} sigma (d)
 */
export const spreadOfDraws = (mu, sigma) =>
  Math.sqrt(
    mu.reduce((sum, m, k) => sum + 0.5 * (sigma[k] ** 2 - 1) ** 2 + (m * sigma[k]) ** 2, 0),
  );

/**
 * ln q(z) − ln p(z) at z = μ + σ ε, but for − Σ ln σ, which is the same for all draws.
 *
 * @param {number[]} mu (d)
 * @param {number[]} sigma (d)
 * @param {ArrayLike<number>} epsilon (n, at least d)
 * @param {number} at where the draw begins in it
 */
function logRatio(mu, sigma, epsilon, at) {
  let total = 0;
  for (let k = 0; k < mu.length; k++) {
    const e = epsilon[at + k];
    const z = mu[k] + sigma[k] * e;
    total += 0.5 * (z * z - e * e);
  }
  return total;
}

/**
 * The mean of ln q(z) − ln p(z) over the first n draws, and its standard error, for each n.
 *
 * @param {number[]} mu (d)
 * @param {number[]} sigma (d)
 * @param {ArrayLike<number>} epsilon (at least the last of `counts`, width)
 * @param {number[]} counts rising, from 1
 * @param {number} width of a draw in epsilon, at least d
 * @returns {{n: number, mean: number, error: number}[]} the error of a single draw is infinite
 */
export function estimates(mu, sigma, epsilon, counts, width) {
  const logs = sigma.reduce((sum, s) => sum + Math.log(s), 0);
  let [n, mean, squares] = [0, 0, 0]; // by Welford: stable where the values are nearly the same
  return counts.map((count) => {
    for (; n < count; ) {
      const value = logRatio(mu, sigma, epsilon, n * width) - logs;
      n++;
      const off = value - mean;
      mean += off / n;
      squares += off * (value - mean);
    }
    const error = n > 1 ? Math.sqrt(squares / (n - 1) / n) : Number.POSITIVE_INFINITY;
    return { n, mean, error };
  });
}

/**
 * Whole numbers from 1 to `last` whose logarithms are about evenly spaced.
 *
 * @param {number} last
 * @param {number} each how many of them up to ten times as much
 */
export function logCounts(last, each = 40) {
  const steps = Math.ceil(each * Math.log10(last));
  const all = Array.from({ length: steps + 1 }, (_, i) =>
    Math.min(last, Math.round(10 ** (i / each))),
  );
  return [...new Set(all)];
}
