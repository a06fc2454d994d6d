/** Random numbers from a seed, so that a page can be shown again as it was. */

/**
 * Uniform numbers in [0, 1), by mulberry32.
 *
 * @param {number} seed a whole number; its lowest 32 bits count
 * @returns {() => number}
 */
export function uniforms(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Draws from N(0, 1), by Box and Muller; the first numbers are the same whatever n is.
 *
 * @param {number} seed
 * @param {number} n
 * @returns {Float32Array} (n)
 */
export function gaussians(seed, n) {
  const uniform = uniforms(seed);
  return Float32Array.from({ length: n }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    return radius * Math.cos(2 * Math.PI * uniform());
  });
}

/**
 * A whole number from 0 to n - 1.
 *
 * @param {number} seed
 * @param {number} n
 */
export const wholeNumber = (seed, n) => Math.floor(uniforms(seed)() * n);

/**
 * The seed after this one, by a full-period congruential step (Numerical Recipes).
 *
 * @param {number} seed
 */
export const nextSeed = (seed) => (Math.imul(seed, 1664525) + 1013904223) >>> 0;

/**
 * z = μ + σ ε; an autoencoder's code is a point, so z = μ.
 *
 * @param {Float32Array} mu (d)
 * @param {Float32Array | null} logvar (d), or null for an autoencoder
 * @param {Float32Array} epsilon (n, d)
 * @param {number} n how many draws
 * @returns {Float32Array} (n, d)
 */
export function drawPosterior(mu, logvar, epsilon, n = 1) {
  const d = mu.length;
  return Float32Array.from({ length: n * d }, (_, i) => {
    const k = i % d;
    return logvar ? mu[k] + Math.exp(0.5 * logvar[k]) * epsilon[i] : mu[k];
  });
}

/**
 * A seed made of several whole numbers, so that each step of something long has its own draws and
 * can be gone back to (the finaliser of MurmurHash3 after each).
 *
 * @param {...number} parts their lowest 32 bits count
 */
export const seedOf = (...parts) =>
  parts.reduce((seed, part) => {
    let bits = Math.imul(seed ^ part, 0x85ebca6b) + 0x6d2b79f5;
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
    return (bits ^ (bits >>> 16)) >>> 0;
  }, 0);

/**
 * 0 to n − 1 in a random order (Fisher and Yates).
 *
 * @param {number} seed
 * @param {number} n
 */
export function permutation(seed, n) {
  const uniform = uniforms(seed);
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const other = Math.floor(uniform() * (i + 1));
    [order[i], order[other]] = [order[other], order[i]];
  }
  return order;
}
