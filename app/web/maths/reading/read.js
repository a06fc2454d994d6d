/** A photo of a digit -> its strokes alone, as full ink on empty paper, and where the digit is. */

import { grid } from "../centre.js";
import { SIDE } from "../pictures.js";
import { propose, WHOLE } from "./frame.js";

/** @import { Grid } from "../centre.js" */
/** @import { Frame } from "./frame.js" */

/**
 * ink: of the photo's size, in [0, 1], 0 wherever there is no stroke; frame: where the digit is
 * proposed, as propose(ink, "mass") gives it; sure: whether the strokes were told from the rest.
 *
 * @typedef {{ink: Grid, frame: Frame, sure: boolean}} Reading
 */

/**
 * @param {Grid} grey in [0, 1], 1 is white; at most 512 a side
 * @param {{swap?: boolean}} options swap: take for ink what would be taken for paper
 * @returns {Reading}
 */
export function read(grey, { swap = false } = {}) {
  const sorted = grey.data.toSorted();
  const [low, paper, high] = [sorted[0], sorted[sorted.length >> 1], sorted[sorted.length - 1]];
  const dark = paper - low > high - paper !== swap;
  const ink = grid(grey.width, grey.height);
  const range = Math.max(1e-6, dark ? paper - low : high - paper);
  ink.data.set(
    grey.data.map((level) =>
      Math.min(1, Math.max(0, (dark ? paper - level : level - paper) / range)),
    ),
  );
  const placed = grey.width === SIDE && grey.height === SIDE;
  return { ink, frame: placed ? { ...WHOLE } : propose(ink), sure: high - low > 0.1 };
}
