/** A line for what the page has to say of itself, with a way to try again. */

import { notices } from "../session/notices.js";
import { fill } from "./format.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../session/notices.js").Notice} Notice */

/**
 * @param {HTMLElement} element
 * @param {string} words
 * @param {{label: string, act: () => void} | null} retry
 */
function addLine(element, words, retry) {
  const line = element.appendChild(document.createElement("p"));
  line.append(words);
  if (!retry) return;
  const button = line.appendChild(document.createElement("button"));
  Object.assign(button, { type: "button", textContent: retry.label });
  button.addEventListener("click", retry.act);
}

/**
 * @param {HTMLElement} element
 * @param {Page} page
 */
export function mount(element, { session, text }) {
  let shown = "";
  const render = () => {
    const told = notices(session.state, session.models, session.catalogue);
    const key = JSON.stringify(told);
    if (key === shown) return;
    shown = key;
    element.hidden = !told.length;
    element.replaceChildren();
    for (const { key: name, says, retry } of told) {
      const act = retry && (() => session.dispatch(retry));
      const template = text.notices[name];
      const words =
        typeof template === "string" ? template : template[/** @type {"server"} */ (says.engine)];
      addLine(element, fill(words, says), act && { label: text.notices.retry, act });
    }
  };
  session.subscribe(render);
  render();
}
