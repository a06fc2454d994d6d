/** What the map's plot shows of a model: its codes on a plane, laid out for the scatter. */

import { Plane } from "../maths/plane.js";
import { fill, fixed, zName } from "./format.js";

/** @typedef {import("../models/types").ModelConfig} ModelConfig */
/** @typedef {import("../models/codes.js").Codes} Codes */
/** @typedef {import("../text/en.js").Text} Text */
/** @typedef {"components" | [number, number]} Wanted principal axes, or two dimensions */
/**
 * @typedef {object} Plot
 * @property {string} key
 * @property {ModelConfig} config
 * @property {Plane} plane
 * @property {Codes} codes
 * @property {Float32Array} x of each point (n)
 * @property {Float32Array} y (n)
 * @property {number} extent half the square that holds all points
 * @property {import("./scatter.js").Drawing} drawing
 */

const IN_VIEW = 0.997; // the share of the points that the map shows at first; few lie far out
const PRIOR_VIEW = 3.6; // the rings of 1, 2 and 3 σ, and a little

/**
 * The plane that is wanted, or the model's usual one.
 *
 * @param {import("../session/types").Intent} intent
 * @param {number} d
 * @returns {Wanted}
 */
export const wantedPlane = ({ map: { plane } }, d) => plane ?? (d > 2 ? "components" : [0, 1]);

/**
 * The choices of plane for a code of d numbers. One number lies on a line: its second axis is
 * empty.
 *
 * @param {number} d
 * @param {Text} text
 * @returns {Array<[string, string]>} value and text
 */
export function planeOptions(d, { map: t }) {
  /** @type {Array<[string, string]>} */
  const pairs = [];
  const axes = Math.max(d, 2);
  for (let i = 0; i < axes; i++) {
    for (let j = i + 1; j < axes; j++) {
      const words = fill(t.pair, { first: zName(i), second: zName(j) });
      pairs.push([JSON.stringify([i, j]), words]);
    }
  }
  return d > 2 ? [[JSON.stringify("components"), t.components], ...pairs] : pairs;
}

/** @param {Float32Array} values */
const median = (values) => Float32Array.from(values).sort()[values.length >> 1] ?? 0;

/**
 * The points of each class, and its name at their median, so that nobody need match colours with
 * the legend.
 *
 * @param {ArrayLike<number>} labels (n)
 * @param {string[]} classes
 * @param {Float32Array} x (n)
 * @param {Float32Array} y (n)
 */
function groups(labels, classes, x, y) {
  /** @type {number[][]} */
  const members = classes.map(() => []);
  for (let i = 0; i < x.length; i++) members[labels[i]]?.push(i);
  const points = members.map((own) => ({
    x: Float32Array.from(own, (i) => x[i]),
    y: Float32Array.from(own, (i) => y[i]),
  }));
  const names = points.map(({ x: across, y: up }, c) =>
    across.length ? { text: `<b>${classes[c]}</b>`, x: median(across), y: median(up) } : null,
  );
  return { points, names };
}

/**
 * What the two axes are.
 *
 * @param {Wanted} wanted
 * @param {Codes} codes
 * @param {Text} text
 */
function axisTitles(wanted, { variance }, { map: t }) {
  if (wanted !== "components") return wanted.map(zName);
  const total = variance.reduce((sum, value) => sum + value, 0);
  return [0, 1].map((k) => {
    const share = fixed((100 * variance[k]) / total, 0);
    return fill(t.component, { k: k + 1, share });
  });
}

/**
 * The plot of a model's codes on a plane, ready to be drawn.
 *
 * @param {string} key
 * @param {ModelConfig} config
 * @param {Wanted} wanted
 * @param {Codes} codes
 * @param {{classes: string[], text: Text}} names
 * @returns {Plot}
 */
export function layOut(key, config, wanted, codes, { classes, text }) {
  const d = config.latent_dim;
  const plane =
    wanted === "components" ? Plane.ofComponents(codes.components, d) : Plane.ofDims(d, ...wanted);
  const [x, y] = plane.projectAll(codes.mu, codes.n);
  const far = x.map((value, i) => Math.max(Math.abs(value), Math.abs(y[i]))).sort();
  const prior = config.kind === "vae";
  const most = 1.05 * far[Math.min(codes.n - 1, Math.floor(IN_VIEW * codes.n))];
  const reach = Math.max(prior ? PRIOR_VIEW : 0, most);
  const titles = axisTitles(wanted, codes, text);
  const drawing = { ...groups(codes.labels, classes, x, y), titles, reach, prior, image: null };
  return { key, config, plane, codes, x, y, extent: 1.05 * far[codes.n - 1], drawing };
}

/**
 * The picture whose code is nearest to z.
 *
 * @param {Codes} codes
 * @param {Float32Array} z
 */
export function nearestTo({ mu, n }, z) {
  const d = z.length;
  let best = 0;
  let bestSquare = Number.POSITIVE_INFINITY;
  for (let p = 0; p < n; p++) {
    let square = 0;
    for (let k = 0; k < d; k++) square += (mu[p * d + k] - z[k]) ** 2;
    if (square < bestSquare) [best, bestSquare] = [p, square];
  }
  return { index: best, distance: Math.sqrt(bestSquare) };
}

/**
 * The visible point nearest to a place of the plane, if one is near enough.
 *
 * @param {Plot} plot
 * @param {[number, number]} at
 * @param {number} within
 * @param {(label: number) => boolean} isVisible
 * @returns {number | null} its index
 */
export function pointNear({ x, y, codes: { n, labels } }, at, within, isVisible) {
  let best = null;
  let bestSquare = within ** 2;
  for (let p = 0; p < n; p++) {
    const square = (x[p] - at[0]) ** 2 + (y[p] - at[1]) ** 2;
    if (square < bestSquare && isVisible(labels[p])) [best, bestSquare] = [p, square];
  }
  return best;
}
