/**
 * How far the codes of the test pictures spread: the root mean square of their standard deviations.
 *
 * @param {{metrics: {mu_std: number[]}}} config of a model
 */
export const spread = ({ metrics: { mu_std: std } }) =>
  Math.sqrt(std.reduce((total, s) => total + s * s, 0) / std.length);
