/**
 * Inference by descent: from the encoder's guess (mu, ln σ²) down −ELBO, by Adam with draws that are
 * new at each step and a rate that falls to nothing, so that it comes to rest. A step depends on
 * where it starts and on nothing else.
 */

import { gaussians, seedOf } from "../../maths/random.js";

/** @typedef {import("./objective.js").PosteriorObjective} PosteriorObjective */
/** @typedef {import("./objective.js").Cost} Cost */
/**
 * Where a descent has come to.
 *
 * @typedef {object} At
 * @property {number} step how many were taken
 * @property {Float32Array} mu (d)
 * @property {Float32Array} logvar (d)
 * @property {Float32Array} unit (d), σ of the guess
 * @property {Float64Array} means (2d) of the gradients, as Adam keeps them: in mu, then in ln σ²
 * @property {Float64Array} squares (2d) and of their squares
 * @property {Cost | null} cost when it was last weighed, always by the same draws; null before that
 */

export const STEPS = 160;
/** Draws that a step goes by, half of them the others' mirror images. */
export const DRAWS = 4;
/** Draws that weigh a code, which no step goes by. */
export const JUDGES = 64;
const WEIGHED = 8; // steps from one weighing to the next
/** Of the first step: in σ of the guess, as a step that is long for a narrow code is short for a wide one; and in ln σ². */
const RATES = { mu: 0.25, logvar: 0.1 };
const ADAM = { decay1: 0.9, decay2: 0.99, epsilon: 1e-8 };
const [STEP, JUDGE] = [1, 2]; // what a seed is for

/** @param {{mu: Float32Array, logvar: Float32Array}} posterior @returns {At} */
export const startAt = ({ mu, logvar }) => ({
  step: 0,
  mu,
  logvar,
  unit: logvar.map((value) => Math.exp(0.5 * value)),
  means: new Float64Array(2 * mu.length),
  squares: new Float64Array(2 * mu.length),
  cost: null,
});

/** Whether no step is left. @param {At} at */
export const isAtRest = ({ step }) => step >= STEPS;

/** Half a cosine: from 1 to nothing. @param {number} step */
const shareOf = (step) => 0.5 * (1 + Math.cos((Math.PI * step) / STEPS));

/** A step's ε, (DRAWS, d). @param {number} step @param {number} d */
function epsilonOf(step, d) {
  const half = gaussians(seedOf(STEP, step), (DRAWS * d) / 2);
  return Float32Array.from([...half, ...half.map((value) => -value)]);
}

/** @param {PosteriorObjective} objective @param {{mu: Float32Array, logvar: Float32Array}} posterior */
export const weighed = (objective, posterior) =>
  objective.cost(posterior, gaussians(seedOf(JUDGE), JUDGES * objective.d));

/**
 * A step further. The first call weighs the guess itself, and leaves it where it is.
 *
 * @param {PosteriorObjective} objective which looks at the picture
 * @param {At} at
 * @returns {At}
 */
export function advanced(objective, at) {
  if (!at.cost) return { ...at, cost: weighed(objective, at) };
  const { d } = objective;
  const step = at.step + 1;
  const slope = objective.gradient(at, epsilonOf(step, d));
  const [means, squares] = [at.means.slice(), at.squares.slice()];
  const share = shareOf(at.step) / (1 - ADAM.decay1 ** step);
  const unbias = 1 / Math.sqrt(1 - ADAM.decay2 ** step);
  /** How far number i goes. @param {number} i @param {number} gradient @param {number} rate */
  const way = (i, gradient, rate) => {
    means[i] += (1 - ADAM.decay1) * (gradient - means[i]);
    squares[i] += (1 - ADAM.decay2) * (gradient * gradient - squares[i]);
    return (rate * share * means[i]) / (Math.sqrt(squares[i]) * unbias + ADAM.epsilon);
  };
  const { unit } = at;
  const posterior = {
    mu: at.mu.map((value, k) => value - unit[k] * way(k, unit[k] * slope.mu[k], RATES.mu)),
    logvar: at.logvar.map((value, k) => value - way(d + k, slope.logvar[k], RATES.logvar)),
  };
  const isDue = step % WEIGHED === 0 || step === STEPS;
  const cost = isDue ? weighed(objective, posterior) : at.cost;
  return { step, ...posterior, unit, means, squares, cost };
}
