/** Both terms of the loss, their sum, and the sum of what is held out, step by step. */

import { fixed } from "../format.js";
import { add, onSize, set, through } from "../svg.js";

/** @typedef {import("../../models/training/curve.js").Point} Point */

const USUAL = 280; // nats at the top, but where more is needed
const MOST = 2000;
const LINES = 4; // of the grid
/** @type {Record<string, (point: Point) => number>} */
const CURVES = {
  reconstruction: ({ learnt }) => learnt.reconstruction,
  kl: ({ learnt }) => learnt.kl,
  sum: ({ learnt }) => learnt.reconstruction + learnt.kl,
  held: ({ held }) => held.reconstruction + held.kl,
};

/** A step between grid lines that reads well. @param {number} top */
export function gridOf(top) {
  const least = top / LINES;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= least) ?? least;
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, i) => i * step);
}

/** Where the axis ends: the first steps, which cost most, may be out of it. @param {Point[]} points */
export function topOf(points) {
  const last = points.slice(-Math.ceil(points.length / 2));
  const most = Math.max(...last.map(CURVES.held), ...last.map(CURVES.sum));
  return Math.min(MOST, Math.max(USUAL, 1.15 * (Number.isFinite(most) ? most : 0)));
}

/**
 * @param {HTMLElement} place
 * @param {AbortSignal} gone
 * @returns {(points: Point[]) => void}
 */
export function mountCurves(place, gone) {
  const svg = /** @type {Element} */ (place.querySelector("svg"));
  const grid = add("g", svg, { class: "lx-train-grid" });
  const inner = add("svg", svg);
  const lines = Object.fromEntries(
    Object.keys(CURVES).map((name) => [
      name,
      add("path", inner, { class: `lx-train-line lx-is-${name}` }),
    ]),
  );
  /** @type {Point[]} */
  let shown = [];
  let [width, height, em] = [0, 0, 0];
  let laid = "";

  /** @param {number} top @param {number} steps */
  const layGrid = (top, steps) => {
    const [left, floor] = [2.6 * em, height - 1.5 * em];
    const y = (/** @type {number} */ nats) => floor - ((floor - 0.6 * em) * nats) / top;
    grid.replaceChildren();
    for (const nats of gridOf(top)) {
      add("path", grid, { d: `M${left} ${y(nats)}H${width}` });
      const words = { x: left - 0.4 * em, y: y(nats) + 0.35 * em, "text-anchor": "end" };
      add("text", grid, words).textContent = fixed(nats, 0);
    }
    const last = { x: width, y: height - 0.2 * em, "text-anchor": "end" };
    add("text", grid, last).textContent = fixed(steps, 0);
    set(inner, { x: left, y: 0, width: Math.max(1, width - left), height: floor });
  };

  const draw = () => {
    if (!width) return;
    const top = topOf(shown);
    const steps = shown.at(-1)?.step ?? 0;
    const key = [width, height, top, steps].join(" ");
    if (key !== laid) layGrid(top, steps);
    laid = key;
    const [long, floor] = [width - 2.6 * em, height - 1.5 * em];
    for (const [name, read] of Object.entries(CURVES)) {
      const points = shown.map((point) => {
        const x = (long * point.step) / Math.max(1, steps);
        const y = floor - ((floor - 0.6 * em) * read(point)) / top;
        return /** @type {[number, number]} */ ([x, Math.max(-floor, y)]);
      });
      set(lines[name], { d: points.length > 1 ? through(points) : "" });
    }
  };
  onSize(place, gone, (wide, high) => {
    [width, height] = [wide, high];
    em = Number.parseFloat(getComputedStyle(svg).fontSize);
    set(svg, { viewBox: `0 0 ${wide} ${high}` });
    draw();
  });
  return (points) => {
    shown = points;
    draw();
  };
}
