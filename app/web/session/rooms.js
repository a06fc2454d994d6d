/**
 * The experiments of the lecture, as data: on which tab each has its room, what can be changed
 * there, and the answers that a visitor may guess before the measurement is shown.
 */

/** @typedef {import("./types").Options} Options */
/**
 * @typedef {object} RoomData
 * @property {"generate" | "loss"} tab
 * @property {Options} options what can be changed, as it is at first
 * @property {(options: Options) => boolean} check whether options of the right types make sense
 * @property {string[]} choices the guesses, as keys; the last word on them has the room's view
 */

/** @param {unknown} value @param {number} low @param {number} high */
const isWithin = (value, low, high) => Number(value) >= low && Number(value) <= high;

/** @param {unknown} value @param {number} low @param {number} high */
const isWhole = (value, low, high) => Number.isInteger(value) && isWithin(value, low, high);

/** @type {Record<string, RoomData>} */
export const ROOMS = {
  steps: {
    tab: "generate",
    options: { step: 1, seed: 1, sample: -1 },
    check: ({ step, seed, sample }) =>
      isWhole(step, 1, 4) && isWhole(seed, 0, 2 ** 32 - 1) && isWhole(sample, -1, 15),
    choices: ["decoder", "encoder", "both"],
  },
  sampling: {
    tab: "generate",
    /** An empty data set is the chosen model's; a sample of −1 is none. */
    options: { d: 10, dataset: "", law: "prior", seed: 1, of: "vae", sample: -1 },
    check: ({ d, law, seed, of, sample }) =>
      isWhole(d, 1, 1000) &&
      ["prior", "gaussian", "mixture"].includes(String(law)) &&
      isWhole(seed, 0, 2 ** 32 - 1) &&
      (of === "vae" || of === "ae") &&
      isWhole(sample, -1, 63),
    choices: ["vae", "ae", "both"],
  },
  maps: {
    tab: "generate",
    /** Which map was dragged on last, and where; at my picture where none was. */
    options: { from: "mine", at: [0, 0] },
    check: ({ from, at }) =>
      ["mine", "vae", "ae"].includes(String(from)) &&
      /** @type {number[]} */ (at).every((value) => isWithin(value, -1e4, 1e4)),
    choices: ["same", "ten", "fifty", "more"],
  },
  novelty: {
    tab: "generate",
    /** Which model; without a data set, that of the page's model. */
    options: { dataset: "", kind: "vae", dims: 10, rebuilt: false },
    check: ({ kind, dims }) =>
      (kind === "vae" || kind === "ae") && Number.isInteger(dims) && isWithin(dims, 1, 1000),
    choices: ["copies", "nearer", "alike", "farther"],
  },
  between: {
    tab: "generate",
    /**
     * Where on the walk; of each end the class whose centre it is, or -1 for the walk's own picture;
     * which end the next class is for; steps along each attribute, and which is looked at.
     */
    options: { t: 0.5, centres: [-1, -1], end: 0, steps: [0, 0, 0], about: 0 },
    check: ({ t, centres, end, steps, about }) =>
      isWithin(t, 0, 1) &&
      /** @type {number[]} */ (centres).every((c) => Number.isInteger(c) && isWithin(c, -1, 999)) &&
      (end === 0 || end === 1) &&
      /** @type {number[]} */ (steps).every((step) => isWithin(step, -3, 3)) &&
      [0, 1, 2].includes(/** @type {number} */ (about)),
    choices: ["one", "third", "nothing"],
  },
  kl: {
    tab: "loss",
    /** Of two numbers of a code; the second is in use where `dims` is 2. */
    options: { dims: 1, mu: [1, -0.5], sigma: [0.5, 0.3], draws: 1000, ones: false },
    check: ({ dims, mu, sigma, draws }) =>
      (dims === 1 || dims === 2) &&
      /** @type {number[]} */ (mu).every((value) => isWithin(value, -100, 100)) &&
      /** @type {number[]} */ (sigma).every((value) => isWithin(value, 1e-4, 100)) &&
      Number.isInteger(draws) &&
      isWithin(draws, 1, 10_000),
    choices: ["none", "few", "many"],
  },
  beta: {
    tab: "loss",
    /** The nearest of the nets that there are is shown. */
    options: { d: 2, beta: 1 },
    check: ({ d, beta }) => (d === 2 || d === 10) && isWithin(beta, 0, 1000),
    choices: ["more", "spread", "off"],
  },
  memorising: {
    tab: "loss",
    /** Training pictures; the nets with nearest so many are shown. */
    options: { n: 100 },
    check: ({ n }) => Number.isInteger(n) && isWithin(n, 1, 1e6),
    choices: ["yes", "less", "no"],
  },
  covariance: {
    tab: "loss",
    /** The dimensions that are looked at, whose time, and how far the ellipses are enlarged. */
    options: { d: 32, of: "draw", times: 1 },
    check: ({ d, of, times }) =>
      isWithin(d, 2, 512) &&
      Number.isInteger(Math.log2(Number(d))) &&
      (of === "draw" || of === "kl") &&
      Number.isInteger(times) &&
      isWithin(times, 1, 5),
    choices: ["much", "some", "none"],
  },
  likelihood: {
    tab: "loss",
    /** The point that all nets decode, and which way the pixels' errors are put together. */
    options: { z: [0.5, -0.5], over: "sum" },
    check: ({ z, over }) =>
      /** @type {number[]} */ (z).every((value) => isWithin(value, -4, 4)) &&
      (over === "sum" || over === "mean"),
    choices: ["same", "worse", "nothing"],
  },
};

/**
 * Whether a value has the type of another: of lists also the length.
 *
 * @param {unknown} value
 * @param {unknown} model
 * @returns {boolean}
 */
function isLike(value, model) {
  if (Array.isArray(model)) {
    const isList = Array.isArray(value) && value.length === model.length;
    return isList && value.every((item, i) => isLike(item, model[i]));
  }
  return typeof value === typeof model && (typeof value !== "number" || Number.isFinite(value));
}

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
    ([key, value]) => Object.hasOwn(data.options, key) && isLike(value, data.options[key]),
  );
  const next = { ...options, ...changes };
  return fits && data.check(next) ? next : null;
}

/** What each room opens with. @returns {Record<string, Options>} */
export const firstOptions = () =>
  Object.fromEntries(Object.entries(ROOMS).map(([room, { options }]) => [room, options]));
