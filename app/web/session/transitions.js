/** How the state follows from events: by `actions.js` and `answers.js`, and nothing else. */

import { ACTIONS } from "./actions.js";
import { ANSWERS } from "./answers.js";
import { steadied } from "./descent.js";
import { grown } from "./ranges.js";
import { zOf } from "./state.js";

/** @typedef {import("./types").State} State */
/** @typedef {import("./types").Event} Event */
/** @typedef {import("./types").Catalogue} Catalogue */

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
  if (action) return settled(state, { ...action(state, event, catalogue), playing: false });
  const answer = ANSWERS[event.type];
  if (!answer) throw new RangeError(`There is no event ${event.type}.`);
  return settled(state, answer(state, event, catalogue));
}

/** @type {(before: State, after: State) => State} */
const settled = (before, after) => withRanges(steadied(before, after));

/** @type {(state: State) => State} */
function withRanges(state) {
  const z = zOf(state);
  if (!z || !state.frame) return state;
  const ranges = grown(state.ranges, state.frame.model.config, z);
  return ranges === state.ranges ? state : { ...state, ranges };
}
