/** The descent, off the main thread: one step a question. */

import { advanced, DRAWS, JUDGES } from "./descent.js";
import { PosteriorObjective } from "./objective.js";

/** @typedef {import("./objective.js").Decoder} Decoder */
/**
 * @typedef {{decoder: Decoder} | {look: Float32Array, at: import("./descent.js").At, steps: number}} Order
 *   the decoder that is gone through from now on; or so many steps from there
 */

/** @type {PosteriorObjective | null} */
let objective = null;

self.addEventListener("message", (/** @type {MessageEvent<Order>} */ { data }) => {
  if ("decoder" in data) {
    objective = new PosteriorObjective(data.decoder, Math.max(DRAWS, JUDGES));
    return;
  }
  if (!objective) return;
  objective.look(data.look);
  let { at } = data;
  for (let step = 0; step < data.steps; step++) at = advanced(objective, at);
  self.postMessage(at);
});
