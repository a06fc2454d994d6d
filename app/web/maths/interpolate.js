/** Two ways from one code to another, t from 0 to 1. */

/** @typedef {"straight" | "spherical"} Way */

/**
 * @param {Float32Array} a (d)
 * @param {Float32Array} b (d)
 * @param {number} t
 * @returns {Float32Array} (d)
 */
export const lerp = (a, b, t) => Float32Array.from(a, (value, k) => value + t * (b[k] - value));

/**
 * Along the great circle between the directions of a and b, the length changing evenly.
 *
 * In many dimensions nearly all draws from N(0, I) lie close to the sphere of radius √d, and a
 * straight line between two of them cuts through its empty inside; at d = 2 they do not, and the
 * straight line is as good a way.
 *
 * @param {Float32Array} a (d)
 * @param {Float32Array} b (d)
 * @param {number} t
 * @returns {Float32Array} (d)
 */
export function slerp(a, b, t) {
  const lengthA = Math.hypot(...a);
  const lengthB = Math.hypot(...b);
  if (lengthA < 1e-6 || lengthB < 1e-6) return lerp(a, b, t);
  const unitA = a.map((value) => value / lengthA);
  const unitB = b.map((value) => value / lengthB);
  const cosine = unitA.reduce((total, value, k) => total + value * unitB[k], 0);
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
  const length = lengthA + t * (lengthB - lengthA);
  const sine = Math.sin(angle);
  if (sine < 1e-4) return lerp(a, b, t); // parallel, or opposite: no one great circle
  const shareA = Math.sin((1 - t) * angle) / sine;
  const shareB = Math.sin(t * angle) / sine;
  return unitA.map((value, k) => length * (shareA * value + shareB * unitB[k]));
}

/** @type {Record<Way, typeof lerp>} */
export const WAYS = { straight: lerp, spherical: slerp };
