/**
 * A code of two numbers as a point on a small map: the other pictures' codes, the prior's rings,
 * the posterior's ellipse and the draws from it, and a lens on them where σ is too small to see.
 */

import { fill, number } from "./format.js";
import { setText } from "./view.js";

/** @typedef {import("../models/types").ModelConfig} ModelConfig */
/** @typedef {import("../models/codes.js").Codes} Codes */
/** @typedef {import("../text/en.js").Text} Text */
/** @typedef {[number, number]} At */
/**
 * @typedef {object} Cloud all null while there is no picture
 * @property {Float32Array | null} mu (2)
 * @property {Float32Array | null} sigma (2), null for an autoencoder
 * @property {Float32Array | null} draws (n, 2)
 * @property {number} draw the one that is looked at
 * @property {Float32Array[] | null} path the centres by which an improved code came, else null
 */

const SIDE = 300; // of the drawing's own units
const LENS = 66; // its radius
const LENS_AT = SIDE - LENS - 8;
const SMALL = 14; // an ellipse of fewer units than this needs the lens
const FULL = 0.6; // of the lens's radius, that the ellipse of 2 σ takes
const INNER = 0.995; // the share of codes that is in view: an autoencoder's few far ones are not
const DOTS = 3000;

const SVG = "http://www.w3.org/2000/svg";

/** @param {string} name @param {Element} parent @param {Record<string, string | number>} attributes */
function add(name, parent, attributes = {}) {
  const node = /** @type {SVGElement} */ (parent.appendChild(document.createElementNS(SVG, name)));
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}

/**
 * The square of the plane that is shown: the prior's, or where most codes of an autoencoder lie.
 *
 * @param {ModelConfig} config
 * @param {Codes | null} codes
 * @returns {{centre: At, half: number}}
 */
export function windowOf({ kind }, codes) {
  if (kind === "vae" || !codes) return { centre: [0, 0], half: 4 };
  const range = [0, 1].map((k) => {
    const values = codes.mu.filter((_, i) => i % 2 === k).sort();
    const cut = Math.floor(((1 - INNER) / 2) * values.length);
    return [values[cut], values[values.length - 1 - cut]];
  });
  const half = 0.55 * Math.max(...range.map(([low, high]) => high - low));
  return { centre: [(range[0][0] + range[0][1]) / 2, (range[1][0] + range[1][1]) / 2], half };
}

/** The marks of one cloud, in one coordinate system. @param {Element} parent */
function makeMarks(parent) {
  const group = add("g", parent);
  const ellipse = add("ellipse", group, { class: "lx-cloud-ellipse", "data-part": "sigma" });
  const way = add("polyline", group, { class: "lx-cloud-way" });
  const guess = add("circle", group, { class: "lx-cloud-guess", r: 4 });
  const step = add("line", group, { class: "lx-cloud-step" });
  const reach = add("line", group, { class: "lx-cloud-reach" });
  const dots = add("g", group, { class: "lx-cloud-draws" });
  const mu = add("circle", group, { class: "lx-cloud-mu", r: 4 });
  const z = add("circle", group, { class: "lx-cloud-z", r: 5 });

  /** @param {Cloud} cloud @param {(at: At) => At} place @param {number} unit pixels a unit */
  const show = ({ mu: at, sigma, draws, draw, path }, place, unit) => {
    group.toggleAttribute("hidden", !at);
    if (!at) return;
    const [x, y] = place([at[0], at[1]]);
    for (const node of [way, guess]) node.toggleAttribute("hidden", !path);
    if (path) {
      const points = path.map(([a, b]) => place([a, b]));
      way.setAttribute("points", points.map((point) => point.map((v) => v.toFixed(2))).join(" "));
      guess.setAttribute("transform", `translate(${points[0][0]} ${points[0][1]})`);
    }
    mu.setAttribute("transform", `translate(${x} ${y})`);
    ellipse.toggleAttribute("hidden", !sigma);
    if (sigma) {
      const size = { cx: x, cy: y, rx: 2 * sigma[0] * unit, ry: 2 * sigma[1] * unit };
      for (const [key, value] of Object.entries(size)) ellipse.setAttribute(key, value.toFixed(2));
    }
    const n = draws ? draws.length / 2 : 0;
    while (dots.childElementCount > n) dots.lastElementChild?.remove();
    while (dots.childElementCount < n) add("circle", dots, { r: 2.5 });
    for (let i = 0; i < n; i++) {
      const drawn = /** @type {Float32Array} */ (draws);
      const [dx, dy] = place([drawn[2 * i], drawn[2 * i + 1]]);
      const dot = /** @type {SVGElement} */ (dots.children[i]);
      dot.style.transform = `translate(${dx}px, ${dy}px)`;
      if (i !== draw) continue;
      z.style.transform = dot.style.transform;
      const line = { x1: x, y1: y, x2: dx, y2: dy };
      for (const [key, value] of Object.entries(line)) {
        for (const node of [step, reach]) node.setAttribute(key, value.toFixed(2));
      }
    }
    for (const node of [z, step, reach]) node.toggleAttribute("hidden", !n);
  };

  /** An autoencoder's code is z itself, and what is near it has no symbol. @param {boolean} isPoint */
  const name = (isPoint) => {
    mu.dataset.part = isPoint ? "z" : "mu";
    z.dataset.part = isPoint ? "" : "z";
    for (const node of [step, reach]) node.dataset.part = isPoint ? "" : "epsilon";
  };
  return { show, name };
}

/**
 * Codes as dots; few enough of them to stay a quiet ground.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Codes} codes
 * @param {(at: At) => At} place
 * @param {string[]} colours one a class
 */
function paintGround(canvas, { mu, n, labels }, place, colours) {
  const scale = canvas.width / SIDE;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.globalAlpha = 0.55;
  const step = Math.max(1, Math.ceil(n / DOTS));
  for (let i = 0; i < n; i += step) {
    const [x, y] = place([mu[2 * i], mu[2 * i + 1]]);
    context.fillStyle = colours[labels[i]];
    context.beginPath();
    context.arc(x * scale, y * scale, 1.4 * scale, 0, 2 * Math.PI);
    context.fill();
  }
}

/**
 * @param {HTMLElement} element
 * @param {Text} text
 */
export function mountCodeMap(element, text) {
  const t = text.reconstruct;
  element.innerHTML = `<canvas class="lx-cloud-ground" width="${2 * SIDE}" height="${2 * SIDE}"
      aria-hidden="true"></canvas>
    <svg class="lx-cloud" viewBox="0 0 ${SIDE} ${SIDE}" role="img"
      aria-label="${t.codeMapLabel}"></svg>`;
  const canvas = /** @type {HTMLCanvasElement} */ (element.querySelector("canvas"));
  const svg = /** @type {SVGElement} */ (element.querySelector("svg"));
  const rings = add("g", svg, { class: "lx-cloud-rings" });
  const whole = makeMarks(svg);
  const lens = add("g", svg, { class: "lx-cloud-lens" });
  const clip = add("clipPath", add("defs", svg), { id: "lx-lens-clip" });
  add("circle", clip, { cx: LENS_AT, cy: LENS_AT, r: LENS });
  const ray = add("line", lens, { class: "lx-cloud-ray" });
  add("circle", lens, { class: "lx-cloud-glass", cx: LENS_AT, cy: LENS_AT, r: LENS });
  const inside = makeMarks(add("g", lens, { "clip-path": "url(#lx-lens-clip)" }));
  const label = add("text", lens, { x: LENS_AT, y: LENS_AT + LENS - 14, class: "lx-cloud-label" });

  let view = { centre: /** @type {At} */ ([0, 0]), half: 4 };
  /** @type {(at: At) => At} */
  const place = ([a, b]) => [
    (SIDE / 2) * (1 + (a - view.centre[0]) / view.half),
    (SIDE / 2) * (1 - (b - view.centre[1]) / view.half),
  ];

  /** The lens stands in the corner that is farthest from the code. @param {At} at */
  const showLens = ([x, y], /** @type {Cloud} */ cloud, /** @type {number} */ unit) => {
    const { mu, sigma } = cloud;
    const widest = sigma ? Math.max(...sigma) : 0;
    const isNeeded = Boolean(mu && sigma && 2 * widest * unit < SMALL);
    lens.toggleAttribute("hidden", !isNeeded);
    if (!mu || !isNeeded) return;
    const spread = cloud.draws
      ? Math.max(...cloud.draws.map((value, i) => Math.abs(value - mu[i % 2])))
      : 0;
    const within = (FULL * LENS) / Math.max(2 * widest, 0.75 * spread);
    const corner = [x < SIDE / 2 ? 0 : LENS + 8 - LENS_AT, y < SIDE / 2 ? 0 : LENS + 8 - LENS_AT];
    lens.setAttribute("transform", `translate(${corner[0]} ${corner[1]})`);
    const from = { x1: x - corner[0], y1: y - corner[1], x2: LENS_AT, y2: LENS_AT };
    for (const [key, value] of Object.entries(from)) ray.setAttribute(key, value.toFixed(1));
    const times = Math.round(within / unit);
    setText(label, fill(t.lens, { times: number(text, times, 0) }));
    inside.show(
      cloud,
      ([a, b]) => [LENS_AT + (a - mu[0]) * within, LENS_AT - (b - mu[1]) * within],
      within,
    );
  };

  return {
    /**
     * What lies under the marks.
     *
     * @param {ModelConfig} config
     * @param {Codes | null} codes null until they have come
     * @param {string[]} colours one a class
     */
    ground(config, codes, colours) {
      view = windowOf(config, codes);
      const unit = SIDE / 2 / view.half;
      for (const marks of [whole, inside]) marks.name(config.kind === "ae");
      rings.replaceChildren();
      const [cx, cy] = place([0, 0]);
      if (config.kind === "vae") {
        for (const r of [1, 2, 3]) add("circle", rings, { cx, cy, r: r * unit });
      }
      if (codes) paintGround(canvas, codes, place, colours);
      else canvas.getContext("2d")?.clearRect(0, 0, canvas.width, canvas.height);
    },
    /** Whether a code lies within what is drawn. @param {number[]} mu (2) */
    holds: ([a, b]) =>
      Math.max(Math.abs(a - view.centre[0]), Math.abs(b - view.centre[1])) <= view.half,
    /** @param {Cloud} cloud @param {boolean} isMoving whether the draws leave μ before our eyes */
    show(cloud, isMoving) {
      const { mu } = cloud;
      const unit = SIDE / 2 / view.half;
      const paintAll = (/** @type {Cloud} */ now) => {
        whole.show(now, place, unit);
        if (mu) showLens(place([mu[0], mu[1]]), now, unit);
        else lens.toggleAttribute("hidden", true);
      };
      svg.classList.toggle("lx-moving", false);
      if (isMoving && mu && cloud.draws) {
        paintAll({ ...cloud, draws: cloud.draws.map((_, i) => mu[i % 2]) });
        svg.getBoundingClientRect(); // laid out at μ, so that what follows is a way from there
        svg.classList.add("lx-moving");
      }
      paintAll(cloud);
    },
  };
}
