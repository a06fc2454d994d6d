/** The figures of the net that the β slider is at: a table's cells, and a bar a dimension. */

import { ordered } from "../../maths/frames.js";
import { fixed, zName } from "../format.js";
import { setText } from "../view.js";
import { inUse, isCapped, isUsed, negElbo } from "./betaFindings.js";

/** @typedef {import("./betaFindings.js").Rung} Rung */

const FULL = 5; // nats that a dimension's bar reaches to, where none has more
const FEW = 4; // bars, up to which there is room for all digits

/**
 * The cells of the table; what is only bounded says so.
 *
 * @param {Rung} rung
 * @param {number} cap of the information
 */
export const figuresOf = (rung, cap) => ({
  distortion: fixed(rung.reconstruction_nats, 1),
  rate: fixed(rung.kl_nats),
  loss: fixed(negElbo(rung), 1),
  active: `${inUse(rung)} / ${rung.kl_per_dim.length}`,
  carries: `${isCapped(rung, cap) ? "≥ " : ""}${fixed(rung.information)}`,
  away: `${isCapped(rung, cap) ? "≤ " : ""}${fixed(rung.aggregate)}`,
});

/**
 * A bar a dimension, in the order of the axes that are drawn.
 *
 * @param {HTMLElement} element
 * @param {Rung} rung
 * @param {string} label
 */
export function showDims(element, { kl_per_dim: own, frame }, label) {
  const nats = ordered(own, frame);
  if (element.children.length !== nats.length) {
    element.innerHTML = nats
      .map((_, k) => `<div><em></em><span><i></i></span><b>${zName(k)}</b></div>`)
      .join("");
  }
  const most = Math.max(FULL, ...nats);
  nats.forEach((value, k) => {
    const [word, track] = /** @type {HTMLCollectionOf<HTMLElement>} */ (
      element.children[k].children
    );
    const digits = nats.length <= FEW ? 2 : value >= 10 ? 0 : value >= 1 ? 1 : 2;
    setText(word, fixed(value, digits));
    const bar = /** @type {HTMLElement} */ (track.firstElementChild);
    bar.style.height = `${(100 * value) / most}%`;
    element.children[k].classList.toggle("lx-is-off", !isUsed(value));
  });
  element.ariaLabel = `${label}: ${nats.map((value, k) => `${zName(k)} ${fixed(value)}`).join(", ")}`;
}
