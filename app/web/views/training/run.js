/** From what a visitor wants to train to what the worker is told: the run, its data, its key. */

import { PIXELS } from "../../maths/pictures.js";
import { shifted } from "../../models/training/drawings.js";
import { SHOWN } from "../../models/training/work.js";

/** @typedef {import("../../session/training.js").TrainOptions} TrainOptions */
/** @typedef {import("../../models/safetensors.js").Tensor} Tensor */
/**
 * @typedef {object} Data a data set in two parts
 * @property {(most: number) => Uint8Array} learnt (n, 784), the first pictures, n at most `most`
 * @property {Uint8Array} held (m, 784), the last tenth, at most 1,000, never learnt
 * @property {Uint8Array} labels (m) of these
 */

const MOST_HELD = 1000;

/** @param {Record<string, Tensor>} tensors of `pictures.safetensors` @returns {Data} */
export function dataOf({ images, labels }) {
  const pixels = /** @type {Uint8Array} */ (images.raw);
  const n = labels.raw.length;
  const from = n - Math.min(MOST_HELD, Math.max(1, Math.floor(n / 10)));
  return {
    learnt: (most) => pixels.slice(0, Math.min(most, from) * PIXELS),
    held: pixels.slice(from * PIXELS),
    labels: /** @type {Uint8Array} */ (labels.raw).slice(from),
  };
}

/** @param {TrainOptions} options @returns {import("../../models/training/trainer.js").Run} */
export const runOf = ({ hidden, batch, seed }) => ({
  shape: { latent_dim: 2, hidden: [hidden], activation: "silu" },
  batch,
  seed,
});

/** What acts at once. @param {TrainOptions} options */
export const dialsOf = ({ beta, noise, rate }) => ({ beta, noise, rate });

/**
 * The pictures that are learnt: the data set's, or the visitor's own with small shifts.
 *
 * @param {TrainOptions} options
 * @param {Data} data
 * @param {import("../../models/training/drawings.js").Drawings} drawings
 */
export const learntOf = ({ data: from, pictures }, data, drawings) =>
  from === "mine" ? shifted(drawings.list) : data.learnt(pictures);

/**
 * The pictures that are shown with their reconstructions: some that are held out, or the visitor's
 * own, over and over where they are few.
 *
 * @param {TrainOptions} options
 * @param {Data} data
 * @param {import("../../models/training/drawings.js").Drawings} drawings
 */
export function shownOf({ data: from }, data, { list }) {
  if (from !== "mine") return data.held.slice(0, SHOWN * PIXELS);
  return Uint8Array.from(
    Array.from({ length: SHOWN }, (_, i) => [...list[i % list.length]]).flat(),
  );
}

/**
 * Of which run a snapshot, or what was kept, is: another preset, net or data set is another run.
 *
 * @param {TrainOptions} options
 * @param {string} dataset
 * @param {import("../../models/training/drawings.js").Drawings} drawings
 */
export const keyOf = ({ preset, hidden, batch, seed, pictures, data }, dataset, drawings) => {
  const learnt = data === "mine" ? `mine-${drawings.stamp}` : pictures;
  return [dataset, preset, hidden, batch, seed, learnt].join(" ");
};
