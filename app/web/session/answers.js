/**
 * What happens by itself: answers, and time. An answer carries its question, and one that nobody
 * asks any more changes nothing.
 */

import { walkMoved } from "./actions.js";
import { DESCENT_ANSWERS } from "./descent.js";
import { leadsTo, sameSource, sourceOf } from "./intent.js";
import { pictureIsWell, trouble, want, wantModel } from "./state.js";

/** @typedef {import("./state.js").Transition} Transition */
/** @typedef {import("./types").State} State */
/** @typedef {import("./types").Frame} Frame */

/**
 * Neither engine answers for a model: back to the one before, if there is one.
 *
 * @type {Transition}
 */
function modelLost(state, { id, error }, catalogue) {
  const lost = { id, error };
  const { before } = state;
  if (id !== state.intent.model) return state;
  if (!before) return trouble(state, { lost });
  return trouble(
    { ...wantModel(state, before.model, before.z, catalogue), before: null },
    { lost },
  );
}

/** At an end the walk stops, unless it goes there and back. @type {Transition} */
function walkTicked(state, { t }) {
  if (!state.playing) return state;
  const { bounce } = state.intent.walk;
  const within = Math.min(1, Math.max(0, t));
  const moved = walkMoved(state, { t: within }, /** @type {any} */ (null));
  return { ...moved, playing: bounce || (t >= 0 && t < 1) };
}

/** @type {Transition} */
function pictureCame(state, { slot, picture }) {
  if (!sameSource(picture.source, sourceOf(state.intent, slot))) return state;
  return pictureIsWell({ ...state, pictures: { ...state.pictures, [slot]: picture } }, slot);
}

/** A picture that cannot be had leaves the page with the one before, and says so. @type {Transition} */
function pictureFailed(state, { slot, source, error }) {
  const { intent, pictures, troubles } = state;
  if (!sameSource(source, sourceOf(intent, slot))) return state;
  const failed = { ...troubles.pictures, [slot]: { source, error } };
  const told = trouble(state, { pictures: failed });
  return slot === "main" ? want(told, { picture: pictures.main?.source ?? null }) : told;
}

/**
 * The chosen model has answered: there is nothing to go back to.
 *
 * @type {(s: State, f: Frame) => State}
 */
function settledOn(state, frame) {
  const { lost } = state.troubles;
  const found = lost?.id === frame.model.config.id ? trouble(state, { lost: null }) : state;
  return { ...found, frame, before: null, descent: null };
}

/** @type {Transition} */
function encoded(state, { slot, model, source, picture, mu, logvar }) {
  const frame = { model, source, picture, mu, logvar };
  if (model.config.id !== state.intent.model) return state;
  if (slot !== "main") return { ...state, ends: { ...state.ends, [slot]: frame } };
  if (!leadsTo(source, state.intent.picture)) return state;
  return settledOn(state, frame);
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
function viewFailed(state, { view, error }) {
  const { views } = state.troubles;
  if (views[view]?.message === error.message) return state;
  return trouble(state, { views: { ...views, [view]: error } });
}

/** @type {Transition} */
function viewRecovered(state, { view }) {
  if (!(view in state.troubles.views)) return state;
  const { [view]: _, ...views } = state.troubles.views;
  return trouble(state, { views });
}

/** What happens by itself: answers, and time. @type {Record<string, Transition>} */
export const ANSWERS = {
  walkPlayed: (state) => ({ ...state, playing: true }),
  /** A walk that plays goes on. */
  walkBounceChosen: (state, { bounce }) => want(state, { walk: { ...state.intent.walk, bounce } }),
  walkTicked,
  pictureCame,
  pictureFailed,
  loaded: (state) => ({ ...state }),
  /** An answer that came when nobody asked any more. */
  dropped: (state) => state,
  /** The store of models remembers which; what is asked next follows from that. */
  engineFailed: (state) => ({ ...state }),
  modelLost,
  pictureCleared: (state, { model }) =>
    settledOn(state, { model, source: null, picture: null, mu: null, logvar: null }),
  encoded,
  decoded,
  rebuilt,
  twinRebuilt,
  ...DESCENT_ANSWERS,
  viewFailed,
  viewRecovered,
  uploadBegun: (state) => trouble(state, { upload: "pending" }),
  uploadFailed: (state, { error }) => trouble(state, { upload: error }),
};
