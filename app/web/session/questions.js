/** What the page must find out now: a pure reading of the state and of what is loaded. */

import { stepMissing } from "./descent.js";
import { leadsTo, sameSource, sourceOf } from "./intent.js";
import { seen, zOf } from "./state.js";

/** @typedef {import("./types").State} State */
/** @typedef {import("./types").Slot} Slot */
/** @typedef {import("./types").Frame} Frame */
/** @typedef {import("./types").Question} Question */
/** @typedef {import("./types").Catalogue} Catalogue */
/** @typedef {import("../models/types").Model} Model */
/** @typedef {import("../models/store.js").ModelStore} ModelStore */

/** A lane a model: one that is slow to answer holds up no other. @param {Model} model */
const name = ({ config, engine }) => `${config.id} by ${engine}`;

/** Whether a walk and its two ends are shown. @param {State} state */
const walks = ({ intent: { tab, generate } }) =>
  tab === "sliders" || (tab === "generate" && generate.room === "between");

/** @param {State} state @returns {Slot[]} the slots whose pictures are looked at */
const slots = (state) => (walks(state) ? ["main", "a", "b"] : ["main"]);

/**
 * @param {State} state
 * @returns {Question[]}
 */
function picturesMissing(state) {
  return slots(state).flatMap((slot) => {
    const source = sourceOf(state.intent, slot);
    const failed = state.troubles.pictures[slot]?.source;
    if (!source || (failed && sameSource(failed, source))) return [];
    if (sameSource(state.pictures[slot]?.source ?? null, source)) return [];
    return [{ lane: `picture ${slot}`, type: "picture", slot, source }];
  });
}

/**
 * The halves of a model that are not there yet.
 *
 * @param {Model} model
 * @param {boolean} encodes
 * @returns {Question[]}
 */
function halvesMissing(model, encodes) {
  /** @type {import("../models/types").Half[]} */
  const halves = encodes ? ["encoder", "decoder"] : ["decoder"];
  return halves
    .filter((half) => !model.has(half))
    .map((half) => ({ lane: `load ${half} ${name(model)}`, type: "load", model, half }));
}

/**
 * The codes of the pictures that are looked at.
 *
 * @param {State} state
 * @param {Model} model
 * @param {Catalogue} catalogue
 * @returns {Question[]}
 */
function codesMissing(state, model, catalogue) {
  return slots(state).flatMap((slot) => {
    const found = seen(state, slot, catalogue.datasets[model.config.dataset]);
    const frame = slot === "main" ? state.frame : state.ends[slot];
    if (!found || (frame?.model === model && frame.picture === found.pixels)) return [];
    return [{ lane: `encode ${slot} ${name(model)}`, type: "encode", slot, model, ...found }];
  });
}

/**
 * The twin's answer to the picture in the frame.
 *
 * @param {State} state
 * @param {Frame} frame
 * @param {ModelStore} models
 * @returns {Question[]}
 */
function twinMissing({ intent, twin }, frame, models) {
  const id = frame.model.config.twin;
  if (!intent.reconstruct.compare || !frame.picture || !id) return [];
  const model = models.answering(id, intent.engine);
  if (!model || (twin?.of.model === model && twin.of.picture === frame.picture)) return [];
  const missing = halvesMissing(model, true);
  return missing.length
    ? missing
    : [{ lane: `twin ${name(model)}`, type: "twin", model, of: frame }];
}

/**
 * What the shown tab decodes: my picture's mu, or the point chosen.
 *
 * @param {State} state
 * @param {Frame} frame
 * @param {ModelStore} models
 * @returns {Question[]}
 */
function decodesMissing(state, frame, models) {
  if (state.intent.tab === "reconstruct") {
    if (!leadsTo(frame.source, state.intent.picture)) return [];
    const twin = twinMissing(state, frame, models);
    if (state.rebuilt?.of === frame) return twin;
    return [{ lane: `rebuild ${name(frame.model)}`, type: "rebuild", of: frame }, ...twin];
  }
  const z = zOf(state);
  const { point } = state;
  const there =
    point?.model === frame.model && z?.every((value, k) => Object.is(value, point.z[k]));
  if (!z || there) return [];
  return [{ lane: `decode ${name(frame.model)}`, type: "decode", model: frame.model, z }];
}

/**
 * All that is to be asked, the most urgent first. A lane holds one question at a time.
 *
 * @param {State} state
 * @param {ModelStore} models
 * @param {Catalogue} catalogue
 * @returns {Question[]}
 */
export function questions(state, models, catalogue) {
  const { intent, frame } = state;
  const pictures = picturesMissing(state);
  const model = models.answering(intent.model, intent.engine);
  if (!model) return pictures;
  const encodes = intent.picture !== null || walks(state);
  const missing = halvesMissing(model, encodes);
  if (missing.length) return [...pictures, ...missing];
  const codes = codesMissing(state, model, catalogue);
  // While another engine is asked for the code, the one before goes on decoding, if it can.
  const isOther = frame && frame.model !== model && frame.model.config.id === model.config.id;
  const canGoOn = isOther && !models.failure(model.config.id, frame.model.engine);
  const decodes = frame && (frame.model === model || canGoOn);
  const decoded = decodes ? decodesMissing(state, frame, models) : [];
  return [...pictures, ...codes, ...decoded, ...stepMissing(state, model)];
}
