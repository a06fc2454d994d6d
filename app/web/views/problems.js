/** What can be said without a session: what was left out, or that there is no model at all. */

import { fill } from "./format.js";

/**
 * @param {HTMLElement} element
 * @param {import("../page.js").Config} config
 * @param {import("../text/en.js").Text} text
 */
export function mount(element, config, { notices }) {
  const lines = config.problems.map(([name, message]) => fill(notices.leftOut, { name, message }));
  if (!config.models.length) lines.push(notices.noModels);
  for (const line of lines) {
    element.appendChild(document.createElement("p")).textContent = line;
  }
  element.hidden = !lines.length;
}
