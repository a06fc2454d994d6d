/**
 * A photo of a digit -> its strokes alone, as full ink on empty paper. Several readings are tried
 * and scored, and the most convincing is taken. `app/reading/read.py` is the same computation.
 */

import { grid } from "../centre.js";
import { SIDE } from "../pictures.js";
import { border, propose, WHOLE } from "./frame.js";
import { findLines } from "./lines.js";
import { blur, close, FULL, inkOf, inverse, levelsOf, noise, shrink } from "./paper.js";
import { grow, maskOf } from "./parts.js";
import { assess } from "./scoring.js";

/** @import { Grid } from "../centre.js" */
/** @import { Frame } from "./frame.js" */
/** @import { Levels } from "./paper.js" */
/** @import { Mask } from "./parts.js" */
/** @import { Assessed } from "./scoring.js" */

const ANALYSED_SIDE = 256; // parts are told apart in a picture of at most this
// How far the paper under a stroke is looked for, of the longer side; whether the picture goes on
// behind its edge; and how much the outcome is trusted.
const WINDOWS = [
  { reach: 0.17, beyond: true, trust: 1 },
  { reach: 0.3, beyond: false, trust: 0.98 },
  { reach: 0.06, beyond: true, trust: 0.95 },
];
const CONVINCING = 0.7; // the score from which on no other reading is tried
const LIGHT_INK = 0.92; // how much light ink on dark paper is trusted beside dark ink on light
const NOISY = 0.015; // noise that is blurred over 3×3 pixels
const VERY_NOISY = 0.05; // and over 5×5
const LEAST_INK = 10; // of FULL
const LEAST_CONTRAST = 0.1; // of a picture of MNIST's own size
const RIM = 16; // a stroke's pale rim, in the digit's box: a little more than a pixel of MNIST's
const PALE_RIM = 0.1; // of full ink
const SURE = 0.4; // the score

/**
 * ink: of the photo's size, in [0, 1], 0 wherever there is no stroke; frame: where the digit is
 * proposed, as propose(ink, "mass") gives it; sure: whether the strokes were told from the rest;
 * score: how convincing they are, from 0 to 1.
 *
 * @typedef {{ink: Grid, frame: Frame, sure: boolean, score: number}} Reading
 */

/** The value that best parts a histogram in two; the upper part is above it. @param {Float64Array} counts */
function otsu(counts) {
  let [n, total] = [0, 0];
  counts.forEach((count, value) => {
    n += count;
    total += count * value;
  });
  let [below, moment, best, most] = [0, 0, 0, 0];
  counts.forEach((count, value) => {
    below += count;
    moment += count * value;
    const both = below * (n - below);
    const between = both > 0 ? (moment * n - total * below) ** 2 / both : 0;
    if (between > most) [best, most] = [value, between];
  });
  return best;
}

/**
 * Ink from which on a pixel may be a stroke's: in two classes, and each class in two again.
 *
 * @param {Levels} ink
 */
function thresholds(ink) {
  const counts = new Float64Array(FULL + 1);
  for (const level of ink.data) counts[level]++;
  const middle = otsu(counts);
  const upper = otsu(counts.map((count, level) => (level > middle ? count : 0)));
  const lower = otsu(counts.map((count, level) => (level <= middle ? count : 0)));
  return [...new Set([lower, middle, upper])].sort((a, b) => a - b);
}

/**
 * The better of what is found above a threshold, with lines and without.
 *
 * @param {Levels} ink
 * @param {Levels} paper
 * @param {number} threshold
 * @param {number} trust what the score is multiplied by
 * @returns {Assessed | null}
 */
function at(ink, paper, threshold, trust) {
  const level = Math.max(threshold, LEAST_INK);
  const mask = maskOf({ ...ink, data: new Uint8Array() }, (i) => ink.data[i] > level);
  const lines = findLines(mask);
  let best = null;
  for (const withoutLines of lines.data.includes(1) ? [false, true] : [false]) {
    const found = assess({ ink, paper, mask, lines, withoutLines });
    if (found) found.score *= trust;
    if (found && (!best || found.score > best.score)) best = found;
  }
  return best;
}

/** The most convincing of all ways to read dark strokes on lighter paper. @param {Levels} levels */
function bestOf(levels) {
  /** @type {Assessed | null} */
  let best = null;
  let trusted = 1;
  for (const { reach, beyond, trust } of WINDOWS) {
    if (best && best.score >= CONVINCING) break;
    const side = Math.max(levels.width, levels.height);
    const paper = close(levels, Math.max(2, Math.floor(reach * side + 0.5)), beyond);
    const ink = inkOf(levels, paper);
    for (const threshold of thresholds(ink)) {
      const found = at(ink, paper, threshold, trust);
      if (found && (!best || found.score > best.score)) [best, trusted] = [found, trust];
    }
  }
  if (!best) return null;
  // Now that it is known how dark the ink is: all of it that is well above the paper.
  const { ink, paper } = best.candidate;
  const threshold = Math.max(Math.floor(0.4 * best.full), Math.floor(1.25 * best.rest));
  const again = at(ink, paper, threshold, trusted);
  return again && again.score >= best.score ? again : best;
}

/**
 * Whether the ink is dark, and its best reading.
 *
 * @param {Levels} levels
 * @param {boolean} swap the other one's
 * @returns {{isDark: boolean, best: Assessed | null}}
 */
function either(levels, swap) {
  const dark = bestOf(levels);
  if (dark && dark.score >= CONVINCING && !swap) return { isDark: true, best: dark };
  const light = bestOf(inverse(levels));
  const isDark = (dark?.score ?? 0) >= (light?.score ?? 0) * LIGHT_INK !== swap;
  return { isDark, best: isDark ? dark : light };
}

/**
 * Where ink is a stroke's: on it, beside it, and on its pale rim if nothing leads away there.
 *
 * @param {Assessed} best
 * @returns {Mask}
 */
function shownOf({ candidate: { ink }, strokes, side, full, rest }) {
  const rim = Math.ceil(side / RIM);
  const least = Math.max(PALE_RIM * full, 1.25 * rest);
  const reached = grow(strokes, rim).data;
  const leads = grow(
    maskOf(strokes, (i) => ink.data[i] > least && !reached[i]),
    rim,
  ).data;
  const beside = grow(strokes, 1).data;
  return maskOf(strokes, (i) => beside[i] || (reached[i] && !leads[i]));
}

/**
 * The strokes in the photo's size, stretched to full ink, and nothing beside them.
 *
 * @param {Levels} levels
 * @param {Assessed} best
 * @param {number} factor the photo's pixels to one that was analysed
 * @returns {Grid}
 */
function clean({ width, height, data }, best, factor) {
  const { paper } = best.candidate;
  const near = shownOf(best).data;
  const rest = Math.min(0.4 * best.full, best.rest);
  const out = grid(width, height);
  const under = new Int32Array(data.length);
  const shown = new Uint8Array(data.length);
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor(y / factor) * paper.width;
    for (let x = 0; x < width; x++, i++) {
      const j = row + Math.floor(x / factor);
      under[i] = paper.data[j];
      shown[i] = near[j];
    }
  }
  const ink = inkOf({ width, height, data }, { width, height, data: under });
  for (let i = 0; i < data.length; i++) {
    if (shown[i]) out.data[i] = Math.min(1, Math.max(0, (ink.data[i] - rest) / (best.full - rest)));
  }
  return out;
}

/** Where nothing can be read. @param {Grid} grey @returns {Reading} */
function nothing(grey) {
  const ink = grid(grey.width, grey.height);
  return { ink, frame: propose(ink), sure: false, score: 0 };
}

/** @param {Grid} grey of 28×28 @param {boolean} swap @returns {Reading} */
function ownSize(grey, swap) {
  const paper = border(grey);
  const [low, high] = [Math.min(...grey.data), Math.max(...grey.data)];
  const isDark = paper - low > high - paper !== swap;
  const peak = isDark ? paper - low : high - paper;
  if (peak < LEAST_CONTRAST) return { ...nothing(grey), frame: WHOLE };
  const data = grey.data.map((level) =>
    Math.max(0, (isDark ? paper - level : level - paper) / peak),
  );
  return { ink: { ...grey, data }, frame: WHOLE, sure: true, score: 1 };
}

/**
 * A picture of MNIST's own 28×28 has been placed already: it is only inverted where it must be.
 *
 * @param {Grid} grey in [0, 1], 1 is white; at most 512 a side
 * @param {{swap?: boolean}} options swap: take for ink what would be taken for paper
 * @returns {Reading}
 */
export function read(grey, { swap = false } = {}) {
  if (grey.width === SIDE && grey.height === SIDE) return ownSize(grey, swap);
  const raw = levelsOf(grey);
  const sigma = noise(raw);
  const levels = blur(raw, sigma < NOISY ? 0 : sigma < VERY_NOISY ? 1 : 2);
  const factor = Math.ceil(Math.max(grey.width, grey.height) / ANALYSED_SIDE);
  const small = shrink(levels, factor);
  const { isDark, best } = either(small, swap);
  if (!best || best.full <= best.rest) return nothing(grey);
  const ink = clean(isDark ? levels : inverse(levels), best, factor);
  return { ink, frame: propose(ink), sure: best.score >= SURE, score: best.score };
}
