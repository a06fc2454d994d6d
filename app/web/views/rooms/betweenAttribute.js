/** A direction: how sure each of its numbers is, and what a step along it does to pictures. */

import { fixed, zName } from "../format.js";
import { add, onSize, set } from "../svg.js";
import { build, setText } from "../view.js";

/** @typedef {import("../../page.js").Page} Page */
/**
 * @typedef {object} Attribute as `model/experiments/between.py` measures it
 * @property {number[]} direction (d), the step in z for one standard deviation
 * @property {number[]} low (d), of the interval of 95 %
 * @property {number[]} high (d)
 * @property {number} cosine 95 of 100 resamples point nearer than this
 * @property {number} explained the share of the variance, R²
 * @property {number} mean
 * @property {number} std
 * @property {number[]} effect measured at each of the steps, in standard deviations
 */
/** @typedef {{width: number, height: number, em: number}} Size */

/** A round number not below this. @param {number} value */
function roundUp(value) {
  const unit = 10 ** Math.floor(Math.log10(value));
  return unit * ([1, 2, 5].find((times) => times * unit >= value * (1 - 1e-9)) ?? 10);
}

/** @param {number} value @param {number} end */
const short = (value, end) => fixed(value, end < 1 ? 2 : end < 10 ? 1 : 0);

/** @param {Element} svg @param {string} words @param {import("../svg.js").Attributes} where */
const write = (svg, words, where) => {
  add("text", svg, where).textContent = words;
};

/** An interval a dimension, about zero. @param {Element} svg @param {Size} size @param {Attribute} own */
function drawIntervals(svg, { width, height, em }, { direction, low, high }) {
  const end = roundUp(Math.max(...low.map(Math.abs), ...high.map(Math.abs), 1e-9));
  const [left, right, top, floor] = [2.6 * em, width - 0.4 * em, 0.7 * em, height - 1.5 * em];
  const d = direction.length;
  const x = (/** @type {number} */ k) => left + ((right - left) * (k + 0.5)) / d;
  const y = (/** @type {number} */ value) =>
    (top + floor) / 2 - (value / end) * ((floor - top) / 2);
  add("path", svg, {
    d: `M${left} ${top}V${floor}M${left} ${y(0)}H${right}`,
    class: "lx-between-axis",
  });
  for (const value of [-end, 0, end]) {
    write(svg, short(value, end), {
      x: left - 0.3 * em,
      y: y(value) + 0.35 * em,
      "text-anchor": "end",
    });
  }
  const half = Math.min(0.7 * em, (0.32 * (right - left)) / d);
  direction.forEach((value, k) => {
    const [upper, lower] = [y(high[k]), y(low[k])];
    const bar = { x: x(k) - half, y: upper, width: 2 * half, height: Math.max(1.5, lower - upper) };
    add("path", svg, { d: `M${x(k)} ${y(0)}V${y(value)}`, class: "lx-between-stem" });
    add("rect", svg, { ...bar, class: "lx-between-interval" });
    add("path", svg, { d: `M${x(k) - half} ${y(value)}h${2 * half}`, class: "lx-between-value" });
    write(svg, zName(k), { x: x(k), y: floor + 1.2 * em, "text-anchor": "middle" });
  });
}

/** All directions on the plane of z, each in the cone of its resamples. @param {Element} svg @param {Size} size @param {Attribute[]} all @param {number} about */
function drawCones(svg, { width, height, em }, all, about) {
  const end = roundUp(Math.max(...all.flatMap(({ direction }) => direction.map(Math.abs)), 1e-9));
  const half = Math.min(width, height) / 2 - 1.3 * em;
  const [cx, cy, unit] = [width / 2, height / 2, half / end];
  add("path", svg, {
    d: `M${cx - half} ${cy}H${cx + half}M${cx} ${cy - half}V${cy + half}`,
    class: "lx-between-axis",
  });
  write(svg, `${zName(0)} ${short(end, end)}`, {
    x: cx + half,
    y: cy + 1.1 * em,
    "text-anchor": "middle",
  });
  write(svg, `${zName(1)} ${short(end, end)}`, {
    x: cx,
    y: cy - half - 0.3 * em,
    "text-anchor": "middle",
  });
  all.forEach(({ direction: [x, y], cosine }, i) => {
    const [angle, long] = [Math.atan2(y, x), Math.hypot(x, y) * unit];
    const spread = Math.acos(Math.min(1, cosine));
    const at = (/** @type {number} */ turn, r = long) =>
      `${(cx + r * Math.cos(angle + turn)).toFixed(1)} ${(cy - r * Math.sin(angle + turn)).toFixed(1)}`;
    const isOne = i === about ? " lx-is-one" : "";
    add("path", svg, {
      d: `M${cx} ${cy}L${at(-spread)}L${at(spread)}Z`,
      class: `lx-between-cone${isOne}`,
    });
    const head = `M${at(0)}L${at(0.35, long - 0.7 * em)}M${at(0)}L${at(-0.35, long - 0.7 * em)}`;
    add("path", svg, { d: `M${cx} ${cy}L${at(0)}${head}`, class: `lx-between-arrow${isOne}` });
  });
}

/** What was asked for, and what came. @param {Element} svg @param {Size} size @param {number[]} steps @param {number[]} effect */
function drawEffect(svg, { width, height, em }, steps, effect) {
  const end = Math.max(2, Math.ceil(Math.max(...effect.map(Math.abs))));
  const [left, right, top, floor] = [2 * em, width - 0.6 * em, 0.7 * em, height - 1.5 * em];
  const [low, high] = [steps[0], steps[steps.length - 1]];
  const x = (/** @type {number} */ step) => left + ((right - left) * (step - low)) / (high - low);
  const y = (/** @type {number} */ value) =>
    (top + floor) / 2 - (value / end) * ((floor - top) / 2);
  const axes = `M${left} ${top}V${floor}M${left} ${y(0)}H${right}`;
  add("path", svg, { d: axes, class: "lx-between-axis" });
  add("path", svg, { d: `M${x(low)} ${y(low)}L${x(high)} ${y(high)}`, class: "lx-between-ideal" });
  const line = steps.map((step, i) => `${x(step)} ${y(effect[i])}`).join("L");
  add("path", svg, { d: `M${line}`, class: "lx-between-effect" });
  steps.forEach((step, i) => {
    add("circle", svg, { cx: x(step), cy: y(effect[i]), r: 3, class: "lx-between-dot" });
    write(svg, fixed(step, 0), { x: x(step), y: floor + 1.2 * em, "text-anchor": "middle" });
  });
  for (const value of [-end, 0, end]) {
    write(svg, fixed(value, 0), {
      x: left - 0.3 * em,
      y: y(value) + 0.35 * em,
      "text-anchor": "end",
    });
  }
}

/**
 * A drawing that is laid out anew for each size.
 *
 * @param {HTMLElement} element
 * @param {AbortSignal} gone
 * @param {string} name until something is drawn
 * @returns {(draw: (svg: Element, size: Size) => void, label: string) => void}
 */
function mountDrawing(element, gone, name) {
  const { svg } = build(element, `<svg data-ref="svg" role="img" aria-label="${name}"></svg>`);
  let size = { width: 0, height: 0, em: 1 };
  /** @type {((svg: Element, size: Size) => void) | null} */
  let draw = null;
  const show = () => {
    svg.replaceChildren();
    if (size.width) draw?.(svg, size);
  };
  onSize(element, gone, (width, height) => {
    size = { width, height, em: Number.parseFloat(getComputedStyle(svg).fontSize) };
    set(svg, { viewBox: `0 0 ${width} ${height}` });
    show();
  });
  return (next, label) => {
    draw = next;
    svg.setAttribute("aria-label", label);
    show();
  };
}

/**
 * @param {HTMLElement} direction
 * @param {HTMLElement} caption of the direction
 * @param {HTMLElement} effect
 * @param {Page} page
 */
export function mountAttribute(direction, caption, effect, { text, gone }) {
  const { between: t } = text.rooms.of;
  const showDirection = mountDrawing(direction, gone, t.direction.cones);
  const showEffect = mountDrawing(effect, gone, t.effect);

  /** @param {Attribute[]} all @param {number} about @param {number[]} steps */
  return (all, about, steps) => {
    const own = all[about];
    const numbers = own.direction
      .map(
        (value, k) => `${zName(k)} ${fixed(value)} (${fixed(own.low[k])} … ${fixed(own.high[k])})`,
      )
      .join("; ");
    const isFlat = own.direction.length === 2;
    const name = t.direction[isFlat ? "cones" : "intervals"];
    setText(caption, name);
    showDirection(
      (svg, size) => (isFlat ? drawCones(svg, size, all, about) : drawIntervals(svg, size, own)),
      `${name}: ${numbers}`,
    );
    const pairs = steps.map((step, i) => `${fixed(step, 0)} → ${fixed(own.effect[i])}`).join("; ");
    showEffect((svg, size) => drawEffect(svg, size, steps, own.effect), `${t.effect}: ${pairs}`);
  };
}
