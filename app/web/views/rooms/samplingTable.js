/** The Fréchet distances of both models' pictures on one axis, with the floor under them. */

import { fixed } from "../format.js";
import { marked } from "../marked.js";
import { build } from "../view.js";

/** @typedef {import("./sampling.js").Figures} Figures */
/** @typedef {import("../../models/pairs.js").Pair} Pair */

const ROWS = /** @type {const} */ (["floor", "reconstructions", "prior", "gaussian", "mixture"]);

/** @param {import("../../text/en.js").Text} text */
const html = ({ rooms, chooser }) => {
  const { sampling: t } = rooms.of;
  return `
  <table class="lx-sampling-table">
    <caption>${marked(t.distances)}</caption>
    <thead><tr><td></td><td></td><th scope="col"><i class="lx-sampling-dot lx-is-vae"></i>${chooser.kinds.vae}</th>
      <th scope="col"><i class="lx-sampling-dot"></i>${chooser.kinds.ae}</th></tr></thead>
    <tbody>${ROWS.map(
      (row) => `<tr data-ref="${row}"><th scope="row">${marked(t.rows[row])}</th>
        <td class="lx-sampling-track" dir="ltr" aria-hidden="true"><i class="lx-sampling-span" data-ref="${row}-span"></i>
          <i class="lx-sampling-dot lx-is-vae" data-ref="${row}-vae"></i>
          <i class="lx-sampling-dot" data-ref="${row}-ae"></i></td>
        <td dir="ltr" data-ref="${row}-vae-value"></td><td dir="ltr" data-ref="${row}-ae-value"></td></tr>`,
    ).join("")}
      <tr aria-hidden="true"><td></td><td class="lx-sampling-axis" dir="ltr" data-ref="axis"></td><td></td><td></td></tr>
    </tbody>
  </table>`;
};

/**
 * The distances of each row, the floor's for both.
 *
 * @param {Figures} figures
 * @param {Pair} pair
 * @returns {Record<typeof ROWS[number], {vae: number, ae: number}>}
 */
export function distancesOf({ floors, models }, { vae, ae }) {
  const floor = floors[vae.dataset].frechet;
  const [a, b] = [models[vae.id], models[ae.id]];
  /** @param {"prior" | "gaussian" | "mixture"} law */
  const of = (law) => ({ vae: a.laws[law].frechet, ae: b.laws[law].frechet });
  return {
    floor: { vae: floor, ae: floor },
    reconstructions: { vae: a.reconstructions.frechet, ae: b.reconstructions.frechet },
    prior: of("prior"),
    gaussian: of("gaussian"),
    mixture: of("mixture"),
  };
}

/**
 * @param {HTMLElement} element
 * @param {import("../../text/en.js").Text} text
 */
export function mountTable(element, text) {
  const refs = build(element, html(text));

  /** @param {number[]} values the axis is of powers of ten around them */
  const axisFor = (values) => {
    const [low, high] = [Math.min(...values), Math.max(...values)].map(Math.log10);
    const [from, to] = [Math.floor(low), Math.ceil(high)];
    const share = (/** @type {number} */ value) => (Math.log10(value) - from) / (to - from || 1);
    refs.axis.innerHTML = Array.from({ length: to - from + 1 }, (_, i) => {
      const value = 10 ** (from + i);
      const words = fixed(value, Math.max(0, -from - i));
      return `<span style="left: ${100 * share(value)}%">${words}</span>`;
    }).join("");
    return share;
  };

  /** @param {Figures | null} figures @param {Pair} pair @param {string} law that is chosen */
  return (figures, pair, law) => {
    const isKnown = figures?.models[pair.vae.id] && figures.models[pair.ae.id];
    element.hidden = !isKnown;
    if (!figures || !isKnown) return;
    const distances = distancesOf(figures, pair);
    const share = axisFor(Object.values(distances).flatMap(({ vae, ae }) => [vae, ae]));
    for (const row of ROWS) {
      const { vae, ae } = distances[row];
      refs[row].classList.toggle("lx-is-current", row === law);
      refs[`${row}-vae`].style.left = `${100 * share(vae)}%`;
      refs[`${row}-ae`].style.left = `${100 * share(ae)}%`;
      const [low, high] = [Math.min(vae, ae), Math.max(vae, ae)];
      refs[`${row}-span`].style.left = `${100 * share(low)}%`;
      refs[`${row}-span`].style.width = `${100 * (share(high) - share(low))}%`;
      refs[`${row}-vae-value`].textContent = fixed(vae, vae < 10 ? 2 : 1);
      refs[`${row}-ae-value`].textContent = fixed(ae, ae < 10 ? 2 : 1);
    }
  };
}
