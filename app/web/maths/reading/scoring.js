/**
 * How convincing a reading is: ink on paper that is even and empty, in the shape of strokes.
 * `app/reading/scoring.py` is the same computation.
 */

import { FULL, WHITE } from "./paper.js";
import { findParts, grow, maskOf } from "./parts.js";
import { choose, gap, longer } from "./strokes.js";

/** @import { Levels } from "./paper.js" */
/** @import { Box, Mask, Parts } from "./parts.js" */

const STROKES_INK = 0.6; // full ink is what this share of the strokes' pixels is below
const PAPER_INK = 0.9; // and what is left on the paper, this share of the pixels around
const AROUND = 0.5; // of the box's longer side
const PALE = 0.65; // of full ink, inside of a stroke
const LOST = 0.5; // of full ink, and no stroke
const SOLID = 0.5; // of the box's longer side squared: hardly a digit's
const THICK = 0.3; // of that side, likewise
const TINY = 0.05; // of the photo's longer side
const FAINT = 0.05; // of the paper's light
const LARGE = 0.1; // the exponent of size

/**
 * A way to read a photo.
 *
 * @typedef {object} Candidate
 * @property {Levels} ink
 * @property {Levels} paper
 * @property {Mask} mask where there is ink enough
 * @property {Mask} lines what of the mask is on lines
 * @property {boolean} withoutLines whether these are left out
 */

/**
 * @typedef {object} Assessed
 * @property {Candidate} candidate
 * @property {Mask} strokes
 * @property {number} side the longer of their box
 * @property {number} full the ink of strokes, likewise rest: of the paper
 * @property {number} rest
 * @property {number} score from 0 to 1
 */

/** How often each value was seen. */
class Counts {
  /** @param {number} most of the values */
  constructor(most) {
    this.counts = new Uint32Array(most + 1);
    this.n = 0;
  }

  /** @param {number} value */
  add(value) {
    this.counts[value]++;
    this.n++;
  }

  /** How many values are from one to another, that excluded. @param {number} from @param {number} to */
  between(from, to) {
    let n = 0;
    for (let value = Math.ceil(from); value < to; value++) n += this.counts[value];
    return n;
  }

  /** The value that this share of the values is below; 0 of none. @param {number} share */
  rank(share) {
    if (this.n === 0) return 0;
    const place = Math.min(this.n - 1, Math.floor(share * this.n));
    let value = 0;
    for (let passed = this.counts[0]; passed <= place; passed += this.counts[value]) value++;
    return value;
  }
}

/** Whether a pixel's four neighbours are in the mask, beyond the edge all are. @param {Mask} mask @param {number} i */
function isInner({ width, height, data }, i) {
  const x = i % width;
  return (
    (x === 0 || data[i - 1]) &&
    (x === width - 1 || data[i + 1]) &&
    (i < width || data[i - width]) &&
    (i >= width * (height - 1) || data[i + width])
  );
}

/**
 * Strokes are slim, large enough, and do not run along the photo's edge.
 *
 * @param {{box: Box, area: number, rim: number, touching: number}} strokes
 * @param {number} side the photo's longer
 */
function shape({ box, area, rim, touching }, side) {
  const size = longer(box);
  const thickness = (2 * area) / Math.max(1, rim) / size;
  const solid = area / size ** 2;
  const edge = Math.min(1, touching / (2 * size));
  const share = size / side;
  return (
    Math.min(1, SOLID / solid) ** 3 *
    Math.min(1, THICK / thickness) ** 2 *
    (1 - edge) ** 2 *
    Math.min(1, share / TINY) *
    share ** LARGE
  );
}

/**
 * The strokes' share of all ink around.
 *
 * @param {Parts} parts
 * @param {{isStroke: boolean[], box: Box}} chosen
 */
function alone({ parts }, { isStroke, box }) {
  const reach = Math.floor(longer(box) / 4);
  let [mine, all] = [0, 0];
  parts.forEach((part, i) => {
    if (isStroke[i]) mine += part.mass;
    if (gap(part.box, box) <= reach) all += part.mass;
  });
  return mine / all;
}

/** @param {Box} box @param {number} by @param {{width: number, height: number}} photo @returns {Box} */
const widened = ({ left, top, right, bottom }, by, { width, height }) => ({
  left: Math.max(0, left - by),
  top: Math.max(0, top - by),
  right: Math.min(width, right + by),
  bottom: Math.min(height, bottom + by),
});

/**
 * What lies around the strokes: the paper's levels, and the ink that is none of them.
 *
 * @param {Candidate} candidate
 * @param {Mask} strokes
 * @param {Box} box of them
 */
function surroundings({ ink, paper, lines, withoutLines }, strokes, box) {
  const { left, top, right, bottom } = widened(
    box,
    Math.max(3, Math.floor(AROUND * longer(box))),
    ink,
  );
  const near = grow(strokes, 2).data;
  const ruled = withoutLines ? grow(lines, 1).data : null;
  const [papers, inks] = [new Counts(WHITE), new Counts(FULL)];
  for (let y = top; y < bottom; y++) {
    for (let i = y * ink.width + left; i < y * ink.width + right; i++) {
      papers.add(paper.data[i]);
      if (!near[i] && !ruled?.[i]) inks.add(ink.data[i]);
    }
  }
  return { papers, inks };
}

/** How little the paper varies beside the contrast of the ink on it. @param {Counts} papers @param {number} contrast */
function evenPaper(papers, contrast) {
  const bright = papers.rank(0.95);
  const span = (bright - papers.rank(0.05)) / Math.max(1, bright);
  return 1 / (1 + (span / contrast) ** 2) ** 0.5;
}

/**
 * The strokes that a candidate finds.
 *
 * @param {Candidate} candidate
 * @returns {Assessed | null} null where it finds nothing
 */
export function assess(candidate) {
  const { ink, mask, lines, withoutLines } = candidate;
  const sought = withoutLines ? maskOf(mask, (i) => mask.data[i] && !lines.data[i]) : mask;
  const parts = findParts(sought, ink);
  if (!parts.parts.length) return null;
  const chosen = choose(parts);
  const strokes = maskOf(mask, (i) => parts.label[i] && chosen.isStroke[parts.label[i] - 1]);
  const [inked, inner] = [new Counts(FULL), new Counts(FULL)];
  let [area, rim, onLines] = [0, 0, 0];
  for (let i = 0; i < strokes.data.length; i++) {
    if (!strokes.data[i]) continue;
    area++;
    inked.add(ink.data[i]);
    if (isInner(strokes, i)) inner.add(ink.data[i]);
    else rim++;
    if (lines.data[i]) onLines++;
  }
  const touching = parts.parts.reduce(
    (n, part, i) => n + (chosen.isStroke[i] ? part.touching : 0),
    0,
  );
  const full = inked.rank(STROKES_INK);
  const contrast = full / FULL;
  const { papers, inks } = surroundings(candidate, strokes, chosen.box);
  const rest = inks.rank(PAPER_INK);
  const score =
    (Math.max(0, 1 - (1.2 * rest) / full) *
      Math.min(1, contrast / FAINT) *
      evenPaper(papers, contrast) *
      shape({ box: chosen.box, area, rim, touching }, Math.max(ink.width, ink.height)) *
      alone(parts, chosen)) /
    (1 + inks.between(Math.floor(LOST * full) + 1, FULL + 1) / area) /
    (1 + inner.between(0, PALE * full) / area);
  const ruled = Math.max(0.3, 1 - (3 * onLines) / area);
  return { candidate, strokes, side: longer(chosen.box), full, rest, score: score * ruled };
}
