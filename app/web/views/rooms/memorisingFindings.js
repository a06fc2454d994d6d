/** What training on few pictures shows: findings from the figures, and from nothing else. */

/**
 * @typedef {object} Net one, as `model/experiments/memorising.py` measures it; nats are a picture's
 * @property {string} id
 * @property {number} n training pictures
 * @property {number} beta
 * @property {{reconstruction_nats: number, kl_nats: number}} train
 * @property {{reconstruction_nats: number, kl_nats: number}} test
 * @property {number} gap test minus train
 * @property {{train: number[], test: number[]}} curves reconstruction, by epoch
 * @property {number} best_test
 * @property {number} copying_z
 * @property {number} distance
 * @property {number} held_out_distance
 * @property {number} nearer_to_seen the share of samples that lie nearer to a training picture than
 *   to any of as many new ones; a half by chance
 * @property {{distance: number, sample: number[], nearest: number[]}[]} samples
 */
/** @typedef {{free: Net, paid: Net}} Pair without the KL and with it, on the same pictures */

export const LIMIT = -3; // of copying z: below it samples lie nearer than new pictures do
const COPIES = 0.55; // the share of samples nearer to seen pictures that is beyond chance
const GONE = 0.1; // of the gap without the KL: a gap that is smaller is none
const ALIKE = 0.1; // of the gap without the KL: gaps that differ by less are alike

/** The sizes at which there are both nets, rising. @param {Net[]} nets */
export function sizes(nets) {
  const all = [...new Set(nets.map(({ n }) => n))].sort((a, b) => a - b);
  return all.filter((n) => pairOf(nets, n));
}

/** @param {Net[]} nets @param {number} n @returns {Pair | null} */
export function pairOf(nets, n) {
  const of = (/** @type {number} */ beta) => nets.find((net) => net.n === n && net.beta === beta);
  const [free, paid] = [of(0), of(1)];
  return free && paid ? { free, paid } : null;
}

/** How much worse the last epoch rebuilds new pictures than the best one. @param {Net} net */
export const spoilt = ({ curves: { test } }) => test[test.length - 1] - Math.min(...test);

/** The epoch that rebuilds new pictures best, from 1. @param {Net} net */
export const bestEpoch = ({ curves: { test } }) => test.indexOf(Math.min(...test)) + 1;

/**
 * Whether samples lie nearer to what the net saw than to what it did not. Copying z alone would not
 * do: what is smooth lies near to everything.
 *
 * @param {Net} net
 */
export const copies = ({ nearer_to_seen }) => nearer_to_seen > COPIES;

/**
 * What the KL does to the gap between seen and new pictures, as a guess says it; null where it
 * widens it.
 *
 * @param {Pair} pair
 * @returns {"yes" | "less" | "no" | null}
 */
export function verdict({ free, paid }) {
  if (paid.gap < GONE * free.gap && !copies(paid)) return "yes";
  if (paid.gap < (1 - ALIKE) * free.gap) return "less";
  return paid.gap <= (1 + ALIKE) * free.gap ? "no" : null;
}
