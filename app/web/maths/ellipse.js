/** Covariances as ellipses, and what correlates. */

/** @typedef {number[][]} Matrix square, symmetric */

/**
 * The ellipse of one standard deviation of a covariance of two dimensions: its half axes, the
 * longer first, and the angle of the longer from the first dimension, in radians.
 *
 * @param {Matrix} covariance (2, 2)
 */
export function ellipseOf([[a, b], [, c]]) {
  const middle = (a + c) / 2;
  const away = Math.hypot((a - c) / 2, b);
  return {
    long: Math.sqrt(middle + away),
    short: Math.sqrt(Math.max(0, middle - away)),
    angle: 0.5 * Math.atan2(2 * b, a - c),
  };
}

/** The correlation of two dimensions. @param {Matrix} covariance (2, 2) */
export const correlationOf = ([[a, b], [, c]]) => b / Math.sqrt(a * c);

/**
 * The entry off the diagonal that is farthest from 0.
 *
 * @param {Matrix} correlation (d, d), d at least 2
 */
export function largestOff(correlation) {
  let [row, column] = [1, 0];
  for (let i = 1; i < correlation.length; i++) {
    for (let j = 0; j < i; j++) {
      if (Math.abs(correlation[i][j]) > Math.abs(correlation[row][column])) [row, column] = [i, j];
    }
  }
  return { row, column, value: correlation[row][column] };
}

/** The middle of a list's values. @param {number[]} values at least one */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
}
