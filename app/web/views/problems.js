/** What can be said without a session: what was left out, or that there is no model at all. */

import { fill } from "./format.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../page.js").Config} Config */
/** @typedef {import("../text/en.js").Text} Text */

/** What the server's log says, for whoever runs it: in English on every page. @param {string} why */
const quoted = (why) =>
  Object.assign(document.createElement("bdi"), { lang: "en", dir: "ltr", textContent: why });

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
  /** @param {(string | Node)[]} words */
  const line = (...words) => {
    const paragraph = document.createElement("p");
    paragraph.append(...words);
    return paragraph;
  };
  const lines = config.problems.map(([name, why]) =>
    line(fill(notices.leftOut[name.includes("/") ? "file" : "folder"], { name }), " ", quoted(why)),
  );
  if (!config.models.length) lines.push(line(notices.noModels));
  element.replaceChildren(...lines);
  element.hidden = !lines.length;
}
