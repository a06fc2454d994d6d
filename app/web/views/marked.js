/**
 * Texts with marks: `{term:mu|a centre}` is a button that opens the card of a term, and what stands
 * between backticks is a formula, which runs from left to right in every language.
 */

import { isTerm } from "./termCards.js";

const MARKS = /\{term:(\w+)\|([^{}]*)\}|([(«“]*)`([^`]*)`([).,;:!?،؛؟»”]*)/g;
const SHORT = 24; // letters of a formula that is kept in one line with the signs around it
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** HTML of a text as it is. @param {string} text */
export const escaped = (text) =>
  text.replace(/[&<>"']/g, (sign) => ENTITIES[/** @type {keyof typeof ENTITIES} */ (sign)]);

/** @param {RegExpExecArray} mark */
function element([, term, words, before, formula, after]) {
  if (formula !== undefined) {
    const html = `${before}<bdi class="lx-formula" dir="ltr">${escaped(formula)}</bdi>${after}`;
    const isKept = before + after && formula.length <= SHORT;
    return isKept ? `<span class="lx-kept">${html}</span>` : html;
  }
  if (!isTerm(term)) return escaped(words);
  return `<button type="button" class="lx-term" data-term="${term}"
    aria-haspopup="dialog">${escaped(words)}</button>`;
}

/**
 * HTML of a text: its marks, and all else as it is written.
 *
 * @param {string} text
 */
export function marked(text) {
  let [html, end] = ["", 0];
  for (const mark of text.matchAll(MARKS)) {
    html += escaped(text.slice(end, mark.index)) + element(mark);
    end = mark.index + mark[0].length;
  }
  return html + escaped(text.slice(end));
}

/** @type {WeakMap<Element, string>} */
const shown = new WeakMap();

/**
 * Set a node's text with its marks, unless it is that already: buttons made anew lose the focus.
 *
 * @param {Element} node
 * @param {string} text
 */
export function setMarked(node, text) {
  if (shown.get(node) === text) return;
  shown.set(node, text);
  node.innerHTML = marked(text);
}
