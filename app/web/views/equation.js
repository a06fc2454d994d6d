/** z = μ + σ · ε of one draw, a line a dimension; dashes where there is no picture. */

import { gaussians } from "../maths/random.js";
import { DRAWS } from "./draws.js";
import { fixed, sigmaDecimals, zName } from "./format.js";
import { marked } from "./marked.js";
import { setText } from "./view.js";

/** @typedef {import("./code.js").Shown} Shown */

/** The formula in signs, above its numbers. @param {import("../text/en.js").Text} text */
const html = ({ reconstruct: { equationLabel, columns } }) => `
  <caption class="lx-unseen">${equationLabel}</caption>
  <thead><tr><td></td>
    <th scope="col" class="lx-is-z" data-part="z">${marked(columns.z)}</th><td>=</td>
    <th scope="col" class="lx-is-mu" data-part="mu">${marked(columns.mu)}</th><td>+</td>
    <th scope="col" class="lx-is-sigma" data-part="sigma">${marked(columns.sigma)}</th><td>·</td>
    <th scope="col" class="lx-is-epsilon" data-part="epsilon">${marked(columns.epsilon)}</th></tr></thead>
  <tbody></tbody>`;

/** @param {number} k */
const rowHtml = (k) => `<tr><th scope="row">${zName(k)}</th>
  <td class="lx-is-z" data-part="z"><b></b></td><td>=</td>
  <td class="lx-is-mu" data-part="mu"><b></b></td><td>+</td>
  <td class="lx-is-sigma" data-part="sigma"><b></b></td><td>·</td>
  <td class="lx-is-epsilon" data-part="epsilon"><b></b></td></tr>`;

/**
 * @param {HTMLElement} table
 * @param {import("../text/en.js").Text} text
 */
export function mountEquation(table, text) {
  table.innerHTML = html(text);
  const body = /** @type {HTMLElement} */ (table.querySelector("tbody"));

  /** A line for each of d numbers, without its values. @param {number} d */
  const lay = (d) => {
    if (body.children.length === d) return;
    body.innerHTML = Array.from({ length: d }, (_, k) => rowHtml(k)).join("");
  };

  return {
    lay,
    /** @param {Shown} shown @param {number} draw @param {number} seed */
    show({ of: { mu, model }, sigma, draws }, draw, seed) {
      const d = model.config.latent_dim;
      lay(d);
      const epsilon = gaussians(seed, DRAWS * d);
      for (let k = 0; k < d; k++) {
        const i = draw * d + k;
        const places = sigma ? Math.max(2, sigmaDecimals(sigma[k])) : 2;
        const says = [
          fixed(sigma && draws?.[i], places),
          fixed(mu?.[k], places),
          fixed(sigma?.[k], places),
          fixed(sigma && epsilon[i], 2),
        ];
        const cells = /** @type {NodeListOf<HTMLElement>} */ (
          body.children[k].querySelectorAll("b")
        );
        cells.forEach((cell, c) => {
          setText(cell, says[c]);
        });
      }
    },
  };
}
