/**
 * The experiments of the lecture, as data: on which tab each has its room, what can be changed
 * there, and the answers that a visitor may guess before the measurement is shown.
 */

import { accepts, choice, dataset, flag, list, number, whole } from "./limits.js";

/** @typedef {import("./types").Options} Options */
/** @typedef {import("./types").Limit} Limit */
/**
 * @typedef {object} RoomData
 * @property {"generate" | "loss"} tab
 * @property {Array<"dataset" | "kind" | "latent_dim">} heeds which of the page's choices of a model
 *   count in it; what it does with other models is its own choice
 * @property {Options} options what can be changed, as it is at first
 * @property {Record<string, Limit>} limits what each of them may be
 * @property {string[]} choices the guesses, as keys; the last word on them has the room's view
 */

const seed = whole(0, 2 ** 32 - 1);

/** @type {Record<string, RoomData>} */
export const ROOMS = {
  steps: {
    tab: "generate",
    heeds: ["dataset", "kind", "latent_dim"],
    options: { step: 1, seed: 1, sample: -1 },
    limits: { step: whole(1, 4), seed, sample: whole(-1, 15) },
    choices: ["decoder", "encoder", "both"],
  },
  sampling: {
    tab: "generate",
    heeds: [],
    /** An empty data set is the chosen model's; a sample of −1 is none. */
    options: { d: 10, dataset: "", law: "prior", seed: 1, of: "vae", sample: -1 },
    limits: {
      d: whole(1, 1000),
      dataset,
      law: choice("prior", "gaussian", "mixture"),
      seed,
      of: choice("vae", "ae"),
      sample: whole(-1, 63),
    },
    choices: ["vae", "ae", "both"],
  },
  maps: {
    tab: "generate",
    heeds: ["dataset"],
    /** Which map was dragged on last, and where; at my picture where none was. */
    options: { from: "mine", at: [0, 0] },
    limits: { from: choice("mine", "vae", "ae"), at: list(2, number(-1e4, 1e4)) },
    choices: ["same", "ten", "fifty", "more"],
  },
  novelty: {
    tab: "generate",
    heeds: [],
    /** Which model; without a data set, that of the page's model. */
    options: { dataset: "", kind: "vae", dims: 10, rebuilt: false },
    limits: { dataset, kind: choice("vae", "ae"), dims: whole(1, 1000), rebuilt: flag },
    choices: ["copies", "nearer", "alike", "farther"],
  },
  between: {
    tab: "generate",
    heeds: ["dataset", "kind", "latent_dim"],
    /**
     * Where on the walk; of each end the class whose centre it is, or -1 for the walk's own picture;
     * which end the next class is for; steps along each attribute, and which is looked at.
     */
    options: { t: 0.5, centres: [-1, -1], end: 0, steps: [0, 0, 0], about: 0 },
    limits: {
      t: number(0, 1),
      centres: list(2, whole(-1, 999)),
      end: whole(0, 1),
      steps: list(3, number(-3, 3)),
      about: whole(0, 2),
    },
    choices: ["one", "third", "nothing"],
  },
  kl: {
    tab: "loss",
    heeds: ["dataset", "kind", "latent_dim"],
    /** Of two numbers of a code; the second is in use where `dims` is 2. */
    options: { dims: 1, mu: [1, -0.5], sigma: [0.5, 0.3], draws: 1000, ones: false },
    limits: {
      dims: whole(1, 2),
      mu: list(2, number(-100, 100)),
      sigma: list(2, number(1e-4, 100)),
      draws: whole(1, 10_000),
      ones: flag,
    },
    choices: ["none", "few", "many"],
  },
  beta: {
    tab: "loss",
    heeds: [],
    /** The nearest of the nets that there are is shown; of each picture a draw, or its centre. */
    options: { d: 2, beta: 1, of: "draws" },
    limits: { d: choice(2, 10), beta: number(0, 1000), of: choice("draws", "centres") },
    choices: ["more", "spread", "off"],
  },
  memorising: {
    tab: "loss",
    heeds: [],
    /** Training pictures; the nets with nearest so many are shown. */
    options: { n: 100 },
    limits: { n: whole(1, 1e6) },
    choices: ["yes", "less", "no", "depends"],
  },
  covariance: {
    tab: "loss",
    heeds: [],
    /** The dimensions that are looked at, whose time, and how far the ellipses are enlarged. */
    options: { d: 32, of: "draw", times: 1 },
    limits: {
      d: choice(2, 4, 8, 16, 32, 64, 128, 256, 512),
      of: choice("draw", "kl"),
      times: whole(1, 5),
    },
    choices: ["much", "some", "none"],
  },
  likelihood: {
    tab: "loss",
    heeds: [],
    /** The point that all nets decode, and which way the pixels' errors are put together. */
    options: { z: [0.5, -0.5], over: "sum" },
    limits: { z: list(2, number(-4, 4)), over: choice("sum", "mean") },
    choices: ["same", "worse", "nothing"],
  },
};

/**
 * A room's options after a change; null where it is none that can be.
 *
 * @param {string} room
 * @param {Options} options as they are
 * @param {unknown} changes
 * @returns {Options | null}
 */
export function changed(room, options, changes) {
  const data = Object.hasOwn(ROOMS, room) ? ROOMS[room] : null;
  if (!data || typeof changes !== "object" || changes === null) return null;
  const fits = Object.entries(changes).every(
    ([key, value]) => Object.hasOwn(data.limits, key) && accepts(data.limits[key], value),
  );
  return fits ? { ...options, ...changes } : null;
}

/** What each room opens with. @returns {Record<string, Options>} */
export const firstOptions = () =>
  Object.fromEntries(Object.entries(ROOMS).map(([room, { options }]) => [room, options]));
