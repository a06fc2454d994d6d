/**
 * What the page has to say of itself, read from the state: a notice stands exactly as long as
 * what it says is true.
 */

/** @typedef {import("./types").State} State */
/**
 * @typedef {object} Notice
 * @property {"loading" | "lost" | "nothing" | "otherEngine" | "twin" | "picture" | "view"} key
 *   of its text
 * @property {Record<string, string>} says what its text names
 * @property {import("./types").Event | null} retry
 */

/**
 * @param {State} state
 * @param {import("./types").Catalogue} catalogue
 * @returns {Notice[]}
 */
export function notices(state, { models }) {
  const { intent, frame, troubles } = state;
  /** @type {Notice[]} */
  const told = [];
  const { lost } = troubles;
  const isGone = lost?.id === intent.model;
  if (lost) {
    const says = {
      title: models[lost.id].title,
      shown: frame?.model.config.title ?? "",
      message: lost.message,
    };
    const key = isGone && !frame ? "nothing" : "lost";
    told.push({ key, says, retry: isGone ? { type: "retried" } : { type: "lostRetried" } });
  }
  const settled = frame?.model.config.id === intent.model;
  if (!settled && !isGone) {
    told.push({ key: "loading", says: { title: models[intent.model].title }, retry: null });
  }
  if (settled && frame.model.engine !== intent.engine && troubles.engine) {
    const says = { engine: frame.model.engine, message: troubles.engine.message };
    told.push({ key: "otherEngine", says, retry: { type: "retried" } });
  }
  const twin = frame?.model.config.twin;
  const isCompared = intent.reconstruct.compare && state.twin?.of.model.config.id !== twin;
  if (twin && isCompared && troubles.engine?.id === twin) {
    const says = { title: models[twin].title, message: troubles.engine.message };
    told.push({ key: "twin", says, retry: { type: "retried" } });
  }
  for (const picture of Object.values(troubles.pictures)) {
    if (!picture) continue;
    const retry = picture.source ? { type: "retried" } : null;
    told.push({ key: "picture", says: { message: picture.message }, retry });
  }
  for (const message of Object.values(troubles.views)) {
    told.push({ key: "view", says: { message }, retry: { type: "retried" } });
  }
  return told;
}
