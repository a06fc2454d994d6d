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
 * @property {{distance: number, sample: number[], nearest: number[]}[]} samples
 */
/** @typedef {{free: Net, paid: Net}} Pair without the KL and with it, on the same pictures */

export const COPIES = -3; // below this copying z, a net copies
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

/** @param {Net} net */
export const copies = ({ copying_z }) => copying_z < COPIES;

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
