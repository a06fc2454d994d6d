/** What training on few pictures shows: findings from the figures, and from nothing else. */

import { compared } from "../../maths/shares.js";

/**
 * @typedef {object} Net one, as `model/experiments/memorising.py` measures it; nats are a picture's
 * @property {string} id
 * @property {number} n training pictures
 * @property {number} beta
 * @property {{reconstruction_nats: number, kl_nats: number}} train
 * @property {{reconstruction_nats: number, kl_nats: number}} test
 * @property {number} gap test minus train
 * @property {{train: number[], test: number[]}} curves reconstruction, after even numbers of steps
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

/** How much worse the end rebuilds new pictures than the best place before. @param {Net} net */
export const spoilt = ({ curves: { test } }) => test[test.length - 1] - Math.min(...test);

/**
 * After how many steps new pictures were rebuilt best.
 *
 * @param {Net} net
 * @param {number} steps of the whole training
 */
export const bestStep = ({ curves: { test } }, steps) =>
  Math.round((steps * (test.indexOf(Math.min(...test)) + 1)) / test.length);

/**
 * Whether samples lie nearer to what the net saw than to what it did not. Copying z alone would not
 * do: what is smooth lies near to everything.
 *
 * @param {Net} net
 */
export const copies = ({ nearer_to_seen }) => nearer_to_seen > COPIES;

/**
 * What the KL does to the gap between seen and new pictures: null where it widens it.
 *
 * @param {Pair} pair
 * @returns {"yes" | "less" | "no" | null}
 */
function byGap({ free, paid }) {
  if (paid.gap < GONE * free.gap && !copies(paid)) return "yes";
  if (paid.gap < (1 - ALIKE) * free.gap) return "less";
  return paid.gap <= (1 + ALIKE) * free.gap ? "no" : null;
}

/**
 * What the KL does to memorising, as a guess says it. That depends on the measure where the gap and
 * the share of samples that copy go opposite ways; null where both are worse, or one is and the
 * other the same.
 *
 * @param {Pair} pair
 * @param {number} samples of each net
 * @returns {"yes" | "less" | "no" | "depends" | null}
 */
export function verdict(pair, samples) {
  const gap = byGap(pair);
  const [free, paid] = [pair.free.nearer_to_seen, pair.paid.nearer_to_seen];
  const copying = compared(paid, free, samples);
  const isLess = gap === "yes" || gap === "less";
  if (isLess && copying === "more") return "depends";
  return gap === null && copying === "fewer" ? "depends" : gap;
}
