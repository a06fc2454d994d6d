/** What a visitor wants: plain JSON, and all that a link holds. */

import { firstOptions } from "./rooms.js";
import { FIRST } from "./training.js";

/** @typedef {import("./types").Intent} Intent */
/** @typedef {import("./types").Source} Source */
/** @typedef {import("./types").Catalogue} Catalogue */

const FIRST_SEED = 1;

/**
 * What the page opens with.
 *
 * @param {Catalogue} catalogue with at least one model
 * @returns {Intent}
 */
export function firstIntent({ models, datasets }) {
  const all = Object.values(models);
  const model = all.find(({ family }) => family === "main") ?? all[0];
  const { id: dataset, examples, n } = datasets[model.dataset];
  /** @type {(index: number) => Source} */
  const test = (index) => ({ from: "test", dataset, index });
  return {
    model: model.id,
    engine: "browser",
    tab: "reconstruct",
    picture: test(examples[0] ?? 0),
    asIs: false,
    z: null,
    seed: FIRST_SEED,
    reconstruct: { compare: false, draw: 0, exaggeration: 1 },
    map: {
      plane: null,
      window: null,
      hidden: [],
      layers: { dots: true, contours: false, lattice: false, rings: true, draws: false },
    },
    walk: { a: test(0), b: test(Math.min(1, n - 1)), way: "straight", t: null, bounce: false },
    generate: { room: "steps" },
    loss: { room: "kl" },
    train: FIRST,
    rooms: firstOptions(),
    predictions: {},
  };
}

/**
 * Where the picture of a slot comes from.
 *
 * @param {Intent} intent
 * @param {import("./types").Slot} slot
 */
export const sourceOf = (intent, slot) => (slot === "main" ? intent.picture : intent.walk[slot]);

/**
 * Whether two sources are of one picture.
 *
 * @param {Source | null} a
 * @param {Source | null} b
 */
export const sameSource = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b);

/**
 * Whether an answer about `old` may still be shown while the picture is `now`: it is the same, or
 * an earlier stroke of the same drawing, or an earlier square of the same photo.
 *
 * @param {Source | null} old
 * @param {Source | null} now
 */
export function leadsTo(old, now) {
  if (old?.from === "drawing" && now?.from === "drawing") return old.drawing === now.drawing;
  if (old?.from === "upload" && now?.from === "upload") return old.upload === now.upload;
  return sameSource(old, now);
}
