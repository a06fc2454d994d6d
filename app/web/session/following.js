/**
 * The address follows what is on the page. What a hand drags replaces it, at most so often; a tab, a
 * model, a room or a picture that is chosen is a step of the history, and can be gone back to.
 */

/** @typedef {import("./types").State} State */
/** @typedef {import("./types").Intent} Intent */
/** @typedef {import("./types").Source} Source */

export const EVERY_MS = 400; // Safari takes a hundred changes in half a minute, others twice that

/**
 * One picture stays one: a drawing however many strokes it has, a photo wherever its frame is.
 *
 * @param {Source | null} source
 */
function pictureOf(source) {
  if (source?.from === "drawing") return ["drawing", source.drawing];
  return source?.from === "upload" ? ["upload", source.upload] : source;
}

/** What makes a step of the history where it changes. @param {Intent} intent */
const stepOf = ({ tab, model, picture, generate, loss }) =>
  JSON.stringify([tab, model, pictureOf(picture), generate.room, loss.room]);

/**
 * @param {import("./session.js").Session} session
 * @param {object} parts
 * @param {{replace: (hash: string) => void, push: (hash: string) => void}} parts.address
 * @param {(state: State) => string} parts.linkOf
 * @param {() => boolean} parts.isWanted whether the page is a person's yet: what it does by itself
 *   leaves its address as it was
 * @param {() => number} [parts.now] in ms
 * @returns {{refresh: () => void, obey: (open: () => void) => void}} write the address anew, though the
 *   intent is the same; open what the address says, which is then not written over
 */
export function follow(session, { address, linkOf, isWanted, now = () => performance.now() }) {
  let { intent } = session.state;
  let written = linkOf(session.state);
  let last = Number.NEGATIVE_INFINITY;
  /** @type {{state: State, isStep: boolean} | null} */
  let pending = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let isObeying = false;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (!pending) return;
    const { state, isStep } = pending;
    pending = null;
    const link = linkOf(state);
    if (link === written) return;
    written = link;
    last = now();
    if (isStep) address.push(link);
    else address.replace(link);
  };

  /** @param {State} state @param {boolean} isStep */
  const note = (state, isStep) => {
    // What was dragged before a step stays where the step leads away from.
    if (isStep && pending && !pending.isStep) flush();
    pending = { state, isStep: isStep || (pending?.isStep ?? false) };
    const wait = Math.max(isStep ? 0 : EVERY_MS, last + EVERY_MS - now());
    if (!wait) flush();
    else timer ??= setTimeout(flush, wait);
  };

  session.subscribe((state) => {
    if (isObeying || state.intent === intent) return;
    const isStep = stepOf(state.intent) !== stepOf(intent);
    intent = state.intent;
    if (isWanted()) note(state, isStep);
  });
  return {
    refresh: () => {
      if (isWanted()) note(session.state, false);
    },
    obey: (open) => {
      pending = null;
      clearTimeout(timer);
      timer = undefined;
      isObeying = true;
      try {
        open();
      } finally {
        isObeying = false;
        intent = session.state.intent;
        written = linkOf(session.state);
      }
    },
  };
}
