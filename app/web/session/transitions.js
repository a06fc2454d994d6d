/**
 * How the state follows from events: pure functions of (state, event, catalogue).
 *
 * An answer carries its question, and one that nobody asks any more changes nothing.
 */

import { WAYS } from "../maths/interpolate.js";
import { gaussians, nextSeed, wholeNumber } from "../maths/random.js";
import { firstIntent, leadsTo, sameSource } from "./intent.js";
import { grown } from "./ranges.js";

/** @typedef {import("./types").State} State */
/** @typedef {import("./types").Intent} Intent */
/** @typedef {import("./types").Frame} Frame */
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
  before: null,
  troubles: { lost: null, engine: null, pictures: {}, views: {} },
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
  return frame.mu ?? new Float32Array(d);
}

/** @type {(state: State, changes: Partial<Intent>) => State} */
const want = (state, changes) => ({ ...state, intent: { ...state.intent, ...changes } });

/** @type {(state: State, changes: Partial<import("./types").Troubles>) => State} */
const trouble = (state, changes) => ({ ...state, troubles: { ...state.troubles, ...changes } });

/** @type {(state: State, catalogue: Catalogue) => number} */
const latentDim = ({ intent }, { models }) => models[intent.model].latent_dim;

/** @type {(state: State, slot: import("./types").Slot) => State} */
function pictureIsWell(state, slot) {
  const { [slot]: failed, ...pictures } = state.troubles.pictures;
  return failed ? trouble(state, { pictures }) : state;
}

/** A new picture takes z to its mu. @type {(state: State, source: Source | null) => State} */
const takePicture = (state, source) =>
  pictureIsWell(want(state, { picture: source, z: null }), "main");

/** @type {Transition} */
function modelChosen(state, { id }, { models }) {
  if (!models[id] || id === state.intent.model) return trouble(state, { lost: null });
  const { intent, frame } = state;
  const settled = frame?.model.config.id === intent.model;
  const before = settled ? { model: intent.model, z: intent.z } : state.before;
  const map = { ...intent.map, plane: null };
  const z = before && before.model === id ? before.z : null;
  return trouble({ ...want(state, { model: id, z, map }), before }, { lost: null });
}

/**
 * Neither engine answers for a model: back to the one before, if there is one.
 *
 * @type {Transition}
 */
function modelLost(state, { id, message }) {
  const lost = { id, message };
  const { before } = state;
  if (id !== state.intent.model) return state;
  if (!before) return trouble(state, { lost });
  const map = { ...state.intent.map, plane: null };
  return trouble(
    { ...want(state, { model: before.model, z: before.z, map }), before: null },
    { lost },
  );
}

/** z by hand; numbers that are no code of the model in use are refused. @type {Transition} */
function zChosen(state, { model, z }, catalogue) {
  const fits = z.length === latentDim(state, catalogue) && z.every(Number.isFinite);
  if (model !== state.intent.model || !fits) return state;
  return want(state, { z: Array.from(z) });
}

/** One number of z. @type {Transition} */
function zMoved(state, { model, dim, value }, catalogue) {
  const z = zOf(state);
  if (!z || model !== state.frame?.model.config.id) return state;
  const moved = Array.from(state.intent.z ?? z);
  moved[dim] = value;
  return zChosen(state, { model, z: moved }, catalogue);
}

/** @type {Transition} */
const zReturnedIn = (state, { model, dim }, catalogue) =>
  zMoved(state, { model, dim, value: state.frame?.mu?.[dim] ?? 0 }, catalogue);

/** A draw from the prior; an autoencoder has none. @type {Transition} */
function priorDrawn(state, _, catalogue) {
  if (catalogue.models[state.intent.model].kind !== "vae") return state;
  const seed = nextSeed(state.intent.seed);
  return want(state, { seed, z: Array.from(gaussians(seed, latentDim(state, catalogue))) });
}

/** @type {(state: State, dataset: string, catalogue: Catalogue) => {seed: number, source: Source}} */
function randomPicture(state, dataset, { datasets }) {
  const seed = nextSeed(state.intent.seed);
  const index = wholeNumber(seed, datasets[dataset].n);
  return { seed, source: { from: "test", dataset, index } };
}

/** @type {Transition} */
function randomPictureChosen(state, { dataset }, catalogue) {
  const { seed, source } = randomPicture(state, dataset, catalogue);
  return takePicture(want(state, { seed }), source);
}

/** @type {Transition} */
function walkEndChosen(state, { end, dataset }, catalogue) {
  if (!dataset) {
    const { intent, pictures } = state;
    if (!intent.picture || !sameSource(pictures.main?.source ?? null, intent.picture)) return state;
    const walk = { ...intent.walk, [end]: intent.picture };
    return { ...want(state, { walk }), pictures: { ...pictures, [end]: pictures.main } };
  }
  const { seed, source } = randomPicture(state, dataset, catalogue);
  return want(state, { seed, walk: { ...state.intent.walk, [end]: source } });
}

/** @type {Transition} */
function walkMoved(state, { t }) {
  const { a, b } = state.ends;
  const { walk } = state.intent;
  const moved = want(state, { walk: { ...walk, t } });
  if (!a?.mu || !b?.mu || a.model !== state.frame?.model || b.model !== a.model) return moved;
  return want(moved, { z: Array.from(WAYS[walk.way](a.mu, b.mu, t)) });
}

/** @type {Transition} */
function walkTicked(state, { t }) {
  if (!state.playing) return state;
  return { ...walkMoved(state, { t: Math.min(1, t) }, /** @type {any} */ (null)), playing: t < 1 };
}

/** @type {Transition} */
function pictureCame(state, { slot, picture }) {
  const wanted =
    slot === "main" ? state.intent.picture : state.intent.walk[/** @type {"a"} */ (slot)];
  if (!sameSource(picture.source, wanted)) return state;
  return pictureIsWell({ ...state, pictures: { ...state.pictures, [slot]: picture } }, slot);
}

/** A picture that cannot be had leaves the page without one, and says so. @type {Transition} */
function pictureFailed(state, { slot, source, message }) {
  if (slot === "main" && source && !sameSource(source, state.intent.picture)) return state;
  const told = trouble(state, {
    pictures: { ...state.troubles.pictures, [slot]: { source, message } },
  });
  return slot === "main" && source ? want(told, { picture: null, z: null }) : told;
}

/** @type {Transition} */
function encoded(state, { slot, model, source, picture, mu, logvar }) {
  const frame = { model, source, picture, mu, logvar };
  if (model.config.id !== state.intent.model) return state;
  if (slot !== "main") return { ...state, ends: { ...state.ends, [slot]: frame } };
  if (!leadsTo(source, state.intent.picture)) return state;
  return settledOn(state, frame);
}

/**
 * The chosen model has answered: there is nothing to go back to.
 *
 * @type {(s: State, f: Frame) => State}
 */
function settledOn(state, frame) {
  const { lost } = state.troubles;
  const found = lost?.id === frame.model.config.id ? trouble(state, { lost: null }) : state;
  return { ...found, frame, before: null };
}

/** @type {Transition} */
function decoded(state, { model, z, logits, ms }) {
  if (model !== state.frame?.model) return state;
  return { ...state, point: { model, z, logits, ms } };
}

/** @type {Transition} */
function rebuilt(state, { of, logits, ms }) {
  if (of.model !== state.frame?.model || !leadsTo(of.source, state.intent.picture)) return state;
  return { ...state, rebuilt: { of, logits, ms } };
}

/** @type {Transition} */
function twinRebuilt(state, { of, logits, ms }) {
  if (!leadsTo(of.source, state.intent.picture)) return state;
  return { ...state, twin: { of, logits, ms } };
}

/** @type {Transition} */
function viewFailed(state, { view, message }) {
  const { views } = state.troubles;
  return views[view] === message ? state : trouble(state, { views: { ...views, [view]: message } });
}

/** @type {Transition} */
function viewRecovered(state, { view }) {
  if (!(view in state.troubles.views)) return state;
  const { [view]: _, ...views } = state.troubles.views;
  return trouble(state, { views });
}

/** @type {Transition} */
function retried(state) {
  const missed = state.troubles.pictures.main?.source;
  const again = missed && !state.intent.picture ? takePicture(state, missed) : state;
  return trouble(again, { lost: null, pictures: {}, views: {} });
}

/**
 * What a person does. Each of them also ends a walk that plays.
 *
 * @type {Record<string, Transition>}
 */
const ACTIONS = {
  modelChosen,
  engineChosen: (state, { engine }) => want(state, { engine }),
  tabShown: (state, { tab }) => want(state, { tab }),
  pictureChosen: (state, { source }) => takePicture(state, source),
  randomPictureChosen,
  cleared: (state) => takePicture(state, null),
  /** Drawn or uploaded: the picture comes with the event. */
  pictureBrought: (state, { picture }) => ({
    ...takePicture(state, picture.source),
    pictures: { ...state.pictures, main: picture },
  }),
  asIsChosen: (state, { asIs }) => want(state, { asIs, z: null }),
  zChosen,
  zMoved,
  zReturned: (state) => want(state, { z: null }),
  zReturnedIn,
  zCleared: (state, _, catalogue) =>
    want(state, { z: new Array(latentDim(state, catalogue)).fill(0) }),
  priorDrawn,
  resampled: (state) => want(state, { seed: nextSeed(state.intent.seed) }),
  compareChosen: (state, { compare }) => want(state, { reconstruct: { compare } }),
  planeChosen: (state, { plane }) => want(state, { map: { ...state.intent.map, plane } }),
  latticeChosen: (state, { lattice }) => want(state, { map: { ...state.intent.map, lattice } }),
  walkEndChosen,
  walkWayChosen: (state, { way }) => want(state, { walk: { ...state.intent.walk, way } }),
  walkMoved,
  walkStopped: (state) => state,
  retried,
  lostRetried: (state, _, catalogue) =>
    modelChosen(state, { id: state.troubles.lost?.id }, catalogue),
};

/** What happens by itself: answers, and time. @type {Record<string, Transition>} */
const ANSWERS = {
  walkPlayed: (state) => ({ ...state, playing: true }),
  walkTicked,
  pictureCame,
  pictureFailed,
  loaded: (state) => ({ ...state }),
  /** An answer that came when nobody asked any more. */
  dropped: (state) => state,
  engineFailed: (state, { id, engine, message }) =>
    trouble(state, { engine: { id, engine, message } }),
  modelLost,
  pictureCleared: (state, { model }) =>
    settledOn(state, { model, source: null, picture: null, mu: null, logvar: null }),
  encoded,
  decoded,
  rebuilt,
  twinRebuilt,
  viewFailed,
  viewRecovered,
};

/**
 * The state after an event.
 *
 * @param {State} state
 * @param {Event} event
 * @param {Catalogue} catalogue
 * @returns {State}
 * @throws {Error} for an event of no known type
 */
export function reduce(state, event, catalogue) {
  const action = ACTIONS[event.type];
  if (action) return withRanges({ ...action(state, event, catalogue), playing: false });
  const answer = ANSWERS[event.type];
  if (!answer) throw new Error(`There is no event ${event.type}.`);
  return withRanges(answer(state, event, catalogue));
}

/** @type {(state: State) => State} */
function withRanges(state) {
  const z = zOf(state);
  if (!z || !state.frame) return state;
  const ranges = grown(state.ranges, state.frame.model.config, z);
  return ranges === state.ranges ? state : { ...state, ranges };
}
