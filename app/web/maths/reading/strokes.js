/**
 * Which parts of a mask are the strokes of one digit.
 * `app/reading/strokes.py` is the same computation.
 */

/** @import { Box, Part, Parts } from "./parts.js" */

// A part belongs to the digit that is so near, in longer sides of its box, with so much ink beside
// its largest part: what has less is dust.
const NEAR = [
  { reach: 0.25, share: 0.02 },
  { reach: 0.08, share: 0.003 },
];
const PALE = 0.5; // of the largest part's mean ink
const RUNS_ALONG = 0.5; // of a part's longer side at the photo's edge: it goes on behind it
const CENTRAL = 0.5; // how much less a part counts in the corner

/** @param {Box} box */
export const longer = ({ left, top, right, bottom }) => Math.max(right - left, bottom - top);

/** The box around boxes. @param {Box[]} boxes @returns {Box} */
const union = (boxes) => ({
  left: Math.min(...boxes.map(({ left }) => left)),
  top: Math.min(...boxes.map(({ top }) => top)),
  right: Math.max(...boxes.map(({ right }) => right)),
  bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
});

/** How many pixels two boxes are apart, 0 where they touch or overlap. @param {Box} a @param {Box} b */
export const gap = (a, b) =>
  Math.max(0, a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom);

/** How far a part runs along the photo's edge, of its longer side, at most 1. @param {Part} part */
const alongEdge = ({ touching, box }) => Math.min(1, touching / longer(box));

/** The digit's largest part: much ink, not far from the middle, not along the edge. @param {Parts} parts */
function likeliest({ width, height, parts }) {
  let best = parts[0];
  let most = Number.NEGATIVE_INFINITY;
  for (const part of parts) {
    const { left, top, right, bottom } = part.box;
    const [x, y] = [(left + right) / width - 1, (top + bottom) / height - 1];
    const central = 1 - (CENTRAL * (x * x + y * y)) / 2;
    const weight = part.mass * (1 - alongEdge(part)) ** 2 * central;
    if (weight > most) [best, most] = [part, weight];
  }
  return best;
}

/**
 * The likeliest part, and what is near it and of its kind; twice, as the box grows.
 *
 * @param {Parts} parts at least one
 * @returns {{isStroke: boolean[], box: Box}} for each part whether it is a stroke; their box
 */
export function choose(parts) {
  const main = likeliest(parts);
  const mean = main.mass / main.area;
  let isStroke = parts.parts.map((part) => part === main);
  const boxOf = () => union(parts.parts.filter((_, i) => isStroke[i]).map(({ box }) => box));
  /** @param {Part} part @param {Box} box */
  const belongs = (part, box) =>
    alongEdge(part) < RUNS_ALONG &&
    part.mass / part.area >= PALE * mean &&
    NEAR.some(
      ({ reach, share }) =>
        gap(part.box, box) <= reach * longer(box) && part.mass >= share * main.mass,
    );
  for (let round = 0; round < 2; round++) {
    const box = boxOf();
    isStroke = parts.parts.map((part, i) => isStroke[i] || belongs(part, box));
  }
  return { isStroke, box: boxOf() };
}
