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

  /** Two of the code's own dimensions. */
  static ofDims(d, i, j) {
    const unit = (k) => Float32Array.from({ length: d }, (_, n) => Number(n === k));
    return new Plane(unit(i), unit(j));
  }

  /** @param components (d, d), one unit row an axis */
  static ofComponents(components, d) {
    return new Plane(components.subarray(0, d), components.subarray(d, 2 * d));
  }

  /** Coordinates of the point at `offset` of `codes`. */
  project(codes, offset = 0) {
    let a = 0, b = 0;
    for (let k = 0; k < this.first.length; k++) {
      a += this.first[k] * codes[offset + k];
      b += this.second[k] * codes[offset + k];
    }
    return [a, b];
  }

  /** Coordinates of all codes (n, d), as two arrays. */
  projectAll(codes, n) {
    const d = this.first.length;
    const x = new Float32Array(n), y = new Float32Array(n);
    for (let p = 0; p < n; p++) [x[p], y[p]] = this.project(codes, p * d);
    return [x, y];
  }

  /** z moved within the plane to (a, b); what lies outside the plane is held. */
  moved(z, a, b) {
    const [a0, b0] = this.project(z);
    return Float32Array.from(z, (value, k) => value + (a - a0) * this.first[k] + (b - b0) * this.second[k]);
  }

  /**
   * The n-sigma outline of N(mu, diag σ²) seen in the plane: its marginal there is normal with
   * covariance Vᵀ diag(σ²) V, drawn by its Cholesky factor.
   */
  ellipse(mu, logvar, sigmas, points = 48) {
    let xx = 0, xy = 0, yy = 0;
    logvar.forEach((value, k) => {
      const variance = Math.exp(value);
      xx += variance * this.first[k] ** 2;
      xy += variance * this.first[k] * this.second[k];
      yy += variance * this.second[k] ** 2;
    });
    const l11 = Math.sqrt(xx), l21 = xy / l11, l22 = Math.sqrt(Math.max(0, yy - l21 * l21));
    const [a, b] = this.project(mu);
    return Array.from({ length: points }, (_, i) => {
      const angle = (2 * Math.PI * i) / points;
      const [c, s] = [sigmas * Math.cos(angle), sigmas * Math.sin(angle)];
      return [a + l11 * c, b + l21 * c + l22 * s];
    });
  }
}
