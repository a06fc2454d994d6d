/** Where the KL room's plot has its code and its handles, and what a hand or a key makes of it. */

import { density } from "../../maths/kl.js";

/** @typedef {{dims: number, mu: number[], sigma: number[]}} Code */
/** @typedef {[number, number]} At */
/** @typedef {{width: number, height: number}} Size */
/** @typedef {"mu" | "sigma0" | "sigma1"} Handle */
/** What a hand holds: a handle, or elsewhere q by its middle. @typedef {Handle | "middle"} Taken */
/** @typedef {Partial<Code>} Moved */

export const MOST_MU = 3.5; // by hand
export const SIGMAS = /** @type {At} */ ([0.02, 3]); // by hand
const USUAL = 4; // half the axis
const AXIS = 26; // px under the ground line
const HIGHEST = 4.4; // of density: a bell that is higher is cut
const LOWEST = 0.46; // of density: the prior's bell is not larger than that
const APART = 38; // px from what a handle moves to the handle
const RAISED = 18; // px above the axis, so that μ's handle hides no number of it
const LEAD = 0.8 * APART; // px to the side and up or down from the ellipse's middle to μ's handle
const EDGE = 16; // px that a handle is from the frame's at least
const SHOULDER = Math.exp(-0.5); // of a bell's height, one σ from its middle

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const MU_STEP = 0.05; // for each press of a key
const SIGMA_STEP = 1.05;

/** @param {number} value @param {number} low @param {number} high */
export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

/** A number as a hand sets it, no finer than it is shown. @param {number} value @param {number} places */
const rounded = (value, places) => Number(value.toFixed(places));

/** @param {number} sigma */
export const handSigma = (sigma) => rounded(clamp(sigma, ...SIGMAS), 3);

/**
 * Where things are: half the axis, and the places of values and handles in pixels. The handles of
 * an ellipse stand beside it, or a small one would lie under them.
 *
 * @param {Code} code
 * @param {Size} size
 */
export function layOut({ dims, mu, sigma }, { width, height }) {
  const far = Math.max(...mu.slice(0, dims).map(Math.abs));
  const half = far <= MOST_MU ? USUAL : Math.ceil(far) + 1;
  if (dims === 1) {
    const ground = height - AXIS;
    const peak = density(mu[0], mu[0], sigma[0]);
    const most = clamp(1.12 * peak, LOWEST, HIGHEST);
    const x = (/** @type {number} */ v) => (width / 2) * (1 + v / half);
    const y = (/** @type {number} */ d) => ground - (ground - 8) * Math.min(1, d / most);
    const side = mu[0] + sigma[0] <= half - 0.2 ? 1 : -1;
    const unit = width / 2 / half;
    /** @type {Partial<Record<Handle, At>>} */
    const handles = {
      mu: [x(mu[0]), ground - RAISED],
      sigma0: [x(mu[0] + side * sigma[0]), Math.min(y(SHOULDER * peak), ground - RAISED - APART)],
    };
    const middle = /** @type {At} */ ([x(mu[0]), ground]);
    return { half, unit, x, y, ground, peak, most, side: [side], apart: 0, middle, handles };
  }
  const unit = Math.min(width, height) / 2 / half;
  const x = (/** @type {number} */ v) => width / 2 + unit * v;
  const y = (/** @type {number} */ v) => height / 2 - unit * v;
  const middle = /** @type {At} */ ([x(mu[0]), y(mu[1])]);
  const [cx, cy] = middle;
  const reach = sigma.map((s) => unit * s + APART);
  const side = [cx + reach[0] < width - EDGE ? 1 : -1, cy - reach[1] > EDGE ? 1 : -1];
  /** @type {Partial<Record<Handle, At>>} */
  const handles = {
    mu: [
      clamp(cx - side[0] * LEAD, EDGE, width - EDGE),
      clamp(cy + side[1] * LEAD, EDGE, height - EDGE),
    ],
    sigma0: [cx + side[0] * reach[0], cy],
    sigma1: [cx, cy - side[1] * reach[1]],
  };
  return {
    half,
    unit,
    x,
    y,
    ground: height,
    peak: 0,
    most: 0,
    side,
    apart: APART,
    middle,
    handles,
  };
}

/** @typedef {ReturnType<typeof layOut>} Layout */

/**
 * What a handle at a place makes of the code; "middle" is where q's own middle is taken.
 *
 * @param {Taken} handle
 * @param {At} at in pixels
 * @param {Code} code
 * @param {Size} size
 * @returns {Moved}
 */
export function pulled(handle, [px, py], code, size) {
  const { dims, mu, sigma } = code;
  const { half, unit, side, apart, middle, handles } = layOut(code, size);
  const bound = half === USUAL ? MOST_MU : half - 1;
  const [cx, cy] = middle;
  if (handle === "mu" || handle === "middle") {
    const [hx, hy] = handle === "mu" ? /** @type {At} */ (handles.mu) : middle;
    const across = (px + cx - hx - size.width / 2) / unit;
    const up = dims === 1 ? mu[1] : (size.height / 2 - py - cy + hy) / unit;
    return { mu: [across, up].map((v) => rounded(clamp(v, -bound, bound), 2)) };
  }
  const k = handle === "sigma0" ? 0 : 1;
  const away = k === 0 ? side[0] * (px - cx) : side[1] * (cy - py);
  return { sigma: sigma.map((s, i) => (i === k ? handSigma((away - apart) / unit) : s)) };
}

/**
 * What an arrow key makes of the code: it moves μ, with Shift it widens or narrows; up and down
 * do so alone where there is one number.
 *
 * @param {string} key
 * @param {boolean} isShifted
 * @param {Code} code
 * @returns {Moved | null}
 */
export function stepped(key, isShifted, { dims, mu, sigma }) {
  const step = STEPS[/** @type {keyof typeof STEPS} */ (key)];
  if (!step) return null;
  const k = step[0] ? 0 : 1;
  if (isShifted || (dims === 1 && k === 1)) {
    const of = dims === 1 ? 0 : k;
    const times = SIGMA_STEP ** (step[0] + step[1]);
    return { sigma: sigma.map((s, i) => (i === of ? handSigma(s * times) : s)) };
  }
  const moved = (/** @type {number} */ m) =>
    rounded(clamp(m + MU_STEP * (step[0] + step[1]), -MOST_MU, MOST_MU), 2);
  return { mu: mu.map((m, i) => (i === k ? moved(m) : m)) };
}
