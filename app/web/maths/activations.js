/** What stands between the layers of a net, as `model/network.py` names it, and its slope. */

/** @typedef {"silu" | "relu" | "gelu"} ActivationName */
/** @typedef {{value: (x: number) => number, slope: (x: number) => number}} Activation */

/** @param {number} x */
const logistic = (x) => 1 / (1 + Math.exp(-x));

/** The normal distribution's share below x. @param {number} x */
const below = (x) => 0.5 * (1 + erf(x * Math.SQRT1_2));

/** The normal density at x. @param {number} x */
const density = (x) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);

/** @type {Record<ActivationName, Activation>} */
export const ACTIVATIONS = {
  silu: {
    value: (x) => x / (1 + Math.exp(-x)),
    slope: (x) => logistic(x) * (1 + x * (1 - logistic(x))),
  },
  relu: { value: (x) => (x > 0 ? x : 0), slope: (x) => (x > 0 ? 1 : 0) },
  gelu: { value: (x) => x * below(x), slope: (x) => below(x) + x * density(x) },
};

/** Of the error function to 1.2e-7 (Numerical Recipes, erfcc), the highest power first. */
const ERF = [
  0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196,
  1.00002368, -1.26551223,
];

/** @param {number} x */
function erf(x) {
  const t = 1 / (1 + 0.5 * Math.abs(x));
  const polynomial = ERF.reduce((total, coefficient) => total * t + coefficient, 0);
  const tail = t * Math.exp(-x * x + polynomial);
  return x >= 0 ? 1 - tail : tail - 1;
}
