/** What can be said without a session: what was left out, or that there is no model at all. */

import { fill } from "./format.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../page.js").Config} Config */
/** @typedef {import("../text/en.js").Text} Text */

/**
 * @param {HTMLElement} element
 * @param {Page} page
 */
export function mount(element, { config, text }) {
  mountAlone(element, config, text);
}

/**
 * On a page that has nothing else to show.
 *
 * @param {HTMLElement} element
 * @param {Config} config
 * @param {Text} text
 */
export function mountAlone(element, config, { notices }) {
  const lines = config.problems.map(([name, message]) => fill(notices.leftOut, { name, message }));
  if (!config.models.length) lines.push(notices.noModels);
  element.replaceChildren(
    ...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })),
  );
  element.hidden = !lines.length;
}
