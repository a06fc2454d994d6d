/** What the map's plot shows of a model: its codes on a plane, laid out for the scatter. */

import { densityOf } from "../maths/density.js";
import { Plane } from "../maths/plane.js";
import { fill, fixed, zName } from "./format.js";

/** @typedef {import("../models/types").ModelConfig} ModelConfig */
/** @typedef {import("../models/codes.js").Codes} Codes */
/** @typedef {import("../session/types").Window} Window */
/** @typedef {import("../text/en.js").Text} Text */
/** @typedef {"components" | [number, number]} Wanted principal axes, or two dimensions */
/** @typedef {{x: Float32Array, y: Float32Array}} Points */
/** @typedef {{name: string, x: number, y: number}} Label */
/**
 * @typedef {object} Plot
 * @property {string} key
 * @property {ModelConfig} config
 * @property {Plane} plane
 * @property {Codes} codes
 * @property {Float32Array} x of each point (n)
 * @property {Float32Array} y (n)
 * @property {Points[]} points one entry a class
 * @property {Array<Label | null>} labels one a class that has points
 * @property {[string, string]} axes their names
 * @property {[string, string]} titles of the axes
 * @property {[string, string]} components titles of the first two principal axes
 * @property {Window} usual what is shown at first
 * @property {number} most the largest half of a window that shows anything more
 * @property {() => Array<import("../maths/density.js").Density | null>} densities one a class
 */

const IN_VIEW = 0.997; // the share of the points that the map shows at first; few lie far out
const PRIOR_VIEW = 3.6; // the rings of 1, 2 and 3 σ, and a little
const SHARES = [0.5, 0.9]; // of a class's points, within its outlines

/**
 * The plane that is wanted, or the model's usual one.
 *
 * @param {import("../session/types").Intent} intent
 * @param {number} d
 * @returns {Wanted}
 */
export const wantedPlane = ({ map: { plane } }, d) => plane ?? (d > 2 ? "components" : [0, 1]);

/**
 * The plane that another choice on one of its axes makes; both axes are principal, or none, and
 * never the same dimension.
 *
 * @param {Wanted} wanted as it was
 * @param {0 | 1} axis
 * @param {"components" | number} choice
 * @returns {Wanted}
 */
export function planeWith(wanted, axis, choice) {
  if (choice === "components") return choice;
  const before = wanted === "components" ? [0, 1] : wanted;
  const kept = before[1 - axis] === choice ? before[axis] : before[1 - axis];
  const other = kept === choice ? Number(choice === 0) : kept;
  return axis === 0 ? [choice, other] : [other, choice];
}

/** @param {Float32Array} values */
const median = (values) => Float32Array.from(values).sort()[values.length >> 1] ?? 0;

/**
 * The square to show at first: the prior's three rings, and nearly all points; of an autoencoder,
 * which has no place for them, where nearly all points are.
 *
 * @param {"vae" | "ae"} kind
 * @param {Float32Array} x (n)
 * @param {Float32Array} y (n)
 * @returns {Window}
 */
export function usualWindow(kind, x, y) {
  if (kind === "vae") {
    const far = x.map((value, i) => Math.max(Math.abs(value), Math.abs(y[i]))).sort();
    const most = 1.05 * far[Math.min(far.length - 1, Math.floor(IN_VIEW * far.length))];
    return { x: 0, y: 0, half: Math.max(PRIOR_VIEW, most) };
  }
  const [across, up] = [x, y].map((values) => {
    const sorted = values.slice().sort();
    const cut = Math.floor((1 - IN_VIEW) * sorted.length);
    return [sorted[cut], sorted[sorted.length - 1 - cut]];
  });
  const half = 0.54 * Math.max(across[1] - across[0], up[1] - up[0]);
  return { x: (across[0] + across[1]) / 2, y: (up[0] + up[1]) / 2, half: half || 1 };
}

/**
 * The square that shows every point, and the prior's three rings.
 *
 * @param {Float32Array} x (n)
 * @param {Float32Array} y (n)
 * @returns {Window}
 */
export function wholeWindow(x, y) {
  const [across, up] = [x, y].map((values) => [
    values.reduce((a, b) => Math.min(a, b), -PRIOR_VIEW),
    values.reduce((a, b) => Math.max(a, b), PRIOR_VIEW),
  ]);
  const half = 0.52 * Math.max(across[1] - across[0], up[1] - up[0]);
  return { x: (across[0] + across[1]) / 2, y: (up[0] + up[1]) / 2, half };
}

/**
 * Labels moved as little as needs be for no two to lie on each other, or on what stands there.
 *
 * @template {{x: number, y: number}} T
 * @param {T[]} labels
 * @param {number} gap between two of them
 * @param {{x: number, y: number, gap: number} | null} taken a place that they keep clear of
 * @returns {T[]}
 */
export function apart(labels, gap, taken = null) {
  const placed = labels.map((label) => ({ ...label }));
  for (let round = 0; round < 200; round++) {
    let isClear = true;
    for (let i = 0; i < placed.length; i++) {
      for (let j = 0; j < i; j++) {
        const [a, b] = [placed[i], placed[j]];
        const distance = Math.hypot(a.x - b.x, a.y - b.y);
        if (distance >= gap) continue;
        isClear = false;
        // Two in one place part in a direction that depends on which they are.
        const angle = distance ? Math.atan2(a.y - b.y, a.x - b.x) : i + 2 * j;
        const push = (gap - distance) / 2 + 1e-3 * gap;
        a.x += push * Math.cos(angle);
        a.y += push * Math.sin(angle);
        b.x -= push * Math.cos(angle);
        b.y -= push * Math.sin(angle);
      }
    }
    for (const [i, label] of taken ? placed.entries() : []) {
      const { x, y, gap: clear } = /** @type {{x: number, y: number, gap: number}} */ (taken);
      const distance = Math.hypot(label.x - x, label.y - y);
      if (distance >= clear) continue;
      isClear = false;
      const angle = distance ? Math.atan2(label.y - y, label.x - x) : i;
      label.x = x + (1 + 1e-3) * clear * Math.cos(angle);
      label.y = y + (1 + 1e-3) * clear * Math.sin(angle);
    }
    if (isClear) break;
  }
  return placed;
}

/**
 * The points of each class.
 *
 * @param {ArrayLike<number>} labels (n)
 * @param {number} classes
 * @param {Float32Array} x (n)
 * @param {Float32Array} y (n)
 * @returns {Points[]}
 */
function groups(labels, classes, x, y) {
  /** @type {number[][]} */
  const members = Array.from({ length: classes }, () => []);
  for (let i = 0; i < x.length; i++) members[labels[i]]?.push(i);
  return members.map((own) => ({
    x: Float32Array.from(own, (i) => x[i]),
    y: Float32Array.from(own, (i) => y[i]),
  }));
}

/**
 * Each class's name at its median, so that nobody need match colours.
 *
 * @param {Points[]} points
 * @param {string[]} classes
 * @returns {Array<Label | null>}
 */
const labelsOf = (points, classes) =>
  points.map(({ x, y }, c) => (x.length ? { name: classes[c], x: median(x), y: median(y) } : null));

/**
 * @param {Wanted} wanted
 * @param {Text} text
 * @returns {[string, string]}
 */
const axisNames = (wanted, { map: t }) =>
  wanted === "components"
    ? [fill(t.principal, { k: "1" }), fill(t.principal, { k: "2" })]
    : [zName(wanted[0]), zName(wanted[1])];

/**
 * What the two axes are; of principal ones with their share of the codes' variance.
 *
 * @param {Wanted} wanted
 * @param {Codes} codes
 * @param {Text} text
 * @returns {[string, string]}
 */
function axisTitles(wanted, { variance }, text) {
  const [first, second] = axisNames(wanted, text);
  if (wanted !== "components") return [first, second];
  const total = variance.reduce((sum, value) => sum + value, 0);
  /** @param {number} k */
  const share = (k) => fill(text.map.share, { share: fixed((100 * variance[k]) / total, 0) });
  return [`${first} ${share(0)}`, `${second} ${share(1)}`];
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
  const usual = usualWindow(config.kind, x, y);
  const points = groups(codes.labels, classes.length, x, y);
  const far = x.map((value, i) => Math.max(Math.abs(value - usual.x), Math.abs(y[i] - usual.y)));
  /** @type {ReturnType<Plot["densities"]> | null} */
  let densities = null;
  return {
    key,
    config,
    plane,
    codes,
    x,
    y,
    points,
    labels: labelsOf(points, classes),
    axes: axisNames(wanted, text),
    titles: axisTitles(wanted, codes, text),
    components: axisTitles("components", codes, text),
    usual,
    most: Math.max(1.05 * far.reduce((a, b) => Math.max(a, b)), 2 * usual.half),
    densities: () => {
      densities ??= points.map((own) => densityOf(own.x, own.y, usual, SHARES));
      return densities;
    },
  };
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
