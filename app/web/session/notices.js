/**
 * What the page has to say of itself, read from the state and the store of models: a notice
 * stands exactly as long as what it says is true.
 */

/** @typedef {import("./types").State} State */
/** @typedef {import("./types").Event} Event */
/** @typedef {import("../models/store.js").ModelStore} ModelStore */
/**
 * @typedef {object} Notice
 * @property {"loading" | "lost" | "nothing" | "waiting" | "otherEngine" | "twin" | "fault" | "link"} key
 *   of its text
 * @property {Record<string, string>} [models] ids of the models that its text names
 * @property {import("../models/types").EngineName} [engine] of which it speaks
 * @property {Error | null} [error] what went wrong
 * @property {import("./types").LinkProblem[]} [problems] of a link
 * @property {Event | null} retry
 */

/** @type {Event} */
const RETRY = { type: "retried" };

/**
 * Of the model that is wanted: lost, or on its way.
 *
 * @param {State} state
 * @returns {Notice[]}
 */
function ofModel({ intent, frame, troubles: { lost } }) {
  /** @type {Notice[]} */
  const told = [];
  const isGone = lost?.id === intent.model;
  if (lost) {
    const models = { title: lost.id, shown: frame?.model.config.id ?? intent.model };
    const key = isGone && !frame ? "nothing" : "lost";
    const retry = isGone ? RETRY : { type: "lostRetried" };
    told.push({ key, models, error: lost.error, retry });
  }
  if (frame?.model.config.id !== intent.model && !isGone) {
    told.push({ key: "loading", models: { title: intent.model }, retry: null });
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
  if (!models.get(intent.model, intent.engine)) return []; // it is this browser's alone
  const failure = models.failure(intent.model, intent.engine);
  if (!failure) return [{ key: "waiting", engine: intent.engine, retry: null }];
  return [{ key: "otherEngine", engine, error: failure, retry: RETRY }];
}

/**
 * Of the twin to compare with: neither engine answers for it.
 *
 * @param {State} state
 * @param {ModelStore} models
 * @returns {Notice[]}
 */
function ofTwin({ intent, frame }, models) {
  const twin = frame?.model.config.twin;
  if (!twin || !intent.reconstruct.compare || models.answering(twin, intent.engine)) return [];
  const error = models.failure(twin, "browser") ?? models.failure(twin, "server");
  return [{ key: "twin", models: { title: twin }, error, retry: RETRY }];
}

/**
 * Of the link that was opened: what it could not open.
 *
 * @param {State} state
 * @returns {Notice[]}
 */
const ofLink = ({ troubles: { link } }) =>
  link.length ? [{ key: "link", problems: link, retry: { type: "linkHeard" } }] : [];

/**
 * @param {State} state
 * @param {ModelStore} models
 * @returns {Notice[]}
 */
export function notices(state, models) {
  const { pictures, views } = state.troubles;
  const errors = [...Object.values(pictures).map(({ error }) => error), ...Object.values(views)];
  // What stands in the way of two views is said once.
  const others = new Map(errors.map((error) => [error.message, error]));
  return [
    ...ofLink(state),
    ...ofModel(state),
    ...ofEngine(state, models),
    ...ofTwin(state, models),
    ...[...others.values()].map((error) => ({
      key: /** @type {const} */ ("fault"),
      error,
      retry: RETRY,
    })),
  ];
}
