/** A model's codes as a cloud: its two numbers, or the first two principal axes of more. */

import { Plane } from "../maths/plane.js";
import { fill, zName } from "./format.js";
import { usualWindow } from "./plot.js";

/**
 * @param {import("../models/types").ModelConfig} config
 * @param {import("../models/codes.js").Codes} codes
 * @param {number} classes
 * @param {import("../text/en.js").Text} text
 * @returns {import("./cloud.js").Cloud & {plane: Plane}}
 */
export function cloudOf({ latent_dim: d, kind }, codes, classes, { map: t }) {
  const isFlat = d <= 2;
  const plane = isFlat ? Plane.ofDims(d, 0, 1) : Plane.ofComponents(codes.components, d);
  const [x, y] = plane.projectAll(codes.mu, codes.n);
  const title = (/** @type {number} */ k) =>
    isFlat ? zName(k) : fill(t.principal, { k: String(k + 1) });
  const { labels } = codes;
  return {
    plane,
    x,
    y,
    labels,
    classes,
    window: usualWindow(kind, x, y),
    titles: [title(0), title(1)],
  };
}
