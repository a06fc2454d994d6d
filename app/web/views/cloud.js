/** A cloud of codes on two axes of true scale, small enough for several on a page, and marks on it. */

import { classColours } from "./colours.js";
import { fixed } from "./format.js";
import { add, onSize, set } from "./svg.js";
import { onTheme } from "./view.js";

/** @typedef {[number, number]} At */
/** @typedef {import("../session/types").Window} Window */
/**
 * @typedef {object} Cloud what lies in the plane
 * @property {Float32Array} x (n)
 * @property {Float32Array} y (n)
 * @property {ArrayLike<number>} labels (n)
 * @property {number} classes
 * @property {Window} window what is shown at least
 * @property {[string, string]} titles of the axes
 */
/** @typedef {{class: string, at: At[], names?: string[]}} Dots */

const DIAMOND = "M0 -8L8 0L0 8L-8 0Z";
const CROSS = "M-14 0H-4M4 0H14M0 -14V-4M0 4V14M-9 0a9 9 0 1 0 18 0a9 9 0 1 0 -18 0";
const SHAPES = { diamond: DIAMOND, cross: CROSS };
const RINGS = [1, 2, 3]; // σ of the prior
const LEAST_RING = 2.5; // px: a prior that is smaller is still to be seen
const LABELS = 4; // numbers on an axis, about

/** A step of 1, 2 or 5 times a power of ten. @param {number} least */
function niceStep(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((times) => times * power >= least) ?? 10);
}

/** Round numbers within a side, at least so far apart. @param {number} low @param {number} high @param {number} least */
export function ticks(low, high, least) {
  const step = niceStep(least);
  const places = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => {
    const value = (first + i) * step;
    return { value, label: fixed(value, places) };
  });
}

/** @typedef {{left: number, top: number, width: number, height: number}} Box */

/** The scale of both axes and where the window's middle lies. @param {Window} window @param {Box} box */
function layOut(window, { left, top, width, height }) {
  const unit = Math.min(width, height) / (2 * window.half); // px
  const [cx, cy] = [left + width / 2, top + height / 2];
  return {
    unit,
    /** @param {At} at @returns {At} */
    toPixels: ([x, y]) => [cx + (x - window.x) * unit, cy - (y - window.y) * unit],
    /** @param {At} at @returns {At} */
    toPlane: ([px, py]) => [window.x + (px - cx) / unit, window.y - (py - cy) / unit],
  };
}

/**
 * @param {HTMLElement} element
 * @param {AbortSignal} gone
 */
export function mountCloud(element, gone) {
  element.classList.add("lx-cloud", "lx-cloud-empty");
  element.dir = "ltr";
  element.innerHTML = `<canvas aria-hidden="true"></canvas><svg aria-hidden="true"></svg>`;
  const canvas = /** @type {HTMLCanvasElement} */ (element.firstElementChild);
  const svg = /** @type {SVGElement} */ (element.lastElementChild);
  const [axes, rings, marks] = ["axes", "rings", "marks"].map((name) =>
    add("g", svg, { class: `lx-cloud-${name}` }),
  );
  /** @type {Cloud | null} */
  let cloud = null;
  let size = { width: 0, height: 0, em: 15 };
  /** @type {ReturnType<typeof layOut> | null} */
  let layout = null;
  /** @type {Map<string, () => void>} what places each mark under the axes of now */
  const placed = new Map();

  const boxOf = () => {
    const { width, height, em } = size;
    const [left, bottom] = [3.4 * em, 1.6 * em];
    return { left, top: 2, width: width - left - 2, height: height - bottom - 2 };
  };

  const drawDots = (/** @type {Box} */ { left, top, width, height }) => {
    const scale = Math.min(2, window.devicePixelRatio || 1);
    Object.assign(canvas, { width: size.width * scale, height: size.height * scale });
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    if (!cloud || !layout) return;
    context.scale(scale, scale);
    context.beginPath();
    context.rect(left, top, width, height);
    context.clip();
    const side = width > 420 ? 2.2 : 1.5;
    context.globalAlpha = 0.6;
    const colours = classColours(element, cloud.classes);
    const { x, y, labels } = cloud;
    for (const [c, colour] of colours.entries()) {
      context.fillStyle = colour;
      for (let p = 0; p < x.length; p++) {
        if (labels[p] !== c) continue;
        const [px, py] = layout.toPixels([x[p], y[p]]);
        context.fillRect(px - side / 2, py - side / 2, side, side);
      }
    }
  };

  const drawAxes = (/** @type {Box} */ { left, top, width, height }) => {
    if (!cloud || !layout) return;
    const [right, floor] = [left + width, top + height];
    axes.replaceChildren();
    add("path", axes, { d: `M${left} ${top}V${floor}H${right}` });
    const [low, high] = [layout.toPlane([left, floor]), layout.toPlane([right, top])];
    /** @type {(at: At, anchor: string, words: string, name?: string) => void} */
    const write = ([x, y], anchor, words, name = "") => {
      const text = add("text", axes, { x, y, "text-anchor": anchor, class: name });
      text.textContent = words;
    };
    const { em } = size;
    const least = (2 * cloud.window.half) / LABELS;
    for (const { value, label } of ticks(low[0], high[0], least)) {
      const [x] = layout.toPixels([value, 0]);
      if (x < left + em || x > right - em) continue;
      add("path", axes, { d: `M${x} ${floor}v4` });
      write([x, floor + 1.25 * em], "middle", label);
    }
    for (const { value, label } of ticks(low[1], high[1], least)) {
      const [, y] = layout.toPixels([0, value]);
      if (y < top + em || y > floor - 0.4 * em) continue;
      add("path", axes, { d: `M${left} ${y}h-4` });
      write([left - 6, y + 0.32 * em], "end", label);
    }
    write([right - 4, floor - 5], "end", cloud.titles[0], "lx-cloud-title");
    write([left + 5, top + em], "start", cloud.titles[1], "lx-cloud-title");
  };

  const drawRings = () => {
    rings.replaceChildren();
    if (!layout) return;
    const [cx, cy] = layout.toPixels([0, 0]);
    for (const sigma of RINGS) {
      const r = sigma * layout.unit;
      if (r >= LEAST_RING || sigma === 3) {
        add("circle", rings, { cx, cy, r: Math.max(LEAST_RING, r) });
      }
    }
  };

  const draw = () => {
    if (!cloud || !size.width) return;
    const box = boxOf();
    layout = layOut(cloud.window, box);
    set(svg, { viewBox: `0 0 ${size.width} ${size.height}` });
    drawAxes(box);
    drawRings();
    drawDots(box);
    for (const place of placed.values()) place();
    element.dataset.half = String(cloud.window.half);
  };
  onSize(element, gone, (width, height) => {
    size = { width, height, em: Number.parseFloat(getComputedStyle(svg).fontSize) };
    draw();
  });
  onTheme(gone, draw);

  /** @param {string} name */
  const groupOf = (name) =>
    /** @type {SVGElement} */ (marks.querySelector(`[data-mark="${name}"]`)) ??
    add("g", marks, { "data-mark": name });

  /** @param {At} at */
  const isInside = (at) => {
    const { left, top, width, height } = boxOf();
    const [x, y] = layout?.toPixels(at) ?? [Number.NaN, 0];
    return x >= left && x <= left + width && y >= top && y <= top + height;
  };
  /** @param {At} at */
  const translate = (at) => {
    const [x, y] = layout?.toPixels(at) ?? [0, 0];
    return `translate(${x.toFixed(2)}px, ${y.toFixed(2)}px)`;
  };

  return {
    /** Another cloud, or null for none. @param {Cloud | null} next */
    show(next) {
      if (next === cloud) return;
      cloud = next;
      element.classList.toggle("lx-cloud-empty", !next);
      if (next) draw();
    },
    /** Set, or with null remove, a mark. @param {string} name @param {"diamond" | "cross"} shape @param {At | null} at */
    mark(name, shape, at) {
      const group = groupOf(name);
      if (!at) {
        group.remove();
        placed.delete(name);
        return;
      }
      if (!group.firstChild) add("path", group, { d: SHAPES[shape] });
      if (shape === "diamond") marks.prepend(group); // it is the larger: dots stay in sight
      const place = () => {
        group.style.transform = translate(at);
        group.style.visibility = isInside(at) ? "" : "hidden";
      };
      placed.set(name, place);
      place();
    },
    /** Points, or none. @param {string} name @param {At[]} points @param {number} r px */
    dots(name, points, r = 3) {
      const group = groupOf(name);
      while (group.childElementCount > points.length) group.lastElementChild?.remove();
      while (group.childElementCount < points.length) {
        const node = add("g", group, { style: `--lx-nth: ${group.childElementCount}` });
        add("circle", node, { r });
      }
      const place = () => {
        points.forEach((at, i) => {
          const { style } = /** @type {SVGElement} */ (group.children[i]);
          style.transform = translate(at);
          style.visibility = isInside(at) ? "" : "hidden";
        });
      };
      placed.set(name, place);
      place();
      return group;
    },
    /** The place in the plane under a place of the page. @param {{clientX: number, clientY: number}} place @returns {At | null} */
    toPlane({ clientX, clientY }) {
      const { left, top } = element.getBoundingClientRect();
      return layout?.toPlane([clientX - left, clientY - top]) ?? null;
    },
  };
}
