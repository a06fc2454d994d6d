/** A line for what the page has to say of itself, with a way to try again. */

import { notices } from "../session/notices.js";
import { explain } from "./explain.js";
import { fill } from "./format.js";
import { explainLink } from "./linkProblems.js";
import { modelName } from "./names.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../session/notices.js").Notice} Notice */

/** Whether it goes away without anyone's doing. @param {Notice} notice */
const passes = ({ key }) => key === "loading" || key === "waiting";

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
  const { catalogue } = session;
  let shown = "";

  /** @param {Notice} notice */
  const wordsOf = ({ key, models = {}, engine = "browser", error = null, problems = [] }) => {
    if (key === "link") return explainLink(text, problems);
    const template = text.notices[key];
    const words = typeof template === "string" ? template : template[engine];
    const names = Object.entries(models).map(([name, id]) => [
      name,
      modelName(text, catalogue.models[id], catalogue),
    ]);
    return fill(words, { ...Object.fromEntries(names), message: explain(text, error) });
  };

  const render = () => {
    const told = notices(session.state, session.models);
    const lines = told.map((notice) => ({ ...notice, words: wordsOf(notice) }));
    const key = JSON.stringify(lines.map(({ words, retry }) => [words, retry]));
    if (key === shown) return;
    shown = key;
    element.hidden = !lines.length;
    element.classList.toggle("lx-passing", told.every(passes));
    element.replaceChildren();
    for (const { words, retry, key } of lines) {
      const act = retry && (() => session.dispatch(retry));
      const label = key === "link" ? text.link.heard : text.notices.retry;
      addLine(element, words, act && { label, act });
    }
  };
  session.subscribe(render);
  render();
}
