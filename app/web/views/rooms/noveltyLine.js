/** The copying test's z-scores on one line, from what copies to what keeps away. */

import { TELLS } from "../../maths/copying.js";
import { fixed } from "../format.js";
import { add, onSize, set } from "../svg.js";
import { build } from "../view.js";

/** @typedef {{name: string, z: number, shape: "cell" | "cells" | "rebuilt"}} Score */

const LEAST = 40; // reached on each side, at least
const TICKS = [-100, -30, -10, -3, 0, 3, 10, 30, 100];
const SIDES = 1.2; // letters
const HALF = 0.42; // of a mark, in letters

/** Even near zero, like a logarithm far off. @param {number} z */
const bent = (z) => Math.asinh(z / TELLS);

/**
 * Where z lies from the line's left end (0) to its right (1).
 *
 * @param {number} z
 * @param {number} reach
 */
const shareOf = (z, reach) => (1 + bent(z) / bent(reach)) / 2;

/** @param {Score["shape"]} shape @param {number} x @param {number} y @param {number} r */
function outline(shape, x, y, r) {
  if (shape === "cell")
    return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
  if (shape === "cells")
    return `M${x} ${y - 1.2 * r}L${x + 1.2 * r} ${y}L${x} ${y + 1.2 * r}L${x - 1.2 * r} ${y}Z`;
  return `M${x - r} ${y - r}H${x + r}V${y + r}H${x - r}Z`;
}

/**
 * @param {HTMLElement} element
 * @param {import("../../page.js").Page} page
 * @returns {(scores: Score[]) => void}
 */
export function mountLine(element, { text, gone }) {
  const { novelty: t } = text.rooms.of;
  const refs = build(element, `<svg data-ref="svg" role="img" aria-label="${t.test}"></svg>`);
  /** @type {Score[]} */
  let scores = [];
  let size = { width: 0, height: 0, em: 1 };

  const show = () => {
    const { width, height, em } = size;
    if (!width || !scores.length) return;
    const reach = 1.15 * Math.max(LEAST, ...scores.map(({ z }) => Math.abs(z)));
    const [left, right] = [SIDES * em, width - SIDES * em];
    const x = (/** @type {number} */ z) => left + (right - left) * shareOf(z, reach);
    const y = height / 2;
    refs.svg.replaceChildren();
    const zone = { x: x(-TELLS), width: x(TELLS) - x(-TELLS), y: y - 1.1 * em, height: 2.2 * em };
    add("rect", refs.svg, { ...zone, class: "lx-novelty-zone" });
    add("path", refs.svg, { d: `M${left} ${y}H${right}`, class: "lx-novelty-axis" });
    for (const z of TICKS.filter((tick) => Math.abs(tick) <= reach)) {
      add("path", refs.svg, { d: `M${x(z)} ${y - 4}v8`, class: "lx-novelty-axis" });
      const where = { x: x(z), y: y + 2.1 * em, "text-anchor": "middle" };
      add("text", refs.svg, where).textContent = fixed(z, 0);
    }
    const ends = [
      { words: t.ends.copies, x: left, "text-anchor": "start" },
      { words: t.ends.alike, x: x(0), "text-anchor": "middle" },
      { words: t.ends.away, x: right, "text-anchor": "end" },
    ];
    for (const { words, ...where } of ends) {
      add("text", refs.svg, { ...where, y: y - 1.5 * em }).textContent = words;
    }
    for (const { shape, z } of scores) {
      const d = outline(shape, x(z), y, HALF * em);
      add("path", refs.svg, { d, class: `lx-novelty-is-${shape}` });
    }
  };
  onSize(element, gone, (width, height) => {
    size = { width, height, em: Number.parseFloat(getComputedStyle(refs.svg).fontSize) };
    set(refs.svg, { viewBox: `0 0 ${width} ${height}` });
    show();
  });
  return (next) => {
    scores = next;
    refs.svg.setAttribute(
      "aria-label",
      scores.map(({ name, z }) => `${name}: ${fixed(z, 1)}`).join("; "),
    );
    show();
  };
}
