/** The nets of the ladder: fetched when they are first shown, and their codes in one frame. */

import { reachOf, turned } from "../../maths/frames.js";
import { fromBytes, PIXELS } from "../../maths/pictures.js";
import { gaussians } from "../../maths/random.js";

/** @typedef {import("../../page.js").Page} Page */
/** @typedef {import("../../models/types").Model} Model */
/** @typedef {import("./betaFindings.js").Rung} Rung */
/** @typedef {import("../../maths/frames.js").Pair} Pair */
/** What is drawn of each picture. @typedef {"draws" | "centres"} Of */
/**
 * @typedef {object} Cloud
 * @property {Float32Array} places x and y by turns, in the ladder's frame
 * @property {ArrayLike<number>} labels one a place
 * @property {number} half how far the axes reach
 */
/**
 * @typedef {object} Posteriors of every `STEP`-th test picture
 * @property {Float32Array} mu (n, d)
 * @property {Float32Array} sigma (n, d)
 * @property {Uint8Array} labels (n)
 */

const STEP = 4; // of four test pictures one is drawn
const SLICE = 125; // pictures that are encoded at once
const INNER = 0.998; // the share of numbers that is in view
const LEAST = 4; // that the axes reach: the prior's three rings, and some room

/** The two dimensions that a ladder is seen in: those with most nats in its frame's own net. @param {Rung} rung */
export function seenIn({ kl_per_dim: nats }) {
  const order = nats.map((_, k) => k).sort((a, b) => nats[b] - nats[a]);
  const [first, second] = order.slice(0, 2).sort((a, b) => a - b);
  return /** @type {Pair} */ ([first, second]);
}

/**
 * One z ~ q(z|x) for each posterior.
 *
 * @param {Posteriors} posteriors
 * @param {number} seed
 * @returns {Float32Array} (n, d)
 */
export function drawn({ mu, sigma }, seed) {
  const epsilon = gaussians(seed, mu.length);
  return mu.map((value, i) => value + sigma[i] * epsilon[i]);
}

/**
 * What a net makes of the test pictures, some at a time, so that a hand on the page is not held up.
 *
 * @param {Model} model with its encoder
 * @param {{images: {raw: any}, labels: {raw: any}}} pictures bytes (n, 784), and a class each
 * @returns {Promise<Posteriors>}
 */
async function encoded(model, { images, labels }) {
  const n = Math.ceil(labels.raw.length / STEP);
  const d = model.config.latent_dim;
  const found = { mu: new Float32Array(n * d), sigma: new Float32Array(n * d) };
  for (let i = 0; i < n; i++) {
    if (i % SLICE === 0) await new Promise((done) => setTimeout(done));
    const at = i * STEP * PIXELS;
    const code = /** @type {import("../../models/types").Posterior} */ (
      model.encode(fromBytes(images.raw.subarray(at, at + PIXELS)))
    );
    found.mu.set(code.mu, i * d);
    found.sigma.set(code.logvar?.map((value) => Math.exp(0.5 * value)) ?? [], i * d);
  }
  return { ...found, labels: Uint8Array.from({ length: n }, (_, i) => labels.raw[i * STEP]) };
}

/** @param {Page} page */
export function makeNets({ session, pictures }) {
  /** @type {Map<string, Posteriors>} */
  const known = new Map();
  /** The last cloud of each net, so that it is the same one as long as it is. @type {Map<string, {key: string, cloud: Cloud}>} */
  const clouds = new Map();

  const modelOf = (/** @type {Rung} */ { id }) => session.models.get(id, "browser");

  return {
    /** Whether the page has such a net. @param {Rung} rung */
    has: (rung) => modelOf(rung) !== null,
    /** The net, if all of it is there. @param {Rung} rung */
    found(rung) {
      const model = modelOf(rung);
      const isThere = model?.has("encoder") && model.has("decoder") && known.has(rung.id);
      return isThere ? model : null;
    },
    /**
     * The cloud of a net that has been found: a draw of each posterior, or its centre. The window is
     * that of the draws either way.
     *
     * @param {Rung} rung
     * @param {Pair} dims
     * @param {Of} of
     * @param {number} seed
     * @returns {Cloud}
     */
    cloudOf({ id, frame }, dims, of, seed) {
      const key = [of, seed].join();
      const last = clouds.get(id);
      if (last?.key === key) return last.cloud;
      const own = /** @type {Posteriors} */ (known.get(id));
      const draws = turned(drawn(own, seed), frame, dims);
      const cloud = {
        places: of === "draws" ? draws : turned(own.mu, frame, dims),
        labels: own.labels,
        half: Math.max(LEAST, 1.05 * reachOf(draws, INNER)),
      };
      clouds.set(id, { key, cloud });
      return cloud;
    },
    /** @param {Rung} rung @returns {Promise<void>} rejects with what went wrong */
    async load(rung) {
      const model = /** @type {Model} */ (modelOf(rung));
      const [tensors] = await Promise.all([
        pictures[model.config.dataset].tensors(),
        model.load("encoder"),
        model.load("decoder"),
      ]);
      if (known.has(rung.id)) return;
      known.set(rung.id, await encoded(model, /** @type {any} */ (tensors)));
    },
  };
}
