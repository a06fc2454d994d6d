/** Directions of the latent space for tests. */

import { gaussians } from "../../../app/web/maths/random.js";

/**
 * d random orthonormal rows (Gram and Schmidt), to the precision of float32.
 *
 * @param {number} d
 * @param {number} seed
 * @returns {Float32Array} (d, d)
 */
export function orthonormal(d, seed) {
  const draws = gaussians(seed, d * d);
  /** @type {number[][]} */
  const rows = [];
  for (let r = 0; r < d; r++) {
    let row = [...draws.slice(r * d, (r + 1) * d)];
    for (const earlier of [...rows, ...rows]) {
      const along = row.reduce((total, value, k) => total + value * earlier[k], 0);
      row = row.map((value, k) => value - along * earlier[k]);
    }
    const length = Math.hypot(...row);
    rows.push(row.map((value) => value / length));
  }
  return Float32Array.from(rows.flat());
}
