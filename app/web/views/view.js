/** What every view needs: to render when something changed and it can be seen, and not twice. */

import { errorOf } from "../models/fault.js";

/** @typedef {import("../session/types").State} State */
/** @typedef {import("../session/session.js").Session} Session */

/**
 * Build DOM from a template and collect its `data-ref` elements by name.
 *
 * @param {HTMLElement} element
 * @param {string} html
 * @returns {Record<string, any>}
 */
export function build(element, html) {
  element.innerHTML = html;
  const nodes = /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll("[data-ref]"));
  return Object.fromEntries([...nodes].map((node) => [node.dataset.ref, node]));
}

/**
 * Call `render(state)` now and after each change, while the element is in sight. A render that
 * found nothing to change returns false; each of the others counts in `data-frames`.
 *
 * @param {HTMLElement} element
 * @param {Session} session
 * @param {(state: State) => boolean | void} render
 * @param {Element} seen what must be in sight, if not the element itself
 * @returns {() => void} render anew, whatever the state
 */
export function live(element, session, render, seen = element) {
  let stale = true;
  let visible = false;
  const run = () => {
    if (!stale || !visible) return;
    stale = false;
    if (render(session.state) !== false) countFrame(element);
  };
  const again = () => {
    stale = true;
    run();
  };
  session.subscribe(again);
  new IntersectionObserver(
    (entries) => {
      visible = entries[entries.length - 1].isIntersecting;
      run();
    },
    { rootMargin: "300px" },
  ).observe(seen);
  return again;
}

/**
 * Call `render` now and after each change, while this tab is the one that is shown.
 *
 * @param {Session} session
 * @param {State["intent"]["tab"]} tab
 * @param {(state: State) => void} render
 */
export function whileShown(session, tab, render) {
  const run = () => {
    if (session.state.intent.tab === tab) render(session.state);
  };
  session.subscribe(run);
  run();
}

/**
 * Call `render` now and whenever one of the values that it reads has changed: a drag changes the
 * state sixty times a second, and most of the page has nothing to do with it.
 *
 * @param {Session} session
 * @param {(state: State) => unknown[]} read
 * @param {(state: State) => void} render
 */
export function onChange(session, read, render) {
  /** @type {unknown[]} */
  let last = [];
  const run = () => {
    const values = read(session.state);
    if (last.length && values.every((value, i) => value === last[i])) return;
    last = values;
    render(session.state);
  };
  session.subscribe(run);
  run();
}

/**
 * Call `act` when the page turns light or dark, as its host says on the body.
 *
 * @param {AbortSignal} gone
 * @param {() => void} act
 */
export function onTheme(gone, act) {
  const observer = new MutationObserver(act);
  observer.observe(document.body, { attributeFilter: ["class"] });
  gone.addEventListener("abort", () => observer.disconnect());
}

/**
 * Count another repaint of a view or of a part of it, for whoever waits on it.
 *
 * @param {HTMLElement} element
 */
export function countFrame(element) {
  element.dataset.frames = String(Number(element.dataset.frames ?? 0) + 1);
}

/**
 * The picture first: work that follows when this frame has been painted. Of several calls before
 * that only the last counts.
 *
 * @returns {(work: () => void) => void}
 */
export function afterPaint() {
  /** @type {(() => void) | null} */
  let latest = null;
  const run = () => {
    const work = latest;
    latest = null;
    work?.();
  };
  return (work) => {
    const isWaiting = latest !== null;
    latest = work;
    if (isWaiting) return;
    // Half a frame later: the compositor has the picture before the processor is busy again.
    requestAnimationFrame(() => setTimeout(run, 8));
  };
}

/**
 * A step of background work: finds something out, and answers with what to do on the page.
 *
 * @typedef {() => (() => void) | void | Promise<(() => void) | void>} Step
 */

/**
 * Work that can wait: starts when nothing has changed for a moment, runs in slices shorter than
 * a frame, and is dropped when called anew. What a step found out too late is never shown, and
 * a step that fails is told of on the page.
 *
 * @param {Session} session
 * @param {string} view its name, for the notice
 * @returns {(steps: Step[]) => Promise<void>}
 */
export function background(session, view, { pause = 150, slice = 5 } = {}) {
  let turn = 0;
  /** @type {Step[] | null} */
  let failed = null;

  /** @param {Step[]} steps */
  const run = async (steps) => {
    const current = ++turn;
    failed = null;
    await delay(pause);
    try {
      let started = performance.now();
      for (const step of steps) {
        if (current !== turn) return;
        const show = await step();
        if (current !== turn) return;
        show?.();
        if (performance.now() - started > slice) {
          await delay(0);
          started = performance.now();
        }
      }
    } catch (reason) {
      if (current !== turn) return;
      session.dispatch({ type: "viewFailed", view, error: errorOf(reason) });
      failed = steps;
      return;
    }
    if (session.state.troubles.views[view]) session.dispatch({ type: "viewRecovered", view });
  };

  // "Try again" takes the trouble away; what failed is then done once more.
  session.subscribe(({ troubles }) => {
    if (failed && !troubles.views[view]) run(failed);
  });
  return run;
}

/** @param {number} ms @returns {Promise<void>} */
const delay = (ms) => new Promise((done) => setTimeout(done, ms));

/**
 * Set a node's text, unless it is that already: a text that is set is laid out again. The node of
 * the text stays: where one is put in another's place, all that a `:has()` looks at is styled anew.
 *
 * @param {Element} node
 * @param {string} text
 */
export function setText(node, text) {
  const child = /** @type {Text | null} */ (node.firstChild);
  if (!child) node.textContent = text;
  else if (child.data !== text) child.data = text;
}

/**
 * Hide a node or show it, unless it is so already: what is set is styled again.
 *
 * @param {HTMLElement} node
 * @param {boolean} isHidden
 */
export function setHidden(node, isHidden) {
  if (node.hidden !== isHidden) node.hidden = isHidden;
}
