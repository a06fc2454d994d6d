/** Training and test reconstruction by steps; both nets are drawn on the same axes. */

import { fixed } from "../format.js";
import { add, isolated, onSize, set, through } from "../svg.js";
import { bestStep } from "./memorisingFindings.js";

/** @typedef {import("./memorisingFindings.js").Net} Net */
/** @typedef {[number, number]} At */
/** @typedef {{low: number, high: number}} Axis nats at its ends */

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/** The axis that both nets of a pair share. @param {Net[]} nets @returns {Axis} */
export function axisOf(nets) {
  const all = nets.flatMap(({ curves }) => [...curves.train, ...curves.test]);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const room = 0.06 * (most - least) || 1;
  return { low: Math.max(0, least - room), high: most + room };
}

/** @param {Element} svg */
const makeMarks = (svg) => ({
  axes: add("g", svg, { class: "lx-memo-axes" }),
  gap: add("path", svg),
  test: add("path", svg, { class: "lx-memo-test" }),
  train: add("path", svg, { class: "lx-memo-train" }),
  best: add("circle", svg, { class: "lx-memo-best", r: 5 }),
  label: add("text", svg, { class: "lx-memo-label" }),
});

/**
 * @param {HTMLElement} frame
 * @param {SVGElement} svg
 * @param {AbortSignal} gone
 * @param {{steps: string, nats: string}} names of the axes
 * @returns {(net: Net, axis: Axis, steps: number) => void}
 */
export function mountPlot(frame, svg, gone, names) {
  const marks = makeMarks(svg);
  let size = { width: 0, height: 0, em: 1 };
  /** @type {{net: Net, axis: Axis, steps: number} | null} */
  let shown = null;

  const draw = () => {
    if (!shown || !size.width) return;
    const { width, height, em } = size;
    const { net, axis, steps } = shown;
    const { train, test } = net.curves;
    const [left, right, top, floor] = [3.1 * em, width - 4.4 * em, 1.9 * em, height - 2.7 * em];
    const x = (/** @type {number} */ step) => left + ((right - left) * step) / steps;
    const y = (/** @type {number} */ nats) =>
      floor - ((floor - top) * (nats - axis.low)) / (axis.high - axis.low);
    const line = (/** @type {number[]} */ curve) =>
      through(
        curve.map((nats, i) => /** @type {At} */ ([x((steps * (i + 1)) / curve.length), y(nats)])),
      );
    set(marks.train, { d: line(train) });
    set(marks.test, { d: line(test) });
    const least = Math.min(...test);
    set(marks.best, { cx: x(bestStep(net, steps)), cy: y(least) });
    const [from, to] = [y(test[test.length - 1]), y(train[train.length - 1])];
    const at = right + 0.5 * em;
    set(marks.gap, { d: `M${at} ${from}H${at + 0.5 * em}V${to}H${at}` });
    const middle = Math.min(floor, Math.max(top + em, (from + to) / 2 + 0.35 * em));
    set(marks.label, { x: at + 0.8 * em, y: middle });
    marks.label.textContent = fixed(net.gap, 1);
    drawAxes(marks.axes, { x, y, left, right, top, floor, em, steps, axis }, names);
  };
  onSize(frame, gone, (width, height) => {
    size = { width, height, em: Number.parseFloat(getComputedStyle(svg).fontSize) };
    set(svg, { viewBox: `0 0 ${width} ${height}` });
    draw();
  });
  return (net, axis, steps) => {
    shown = { net, axis, steps };
    draw();
  };
}

/** @param {Element} group @param {any} layout @param {{steps: string, nats: string}} names */
function drawAxes(group, { x, y, left, right, top, floor, em, steps, axis }, names) {
  group.replaceChildren();
  add("path", group, { d: `M${left} ${top}V${floor}H${right}` });
  const step = STEPS.find((s) => (axis.high - axis.low) / s <= 5) ?? axis.high;
  for (let nats = Math.ceil(axis.low / step) * step; nats <= axis.high; nats += step) {
    add("path", group, { d: `M${left} ${y(nats)}H${right}`, class: "lx-memo-grid" });
    const place = { x: left - 0.4 * em, y: y(nats) + 0.35 * em, "text-anchor": "end" };
    add("text", group, place).textContent = String(nats);
  }
  const every = STEPS.find((s) => steps / s <= 6) ?? steps;
  for (let at = 0; at <= steps; at += every) {
    const place = { x: x(at), y: floor + 1.15 * em, "text-anchor": "middle" };
    add("text", group, place).textContent = String(at);
  }
  const across = { x: right, y: floor + 2.35 * em, "text-anchor": "end", class: "lx-name" };
  add("text", group, across).textContent = isolated(names.steps);
  const up = { x: 0, y: em, class: "lx-name" };
  add("text", group, up).textContent = isolated(names.nats);
}
