/** Training, step by step: batches in a seeded order, a seeded ε, the gradient, and Adam. */

import { fromBytes, PIXELS } from "../../maths/pictures.js";
import { gaussians, permutation, seedOf } from "../../maths/random.js";
import { TrainableVae } from "./vae.js";

/** @typedef {import("./vae.js").Shape} Shape */
/** @typedef {import("./vae.js").Terms} Terms */
/**
 * What may change between two steps.
 *
 * @typedef {object} Dials
 * @property {number} beta 0 or more
 * @property {boolean} noise whether z is drawn, or is μ
 * @property {number} rate Adam's
 *
 * @typedef {object} Run what is fixed from the first step on
 * @property {Shape} shape
 * @property {number} batch pictures a step
 * @property {number} seed of the weights, the order and ε
 *
 * @typedef {object} Kept all that a training goes on from
 * @property {number} step how many were taken
 * @property {Float32Array} parameters with padding, as `m` and `v` are
 * @property {Float32Array} m Adam's mean of the gradients
 * @property {Float32Array} v and of their squares
 */

/**
 * The terms as they count: without noise and β there is no q(z|x), and no KL, as
 * `model/objective.py` has it of an autoencoder.
 *
 * @param {Terms} terms
 * @param {Dials} dials
 * @returns {Terms}
 */
const counted = ({ reconstruction, kl }, { beta, noise }) => ({
  reconstruction,
  kl: noise || beta > 0 ? kl : 0,
});

/** As PyTorch's Adam has them. */
const ADAM = { decay1: 0.9, decay2: 0.999, epsilon: 1e-8 };
const TABLES = /** @type {const} */ (["parameters", "m", "v"]);
/** What each seed is for: none of the three draws repeats another. */
const [WEIGHTS, ORDER, NOISE] = [1, 2, 3];
const CHECKED = 200; // pictures at once where nothing is learnt

export class Trainer {
  /**
   * @param {Run} run
   * @param {Uint8Array} pictures (n, 784) to learn, at least one
   * @param {{isPlain?: boolean}} [options] for TrainableVae
   */
  constructor({ shape, batch, seed }, pictures, options) {
    this.pictures = pictures;
    this.n = pictures.length / PIXELS;
    this.batch = Math.min(batch, this.n);
    this.seed = seed;
    this.vae = new TrainableVae(shape, Math.max(this.batch, CHECKED), options);
    this.vae.initialise(seedOf(seed, WEIGHTS));
    this.step = 0;
    this.epoch = -1;
    this.order = new Uint32Array();
    this.x = new Float32Array(this.batch * PIXELS);
  }

  /** Which pictures a step sees, (batch): all in a random order, then all in another. */
  chosen(step = this.step) {
    const { n, batch, seed } = this;
    const steps = Math.floor(n / batch); // an epoch's; what is left over has its turn in another
    const epoch = Math.floor(step / steps);
    if (epoch !== this.epoch) this.order = permutation(seedOf(seed, ORDER, epoch), n);
    this.epoch = epoch;
    const from = (step % steps) * batch;
    return this.order.subarray(from, from + batch);
  }

  /** A step's ε, (batch, d). */
  epsilon(step = this.step) {
    return gaussians(seedOf(this.seed, NOISE, step), this.batch * this.vae.shape.latent_dim);
  }

  /**
   * One step: forward, the two terms, their gradient, and Adam.
   *
   * @param {Dials} dials
   * @returns {Terms & {isSound: boolean}} of the batch before the step; where they are not finite
   *   nothing is learnt from them
   */
  take(dials) {
    const { beta, noise, rate } = dials;
    const { vae, batch, x } = this;
    this.chosen().forEach((index, i) => {
      const from = index * PIXELS;
      x.set(fromBytes(this.pictures.subarray(from, from + PIXELS)), i * PIXELS);
    });
    const found = vae.gradients(x, noise ? this.epsilon() : null, batch, beta);
    const terms = counted(found, dials);
    const isSound = Number.isFinite(terms.reconstruction + beta * terms.kl);
    if (!isSound) return { ...terms, isSound };
    this.step += 1;
    const { parameters, gradients, m, v } = vae.at;
    vae.arithmetic.adam(parameters, gradients, m, v, vae.count, {
      fresh1: 1 - ADAM.decay1,
      decay2: ADAM.decay2,
      rate: rate / (1 - ADAM.decay1 ** this.step),
      unbias: 1 / Math.sqrt(1 - ADAM.decay2 ** this.step),
      epsilon: ADAM.epsilon,
    });
    return { ...terms, isSound };
  }

  /**
   * The terms of other pictures, at one z each whose ε is the same each time.
   *
   * @param {Float32Array} pictures (n, 784) in [0, 1]
   * @param {Dials} dials
   * @returns {Terms}
   */
  measure(pictures, dials) {
    const { noise } = dials;
    const n = pictures.length / PIXELS;
    let [reconstruction, kl] = [0, 0];
    for (let from = 0; from < n; from += CHECKED) {
      const some = pictures.subarray(from * PIXELS, (from + CHECKED) * PIXELS);
      const count = some.length / PIXELS;
      const seed = seedOf(this.seed, NOISE, -1 - from);
      const epsilon = noise ? gaussians(seed, count * this.vae.shape.latent_dim) : null;
      const terms = this.vae.terms(some, epsilon, count);
      reconstruction += (terms.reconstruction * count) / n;
      kl += (terms.kl * count) / n;
    }
    return counted({ reconstruction, kl }, dials);
  }

  /** The length of the last step's gradient. */
  slope() {
    const { at, count, floats } = this.vae;
    let squares = 0;
    for (let i = at.gradients; i < at.gradients + count; i++) squares += floats[i] * floats[i];
    return Math.sqrt(squares);
  }

  /**
   * Of the pictures that were encoded last: the root of the mean of μ², and the mean of σ.
   *
   * @param {number} n how many
   */
  codes(n) {
    const { vae } = this;
    const { latent_dim: d } = vae.shape;
    let [squares, sigma] = [0, 0];
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < d; k++) {
        squares += vae.mu(i, k) ** 2;
        sigma += Math.exp(0.5 * vae.logvar(i, k));
      }
    }
    return { mu: Math.sqrt(squares / (n * d)), sigma: sigma / (n * d) };
  }

  /** @returns {Kept} a copy */
  keep() {
    const { at, count, floats } = this.vae;
    const [parameters, m, v] = TABLES.map((name) => floats.slice(at[name], at[name] + count));
    return { step: this.step, parameters, m, v };
  }

  /**
   * Go on from what was kept of a run of the same shape.
   *
   * @param {Kept} kept
   * @throws {RangeError} when it is of another shape
   */
  resume(kept) {
    const { at, count, floats } = this.vae;
    for (const name of TABLES) {
      if (kept[name].length !== count) throw new RangeError(`${name} is not of this shape.`);
      floats.set(kept[name], at[name]);
    }
    this.step = kept.step;
  }
}
