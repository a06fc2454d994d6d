/** The nets of the ladder: fetched when they are first shown, and their codes in one frame. */

import { reachOf, turned } from "../../maths/frames.js";

/** @typedef {import("../../page.js").Page} Page */
/** @typedef {import("../../models/types").Model} Model */
/** @typedef {import("./betaFindings.js").Rung} Rung */
/** @typedef {import("../../maths/frames.js").Pair} Pair */
/**
 * @typedef {object} Cloud
 * @property {Float32Array} places x and y by turns, in the ladder's frame
 * @property {ArrayLike<number>} labels one a place
 * @property {number} half how far the axes reach
 */

const STEP = 4; // of four codes one is drawn
const INNER = 0.998; // the share of numbers that is in view
const LEAST = 4; // that the axes reach: the prior's three rings, and some room

/** The two dimensions that a ladder is seen in: those with most nats in its frame's own net. @param {Rung} rung */
export function seenIn({ kl_per_dim: nats }) {
  const order = nats.map((_, k) => k).sort((a, b) => nats[b] - nats[a]);
  const [first, second] = order.slice(0, 2).sort((a, b) => a - b);
  return /** @type {Pair} */ ([first, second]);
}

/** @param {Page} page */
export function makeNets({ session, codes }) {
  /** @type {Map<string, Cloud>} */
  const clouds = new Map();

  const modelOf = (/** @type {Rung} */ { id }) => session.models.get(id, "browser");

  return {
    /** Whether the page has such a net. @param {Rung} rung */
    has: (rung) => modelOf(rung) !== null,
    /** What is there of a net, if all of it is. @param {Rung} rung */
    found(rung) {
      const model = modelOf(rung);
      const cloud = clouds.get(rung.id);
      return model?.has("encoder") && model.has("decoder") && cloud ? { model, cloud } : null;
    },
    /** @param {Rung} rung @param {Pair} dims @returns {Promise<void>} rejects with what went wrong */
    async load(rung, dims) {
      const model = /** @type {Model} */ (modelOf(rung));
      const [{ mu, labels }] = await Promise.all([
        codes.get(model.config),
        model.load("encoder"),
        model.load("decoder"),
      ]);
      if (clouds.has(rung.id)) return;
      const places = turned(mu, rung.frame, dims, STEP);
      clouds.set(rung.id, {
        places,
        labels: Array.from({ length: places.length / 2 }, (_, i) => labels[i * STEP]),
        half: Math.max(LEAST, 1.05 * reachOf(places, INNER)),
      });
    },
  };
}
