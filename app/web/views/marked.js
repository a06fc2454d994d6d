/**
 * Texts with marks: `{term:mu|a centre}` is a button that opens the card of a term, and what stands
 * between backticks is a formula, which runs from left to right in every language, has mathematics'
 * own digits whatever it was filled with, and is not parted from the signs that touch it.
 */

import { isTerm } from "./termCards.js";

const MARKS = /\{term:(\w+)\|([^{}]*)\}|([([«“]*)`([^`]*)`([^\s\p{L}\p{N}`{}<>&"']*)/gu;
const PERSIAN_ZERO = "۰".charCodeAt(0);
const UNREAD = /[\u200e\u200f\u2066-\u2069]/g; // tell the order of words, which a formula has
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** HTML of a text as it is. @param {string} text */
export const escaped = (text) =>
  text.replace(/[&<>"']/g, (sign) => ENTITIES[/** @type {keyof typeof ENTITIES} */ (sign)]);

/** A formula in the digits 0 to 9. @param {string} formula */
const inDigits = (formula) =>
  formula
    .replace(UNREAD, "")
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - PERSIAN_ZERO))
    .replace(/(?<=\d)٫(?=\d)/g, ".")
    .replace(/(?<=\d)٬(?=\d)/g, ",");

/** @param {RegExpExecArray} mark */
function element([, term, words, open, formula, close]) {
  if (formula !== undefined) {
    const html = `<bdi class="lx-formula" dir="ltr">${escaped(inDigits(formula))}</bdi>`;
    return open || close ? `<span class="lx-joined">${open}${html}${close}</span>` : html;
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
