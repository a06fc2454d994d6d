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

/** @type {Record<string, RoomData>} */
export const ROOMS = {
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
