/** A few choices in one row, of which one holds: native radios that look like one button. */

import { escaped, marked } from "./marked.js";

/**
 * Each radio has a ref, NAME-VALUE.
 *
 * @param {string} group of the radios, unlike any other on the page
 * @param {string} name of the refs
 * @param {string} label for who hears the page
 * @param {Array<[value: string, words: string]>} choices the words with marks
 */
export const segmentsHtml = (group, name, label, choices) => `
  <div class="lx-segments" role="radiogroup" aria-label="${escaped(label)}" data-ref="${name}">${choices
    .map(
      ([value, words]) => `<label><input type="radio" name="${group}" value="${value}"
        data-ref="${name}-${value}"><span>${marked(words)}</span></label>`,
    )
    .join("")}</div>`;
