/** The training of a VAE in the page, as data: what can be changed, and presets of it. */

import { accepts, choice, flag, number, whole } from "./limits.js";

/** @typedef {import("./types").Limit} Limit */
/**
 * @typedef {object} TrainOptions
 * @property {string} preset whose changes these began with
 * @property {number} beta the weight of the KL
 * @property {boolean} noise whether z is drawn, or is μ
 * @property {number} rate Adam's
 * @property {number} hidden units of the one hidden layer of each net
 * @property {number} batch pictures a step
 * @property {number} pictures of the data set's that are learnt; the most there are, if fewer
 * @property {string} data what is learnt: "set", the data set, or "mine", drawings of this browser
 * @property {number} seed of weights, order and ε
 */
/**
 * @typedef {object} Preset
 * @property {Partial<TrainOptions>} options that differ from the usual
 * @property {{step: number, changes: Partial<TrainOptions>}} [later] what changes by itself at a step
 */

export const WIDTHS = [32, 64, 128, 256];
export const BATCHES = [32, 64, 128, 256];
export const RATES = [0.0003, 0.001, 0.003, 0.01];
export const MOST_BETA = 30;
const ALL = 9000;
export const DATA = ["set", "mine"];
export const AMOUNTS = [10, 100, 1000, ALL];

/** @type {TrainOptions} */
export const FIRST = {
  preset: "minute",
  beta: 1,
  noise: true,
  rate: 0.003,
  hidden: 128,
  batch: 128,
  pictures: ALL,
  data: "set",
  seed: 1,
};

/** @type {Record<string, Preset>} */
export const PRESETS = {
  minute: { options: {} },
  halfway: { options: {}, later: { step: 1500, changes: { beta: 0 } } },
  much: { options: { beta: 30 } },
  few: { options: { pictures: 10 } },
  plain: { options: { beta: 0, noise: false } },
};

/** @type {Record<keyof TrainOptions, Limit>} */
export const LIMITS = {
  preset: choice(...Object.keys(PRESETS)),
  beta: number(0, MOST_BETA),
  noise: flag,
  rate: choice(...RATES),
  hidden: choice(...WIDTHS),
  batch: choice(...BATCHES),
  pictures: choice(...AMOUNTS),
  data: choice(...DATA),
  seed: whole(0, 2 ** 32 - 1),
};

/**
 * The options with some of them changed; null where a change keeps to no limit.
 *
 * @param {TrainOptions} options
 * @param {unknown} changes
 * @returns {TrainOptions | null}
 */
export function trainChanged(options, changes) {
  if (typeof changes !== "object" || changes === null) return null;
  const fits = Object.entries(changes).every(
    ([key, value]) =>
      Object.hasOwn(LIMITS, key) && accepts(LIMITS[/** @type {"beta"} */ (key)], value),
  );
  return fits ? { ...options, ...changes } : null;
}

/**
 * A preset's options; the seed and the data stay.
 *
 * @param {TrainOptions} options
 * @param {string} preset
 * @returns {TrainOptions | null} null where there is none of that name
 */
export function withPreset({ seed, data }, preset) {
  if (!Object.hasOwn(PRESETS, preset)) return null;
  return { ...FIRST, ...PRESETS[preset].options, preset, seed, data };
}

/**
 * What a preset changes by itself between two steps.
 *
 * @param {string} preset
 * @param {number} from the last step that was seen
 * @param {number} to that of now
 * @returns {Partial<TrainOptions> | null}
 */
export function due(preset, from, to) {
  const { later } = PRESETS[preset];
  return later && from < later.step && to >= later.step ? later.changes : null;
}

/** How the slider of β is laid: 0 at its left end, 1 in its middle. @type {readonly number[]} */
export const BETAS = [0, 0.01, 0.03, 0.1, 0.2, 0.5, 1, 1.5, 2, 4, 8, 15, MOST_BETA];

const SLOW = 1500; // pictures a second, below which a minute shows too little of a net of 128
const SMALL = 32;

/**
 * The width that suits a device; null where the one it has does, or is a person's choice already.
 * Steps of less than a batch say nothing of a device: most of their time is Adam's.
 *
 * @param {number} rate pictures a second, as measured
 * @param {TrainOptions} options
 * @returns {number | null}
 */
export const narrower = (rate, { hidden, pictures, batch }) =>
  rate < SLOW && hidden === FIRST.hidden && pictures >= batch ? SMALL : null;

/**
 * Without KL and noise it is an autoencoder, which has no ELBO.
 *
 * @param {Pick<TrainOptions, "beta" | "noise">} options
 */
export const isAutoencoder = ({ beta, noise }) => beta === 0 && !noise;
