/** Rate and distortion of each net of the ladder, on the lines of equal −ELBO. */

import { fixed } from "../format.js";
import { add, isolated, onSize, set, through } from "../svg.js";
import { negElbo } from "./betaFindings.js";

/** @typedef {import("./betaFindings.js").Rung} Rung */
/** @typedef {[number, number]} At */

const RATES = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200];
const LINES = 7; // about as many of equal −ELBO
const POINTS = 24; // of a line

/** @param {number} span @param {number} most */
const stepFor = (span, most) => STEPS.find((step) => span / step <= most) ?? span / most;

/**
 * Where nats lie. The rate's axis goes by its root, or β from 1 on would stand in one spot; lines
 * of equal −ELBO are bent by it.
 *
 * @param {Rung[]} rungs
 * @param {{width: number, height: number, em: number}} size
 */
function layOut(rungs, { width, height, em }) {
  const [left, right, top, floor] = [2.9 * em, width - 0.8 * em, 1.9 * em, height - 2.7 * em];
  const rates = rungs.map((rung) => rung.kl_nats);
  const distortions = rungs.map((rung) => rung.reconstruction_nats);
  const most = 1.12 * Math.max(1, ...rates);
  const [least, worst] = [Math.min(...distortions), Math.max(...distortions)];
  const room = Math.max(2, 0.08 * (worst - least));
  const [low, high] = [least - room, worst + room];
  return {
    ...{ left, right, top, floor, em, most, low, high },
    x: (/** @type {number} */ rate) => left + (right - left) * Math.sqrt(Math.max(0, rate) / most),
    y: (/** @type {number} */ nats) => floor - ((floor - top) * (nats - low)) / (high - low),
  };
}

/** @typedef {ReturnType<typeof layOut>} Layout */

/** The line of one −ELBO, where it is in view. @param {Layout} layout @param {number} nats */
function lineOf({ x, y, most, low, high }, nats) {
  const from = Math.max(0, nats - high);
  const to = Math.min(most, nats - low);
  if (to <= from) return "";
  const [a, b] = [Math.sqrt(from), Math.sqrt(to)];
  return through(
    Array.from({ length: POINTS + 1 }, (_, i) => {
      const rate = (a + ((b - a) * i) / POINTS) ** 2;
      return /** @type {At} */ ([x(rate), y(nats - rate)]);
    }),
  );
}

/** @param {Element} group @param {Layout} layout @param {{rate: string, distortion: string}} names */
function drawAxes(group, layout, names) {
  const { x, y, left, right, top, floor, em, most, low, high } = layout;
  group.replaceChildren();
  add("path", group, { d: `M${left} ${top}V${floor}H${right}` });
  let last = Number.NEGATIVE_INFINITY;
  for (const rate of RATES.filter((value) => value <= most)) {
    if (x(rate) - last < 2.2 * em) continue;
    last = x(rate);
    const mark = add("text", group, { x: last, y: floor + 1.15 * em, "text-anchor": "middle" });
    mark.textContent = String(rate);
  }
  const step = stepFor(high - low, 5);
  for (let nats = Math.ceil(low / step) * step; nats <= high; nats += step) {
    const place = { x: left - 0.4 * em, y: y(nats) + 0.35 * em, "text-anchor": "end" };
    add("text", group, place).textContent = String(nats);
  }
  const across = { x: right, y: floor + 2.35 * em, "text-anchor": "end", class: "lx-name" };
  add("text", group, across).textContent = isolated(names.rate);
  const up = { x: 0, y: em, class: "lx-name" };
  add("text", group, up).textContent = isolated(names.distortion);
}

/** @param {Element} group @param {Layout} layout */
function drawLines(group, layout) {
  const { most, low, high } = layout;
  const step = stepFor(high + most - low, LINES);
  group.replaceChildren();
  for (let nats = Math.ceil(low / step) * step; nats < high + most; nats += step) {
    add("path", group, { d: lineOf(layout, nats) });
  }
}

/** @param {Element} svg */
const makeMarks = (svg) => ({
  lines: add("g", svg, { class: "lx-beta-lines" }),
  axes: add("g", svg, { class: "lx-beta-axes" }),
  own: add("path", svg, { class: "lx-beta-own" }),
  curve: add("path", svg, { class: "lx-beta-curve" }),
  points: add("g", svg, { class: "lx-beta-points" }),
  now: add("circle", svg, { class: "lx-beta-now", r: 7 }),
  label: add("text", svg, { class: "lx-beta-label" }),
});

/**
 * @param {HTMLElement} frame
 * @param {SVGElement} svg
 * @param {AbortSignal} gone
 * @param {{rate: string, distortion: string}} names of the axes
 */
export function mountCurve(frame, svg, gone, names) {
  const marks = makeMarks(svg);
  let size = { width: 0, height: 0, em: 1 };
  /** @type {Rung[]} */
  let rungs = [];
  let at = 0;

  const draw = () => {
    if (!size.width || !rungs.length) return;
    const layout = layOut(rungs, size);
    const { x, y, left, right, em } = layout;
    const places = rungs.map(
      (rung) => /** @type {At} */ ([x(rung.kl_nats), y(rung.reconstruction_nats)]),
    );
    drawLines(marks.lines, layout);
    drawAxes(marks.axes, layout, names);
    set(marks.curve, { d: through(places) });
    marks.points.replaceChildren();
    for (const [cx, cy] of places) add("circle", marks.points, { cx, cy, r: 3 });
    const now = rungs[at];
    const [cx, cy] = places[at];
    set(marks.now, { cx, cy });
    set(marks.own, { d: lineOf(layout, negElbo(now)) });
    marks.label.textContent = `−ELBO ${fixed(negElbo(now), 1)}`;
    const isRight = cx > (left + right) / 2;
    set(marks.label, {
      x: cx + (isRight ? -0.9 : 0.9) * em,
      y: cy - 0.9 * em,
      "text-anchor": isRight ? "end" : "start",
    });
  };

  onSize(frame, gone, (width, height) => {
    size = { width, height, em: Number.parseFloat(getComputedStyle(svg).fontSize) };
    set(svg, { viewBox: `0 0 ${width} ${height}` });
    draw();
  });
  return (/** @type {Rung[]} */ ladder, /** @type {number} */ index) => {
    rungs = ladder;
    at = index;
    draw();
  };
}
