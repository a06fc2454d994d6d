/** All codes of a net on the prior's rings, moving from net to net, and my picture's posterior. */

import { ellipseIn, turned } from "../../maths/frames.js";
import { classColours } from "../colours.js";
import { add, onSize, set } from "../svg.js";
import { onTheme } from "../view.js";

/** @typedef {import("./betaNets.js").Cloud} Cloud */
/** @typedef {import("./betaFindings.js").Rung} Rung */
/** @typedef {import("../../maths/frames.js").Pair} Pair */
/**
 * @typedef {object} Mine my picture's posterior in the ladder's frame
 * @property {[number, number]} at
 * @property {[number, number]} radii of one σ
 * @property {number} angle
 */

const MOVE_MS = 200;
const DOT = 1.3; // pixels
const STEPS = [1, 2, 5, 10, 20, 50, 100];
const MOST_MARKS = 4; // on each side of zero

/**
 * @param {{mu: Float32Array, logvar: Float32Array | null}} code
 * @param {Rung} rung
 * @param {Pair} dims
 * @returns {Mine}
 */
export function mineOf({ mu, logvar }, { frame }, dims) {
  const sigma = Array.from(logvar ?? mu.map(() => Number.NEGATIVE_INFINITY), (v) =>
    Math.exp(0.5 * v),
  );
  const [x, y] = turned(mu, frame, dims);
  return { at: [x, y], ...ellipseIn(sigma, frame, dims) };
}

/** @param {number} a @param {number} b @param {number} t */
const between = (a, b, t) => a + (b - a) * t;

/**
 * What is seen on the way from one net's cloud to another's; a window grows by factors.
 *
 * @param {Cloud} from
 * @param {Cloud} to
 * @param {number} t
 * @returns {Cloud}
 */
function onTheWay(from, to, t) {
  const half = Math.exp(between(Math.log(from.half), Math.log(to.half), t));
  const places = to.places.map((value, i) => between(from.places[i], value, t));
  return { places, labels: to.labels, half };
}

/** @param {Element} svg */
const makeMarks = (svg) => ({
  rings: [3, 2, 1].map((r) => [r, add("circle", svg, { class: "lx-beta-ring" })]),
  axes: add("g", svg, { class: "lx-beta-axes" }),
  mine: add("g", svg, { class: "lx-beta-mine" }),
});

/**
 * @param {HTMLElement} frame holds a canvas and a drawing
 * @param {{canvas: HTMLCanvasElement, svg: SVGElement}} refs
 * @param {import("../../page.js").Page} page
 * @param {() => void} rested called when a cloud has come to rest
 */
export function mountCloud(frame, { canvas, svg }, { gone }, rested) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const marks = /** @type {any} */ (makeMarks(svg));
  const ellipses = [2, 1].map((r) => ({ r, node: add("ellipse", marks.mine) }));
  const dot = add("circle", marks.mine, { r: 4 });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  let size = 0;
  let axesKey = "";
  /** @type {string[]} */
  let colours = [];
  /** @type {Cloud | null} */
  let shown = null;
  /** @type {Cloud | null} */
  let goal = null;
  /** @type {Mine | null} */
  let mine = null;
  let turn = 0;

  const paintDots = (/** @type {Cloud} */ { places, labels, half }) => {
    const scale = canvas.width / 2 / half;
    const [middle, radius] = [canvas.width / 2, (DOT * canvas.width) / size];
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.globalAlpha = 0.6;
    for (const [c, colour] of colours.entries()) {
      context.fillStyle = colour;
      context.beginPath();
      for (let i = 0; i < labels.length; i++) {
        if (labels[i] !== c) continue;
        const [x, y] = [middle + places[2 * i] * scale, middle - places[2 * i + 1] * scale];
        context.moveTo(x + radius, y);
        context.arc(x, y, radius, 0, 2 * Math.PI);
      }
      context.fill();
    }
  };

  const drawMarks = (/** @type {number} */ half) => {
    const unit = size / 2 / half;
    for (const [r, node] of marks.rings) {
      set(node, { cx: size / 2, cy: size / 2, r: r * unit });
    }
    marks.mine.toggleAttribute("hidden", !mine);
    if (mine) {
      const [cx, cy] = [size / 2 + mine.at[0] * unit, size / 2 - mine.at[1] * unit];
      for (const { r, node } of ellipses) {
        const [rx, ry] = mine.radii.map((radius) => r * radius * unit);
        const transform = `translate(${cx} ${cy}) rotate(${(-180 * mine.angle) / Math.PI})`;
        set(node, { rx, ry, transform });
      }
      set(dot, { cx, cy });
    }
    const step = STEPS.find((s) => half / s < MOST_MARKS + 1) ?? half;
    const key = [size, half.toFixed(3)].join();
    if (key !== axesKey) drawAxes(marks.axes, size, half, step);
    axesKey = key;
  };

  const draw = () => {
    if (!shown || !size) return;
    paintDots(shown);
    drawMarks(shown.half);
  };

  /** @param {Cloud} from @param {Cloud} to */
  const move = (from, to) => {
    const current = ++turn;
    const started = performance.now();
    const step = (/** @type {number} */ now) => {
      if (current !== turn || gone.aborted) return;
      const t = Math.min(1, Math.max(0, (now - started) / MOVE_MS));
      shown = t < 1 ? onTheWay(from, to, t * (2 - t)) : to;
      draw();
      if (t < 1) requestAnimationFrame(step);
      else rested();
    };
    requestAnimationFrame(step);
  };

  onSize(frame, gone, (width) => {
    size = width;
    canvas.width = canvas.height = Math.round(width * Math.min(2, devicePixelRatio));
    set(svg, { viewBox: `0 0 ${width} ${width}` });
    draw();
  });
  onTheme(gone, () => {
    colours = classColours(frame, colours.length);
    draw();
  });

  return {
    /** @param {Cloud} cloud @param {number} classes */
    show(cloud, classes) {
      if (colours.length !== classes) colours = classColours(frame, classes);
      if (goal === cloud) return;
      goal = cloud;
      const from = shown;
      if (from && from.places.length === cloud.places.length && !calm.matches) {
        move(from, cloud);
        return;
      }
      turn++;
      shown = cloud;
      draw();
      rested();
    },
    /** @param {Mine | null} found */
    showMine(found) {
      mine = found;
      if (shown && size) drawMarks(shown.half);
    },
  };
}

/** Numbers along both axes, through the middle. @param {Element} group @param {number} size @param {number} half @param {number} step */
function drawAxes(group, size, half, step) {
  const [middle, unit] = [size / 2, size / 2 / half];
  group.replaceChildren();
  add("path", group, { d: `M0 ${middle}H${size}M${middle} 0V${size}` });
  for (let v = step; v < 0.95 * half; v += step) {
    for (const sign of [-1, 1]) {
      const words = `${sign < 0 ? "−" : ""}${v}`;
      const across = add("text", group, { x: middle + sign * v * unit, y: size - 6 });
      const up = add("text", group, { x: 6, y: middle - sign * v * unit, class: "lx-up" });
      across.textContent = up.textContent = words;
    }
  }
}
