/**
 * What the page has to say of itself, read from the state and the store of models: a notice
 * stands exactly as long as what it says is true.
 */

/** @typedef {import("./types").State} State */
/** @typedef {import("./types").Event} Event */
/** @typedef {import("../models/store.js").ModelStore} ModelStore */
/**
 * @typedef {object} Notice
 * @property {"loading" | "lost" | "nothing" | "waiting" | "otherEngine" | "twin" | "picture" | "view"} key
 *   of its text
 * @property {Record<string, string>} says what its text names
 * @property {Event | null} retry
 */

/** @type {Event} */
const RETRY = { type: "retried" };

/**
 * Of the model that is wanted: lost, or on its way.
 *
 * @param {State} state
 * @param {import("./types").Catalogue} catalogue
 * @returns {Notice[]}
 */
function ofModel({ intent, frame, troubles: { lost } }, { models }) {
  /** @type {Notice[]} */
  const told = [];
  const isGone = lost?.id === intent.model;
  if (lost) {
    const shown = frame?.model.config.title ?? models[intent.model].title;
    const says = { title: models[lost.id].title, shown, message: lost.message };
    const key = isGone && !frame ? "nothing" : "lost";
    told.push({ key, says, retry: isGone ? RETRY : { type: "lostRetried" } });
  }
  if (frame?.model.config.id !== intent.model && !isGone) {
    told.push({ key: "loading", says: { title: models[intent.model].title }, retry: null });
  }
  return told;
}

/**
 * Of the engine: another answers than the one that is wanted.
 *
 * @param {State} state
 * @param {ModelStore} models
 * @returns {Notice[]}
 */
function ofEngine({ intent, frame }, models) {
  const engine = frame?.model.engine;
  if (!engine || frame.model.config.id !== intent.model || engine === intent.engine) return [];
  const failure = models.failure(intent.model, intent.engine);
  if (!failure) return [{ key: "waiting", says: { engine: intent.engine }, retry: null }];
  return [{ key: "otherEngine", says: { engine, message: failure.message }, retry: RETRY }];
}

/**
 * Of the twin to compare with: neither engine answers for it.
 *
 * @param {State} state
 * @param {ModelStore} models
 * @param {import("./types").Catalogue} catalogue
 * @returns {Notice[]}
 */
function ofTwin({ intent, frame }, models, catalogue) {
  const twin = frame?.model.config.twin;
  if (!twin || !intent.reconstruct.compare || models.answering(twin, intent.engine)) return [];
  const failure = models.failure(twin, "browser") ?? models.failure(twin, "server");
  const says = { title: catalogue.models[twin].title, message: failure?.message ?? "" };
  return [{ key: "twin", says, retry: RETRY }];
}

/**
 * @param {State} state
 * @param {ModelStore} models
 * @param {import("./types").Catalogue} catalogue
 * @returns {Notice[]}
 */
export function notices(state, models, catalogue) {
  const { pictures, views } = state.troubles;
  const messages = Object.values(pictures).map(({ message }) => message);
  const others = Object.values(views).filter((message) => !messages.includes(message));
  /** @type {(key: "picture" | "view") => (message: string) => Notice} */
  const line = (key) => (message) => ({ key, says: { message }, retry: RETRY });
  return [
    ...ofModel(state, catalogue),
    ...ofEngine(state, models),
    ...ofTwin(state, models, catalogue),
    ...[...new Set(messages)].map(line("picture")),
    ...[...new Set(others)].map(line("view")),
  ];
}
