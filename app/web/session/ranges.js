/** How far each latent axis reaches: over the test set's codes, and on to wherever z has been. */

import { dimensions } from "../models/dimensions.js";

/** @typedef {import("./types").Ranges} Ranges */
/** @typedef {import("../models/types").ModelConfig} ModelConfig */

/**
 * The ranges that hold z too; the same object where nothing changes.
 *
 * @param {Ranges | null} ranges
 * @param {ModelConfig} config
 * @param {Float32Array} z (d)
 * @returns {Ranges}
 */
export function grown(ranges, config, z) {
  const before = ranges?.model === config.id ? ranges : usual(config);
  const isInside = before.ends.every(([low, high], k) => z[k] >= low && z[k] <= high);
  if (isInside) return before;
  /** @type {Ranges["ends"]} */
  const ends = before.ends.map(([low, high], k) => [
    Math.min(low, Math.floor(z[k])),
    Math.max(high, Math.ceil(z[k])),
  ]);
  return { model: config.id, ends };
}

/** @param {ModelConfig} config @returns {Ranges} */
function usual(config) {
  /** @type {Ranges["ends"]} */
  const ends = [];
  for (const { dim, minimum, maximum } of dimensions(config)) ends[dim] = [minimum, maximum];
  return { model: config.id, ends };
}
