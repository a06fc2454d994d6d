/** A flat cut through the latent space: two orthonormal directions, and what lies on them. */

export class Plane {
  /**
   * @param {Float32Array} first unit vector (d): the horizontal axis
   * @param {Float32Array} second unit vector (d), orthogonal to it
   */
  constructor(first, second) {
    this.first = first;
    this.second = second;
  }

  /**
   * Two of the code's own dimensions; one beyond the last is an axis on which nothing lies.
   *
   * @param {number} d
   * @param {number} i
   * @param {number} j
   */
  static ofDims(d, i, j) {
    /** @param {number} k */
    const unit = (k) => Float32Array.from({ length: d }, (_, n) => Number(n === k));
    return new Plane(unit(i), unit(j));
  }

  /**
   * The first two of the rows of `components`.
   *
   * @param {Float32Array} components (d, d), one unit row an axis
   * @param {number} d at least 2
   */
  static ofComponents(components, d) {
    return new Plane(components.subarray(0, d), components.subarray(d, 2 * d));
  }

  /**
   * Coordinates of the point at `offset` of `codes`.
   *
   * @param {ArrayLike<number>} codes
   * @param {number} offset
   * @returns {[number, number]}
   */
  project(codes, offset = 0) {
    let a = 0;
    let b = 0;
    for (let k = 0; k < this.first.length; k++) {
      a += this.first[k] * codes[offset + k];
      b += this.second[k] * codes[offset + k];
    }
    return [a, b];
  }

  /**
   * Coordinates of all codes.
   *
   * @param {Float32Array} codes (n, d)
   * @param {number} n
   * @returns {[Float32Array, Float32Array]} two of (n)
   */
  projectAll(codes, n) {
    const d = this.first.length;
    const x = new Float32Array(n);
    const y = new Float32Array(n);
    for (let p = 0; p < n; p++) [x[p], y[p]] = this.project(codes, p * d);
    return [x, y];
  }

  /**
   * z moved within the plane to (a, b); what lies outside the plane is held.
   *
   * @param {ArrayLike<number>} z (d)
   * @param {number} a
   * @param {number} b
   * @returns {number[]} (d)
   */
  moved(z, a, b) {
    const [a0, b0] = this.project(z);
    return Array.from(
      z,
      (value, k) => value + (a - a0) * this.first[k] + (b - b0) * this.second[k],
    );
  }

  /**
   * The n-sigma outline of N(mu, diag σ²) seen in the plane: its marginal there is normal with
   * covariance Vᵀ diag(σ²) V, drawn by its Cholesky factor.
   *
   * @param {Float32Array} mu (d)
   * @param {Float32Array} logvar (d)
   * @param {number} sigmas
   * @returns {Array<[number, number]>} a closed polygon
   */
  ellipse(mu, logvar, sigmas, points = 48) {
    let xx = 0;
    let xy = 0;
    let yy = 0;
    logvar.forEach((value, k) => {
      const variance = Math.exp(value);
      xx += variance * this.first[k] ** 2;
      xy += variance * this.first[k] * this.second[k];
      yy += variance * this.second[k] ** 2;
    });
    const l11 = Math.sqrt(xx);
    const l21 = xy / l11;
    const l22 = Math.sqrt(Math.max(0, yy - l21 * l21));
    const [a, b] = this.project(mu);
    return Array.from({ length: points }, (_, i) => {
      const angle = (2 * Math.PI * i) / points;
      const c = sigmas * Math.cos(angle);
      const s = sigmas * Math.sin(angle);
      return [a + l11 * c, b + l21 * c + l22 * s];
    });
  }
}
