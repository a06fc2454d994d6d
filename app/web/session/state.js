/** The state, what is read from it, and the small changes that others are made of. */

import { firstIntent, sameSource, sourceOf } from "./intent.js";

/** @typedef {import("./types").State} State */
/** @typedef {import("./types").Intent} Intent */
/** @typedef {import("./types").Source} Source */
/** @typedef {import("./types").Event} Event */
/** @typedef {import("./types").Catalogue} Catalogue */
/** @typedef {(state: State, event: any, catalogue: Catalogue) => State} Transition */

/**
 * @param {Catalogue} catalogue
 * @returns {State}
 */
export const firstState = (catalogue) => ({
  intent: firstIntent(catalogue),
  pictures: { main: null, a: null, b: null },
  frame: null,
  rebuilt: null,
  twin: null,
  point: null,
  ends: { a: null, b: null },
  ranges: null,
  playing: false,
  descent: null,
  before: null,
  troubles: { lost: null, pictures: {}, views: {}, upload: null, link: [] },
});

/**
 * The point of the latent space that the page is at; null before the first model has answered.
 *
 * @param {State} state
 * @returns {Float32Array | null} (d)
 */
export function zOf({ intent, frame }) {
  if (!frame) return null;
  const d = frame.model.config.latent_dim;
  if (intent.z?.length === d) return Float32Array.from(intent.z);
  // A picture far from all that the model has seen can have a code beyond all numbers.
  return frame.mu?.every(Number.isFinite) ? frame.mu : new Float32Array(d);
}

/**
 * The picture of a slot as it is laid for a model's data set; null while it is missing.
 *
 * @param {State} state
 * @param {import("./types").Slot} slot
 * @param {{placing: import("./types").Placing}} dataset
 */
export function seen({ intent, pictures }, slot, { placing }) {
  const picture = pictures[slot];
  const source = sourceOf(intent, slot);
  if (!picture || !source || !sameSource(picture.source, source)) return null;
  return { picture, pixels: picture.as(intent.asIs ? "as-is" : placing) };
}

/** @type {(state: State, changes: Partial<Intent>) => State} */
export const want = (state, changes) => ({ ...state, intent: { ...state.intent, ...changes } });

/** @type {(state: State, changes: Partial<import("./types").Troubles>) => State} */
export const trouble = (state, changes) => ({
  ...state,
  troubles: { ...state.troubles, ...changes },
});

/** @type {(state: State, catalogue: Catalogue) => number} */
export const latentDim = ({ intent }, { models }) => models[intent.model].latent_dim;

/** @type {(state: State, slot: import("./types").Slot) => State} */
export function pictureIsWell(state, slot) {
  const { [slot]: failed, ...pictures } = state.troubles.pictures;
  return failed ? trouble(state, { pictures }) : state;
}

/**
 * z as it was before a hand moved it: axes that grew for it have their usual ends again.
 *
 * @type {(state: State, changes: Partial<Intent>) => State}
 */
export const wantAnew = (state, changes) => ({ ...want(state, changes), ranges: null });

/**
 * A new picture takes z to its mu; a file that was brought before it is not waited for any more.
 *
 * @type {(state: State, source: Source | null) => State}
 */
export const takePicture = (state, source) => {
  const { upload } = state.troubles;
  const next = pictureIsWell(wantAnew(state, { picture: source, z: null }), "main");
  return upload ? trouble(next, { upload: null }) : next;
};

/**
 * The map of another model: its own plane and view; classes stay hidden where they are the same.
 *
 * @type {(intent: Intent, id: string, catalogue: Catalogue) => Intent["map"]}
 */
function mapFor({ map, model }, id, { models }) {
  const hidden = models[id].dataset === models[model].dataset ? map.hidden : [];
  return { ...map, plane: null, window: null, hidden };
}

/**
 * Test pictures of another data set make way for the model's own; what a person made stays.
 *
 * @type {(intent: Intent, id: string, catalogue: Catalogue) => Pick<Intent, "picture" | "walk">}
 */
function picturesFor({ model, picture, walk }, id, { models, datasets }) {
  const { dataset } = models[id];
  if (dataset === models[model].dataset) return { picture, walk };
  const first = firstIntent({ models: { [id]: models[id] }, datasets });
  const isOthers = (/** @type {Source | null} */ source) =>
    source?.from === "test" && source.dataset !== dataset;
  return {
    picture: isOthers(picture) ? first.picture : picture,
    walk: {
      ...walk,
      a: isOthers(walk.a) ? first.walk.a : walk.a,
      b: isOthers(walk.b) ? first.walk.b : walk.b,
    },
  };
}

/**
 * Another model, with a code of its own or null for the picture's.
 *
 * @type {(state: State, id: string, z: number[] | null, catalogue: Catalogue) => State}
 */
export const wantModel = (state, id, z, catalogue) =>
  want(state, {
    model: id,
    z,
    map: mapFor(state.intent, id, catalogue),
    ...picturesFor(state.intent, id, catalogue),
  });
