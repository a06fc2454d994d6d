/** Pictures beside the training picture that is nearest to each, so that a person judges. */

import { fromBytes } from "../../maths/pictures.js";
import { fill, number } from "../format.js";
import { paint } from "../paint.js";
import { build, setText } from "../view.js";

/** @typedef {{distance: number, sample: number[], nearest: number[]}} Example */

/** @param {string} of @param {number} i @param {string} label */
const pairHtml = (of, i, label) => `<td><div class="lx-novelty-pair" dir="ltr">
  <canvas class="lx-picture" data-ref="${of}${i}" role="img" aria-label="${label}"></canvas>
  <canvas class="lx-picture" data-ref="${of}Nearest${i}" role="img"
    aria-label="${label}"></canvas></div>
  <small data-ref="${of}Says${i}"></small></td>`;

/**
 * @param {HTMLElement} element
 * @param {import("../../page.js").Page} page
 * @param {number[]} shares of the samples that are nearer than each example
 * @returns {(samples: Example[], heldOut: Example[]) => void}
 */
export function mountPairs(element, { text }, shares) {
  const { novelty: t } = text.rooms.of;
  const places = [t.places.first, t.places.quarter, t.places.half, t.places.far];
  const columns = shares.map((_, i) => i);
  const refs = build(
    element,
    `<table><caption>${t.pairs}</caption>
    <thead><tr><td></td>${columns.map((i) => `<th scope="col">${places[i] ?? ""}</th>`).join("")}</tr></thead>
    <tbody>${[
      { of: "sample", name: t.rows.samples },
      { of: "heldOut", name: t.rows.heldOut },
    ]
      .map(
        ({ of, name }) => `<tr class="lx-novelty-${of}"><th scope="row">${name}</th>
        ${columns.map((i) => pairHtml(of, i, name)).join("")}</tr>`,
      )
      .join("")}</tbody></table>`,
  );

  /** @param {string} of @param {Example[]} examples */
  const showRow = (of, examples) =>
    examples.slice(0, columns.length).forEach(({ distance, sample, nearest }, i) => {
      const says = { distance: number(text, distance, 1) };
      paint(refs[`${of}${i}`], fromBytes(sample));
      paint(refs[`${of}Nearest${i}`], fromBytes(nearest));
      refs[`${of}Nearest${i}`].setAttribute("aria-label", fill(t.nearestAt, says));
      setText(refs[`${of}Says${i}`], says.distance);
    });

  return (samples, heldOut) => {
    showRow("sample", samples);
    showRow("heldOut", heldOut);
  };
}
