/**
 * "Improve this code": the encoder's guess goes down −ELBO, a step a question. While it does, and
 * when it has come to rest, the frame's code is the improved one, and all that follows from a code
 * follows from that. Whatever changes the picture, the model or z takes the guess back.
 */

import { isAtRest, startAt } from "../models/inference/descent.js";
import { wantAnew } from "./state.js";

/** @typedef {import("./state.js").Transition} Transition */
/** @typedef {import("./types").State} State */
/** @typedef {import("./types").Question} Question */
/** @typedef {import("../models/types").Model} Model */

/** What a descent hangs on. */
const HELD_BY = /** @type {const} */ (["model", "engine", "picture", "asIs", "z"]);

/**
 * Why the code of a frame cannot be improved; null where it can.
 *
 * @param {State["frame"]} frame
 * @returns {"picture" | "ae" | "server" | "beta" | null}
 */
export function hindrance(frame) {
  if (!frame?.mu || !frame.picture) return "picture";
  const { config, engine } = frame.model;
  if (config.kind === "ae" || !frame.logvar) return "ae";
  if (config.beta !== 1) return "beta";
  if (engine !== "browser") return "server";
  return [...frame.mu, ...frame.logvar].every(Number.isFinite) ? null : "picture";
}

/** @type {Transition} */
function descentBegun(state) {
  const { frame } = state;
  const { mu, logvar } = frame ?? {};
  if (state.descent || !frame || !mu || !logvar || hindrance(frame)) return state;
  const descent = { of: frame, at: startAt({ mu, logvar }), before: null, path: [mu] };
  return { ...wantAnew(state, { z: null }), descent };
}

/** Back to the encoder's guess. @type {(state: State) => State} */
const atGuess = (state) =>
  state.descent ? { ...state, frame: state.descent.of, descent: null } : state;

/** @type {Transition} */
function descended(state, { of, at }) {
  const { descent, frame } = state;
  if (!descent || descent !== of || !frame) return state;
  const { mu, logvar, cost } = at;
  const next = { ...descent, at, before: descent.before ?? cost };
  if (at.step === of.at.step) return { ...state, descent: next };
  return {
    ...state,
    descent: { ...next, path: [...descent.path, mu] },
    frame: { ...frame, mu, logvar },
  };
}

/** @type {Record<string, Transition>} */
export const DESCENT_ACTIONS = { descentBegun, descentEnded: atGuess };

/** @type {Record<string, Transition>} */
export const DESCENT_ANSWERS = {
  descended,
  descentFailed: (state, { of }) => (state.descent === of ? atGuess(state) : state),
};

/**
 * A descent that went on while what it hangs on changed is over.
 *
 * @type {(before: State, after: State) => State}
 */
export function steadied(before, after) {
  const isSame = HELD_BY.every((key) => before.intent[key] === after.intent[key]);
  return isSame || before.descent !== after.descent ? after : atGuess(after);
}

/**
 * The next step of a descent that is not at rest.
 *
 * @param {State} state
 * @param {Model} model that answers for the frame's picture
 * @returns {Question[]}
 */
export function stepMissing({ descent, intent }, model) {
  const isSeen = intent.tab === "reconstruct" || intent.tab === "map";
  if (!descent || !isSeen || isAtRest(descent.at) || descent.of.model !== model) return [];
  return [{ lane: "descend", type: "descend", model, of: descent }];
}
