/** What can be kept moving: one number of z along its slider, and the walk. */

import { WAYS } from "../maths/interpolate.js";
import { toPixels } from "../maths/pictures.js";
import { dimensions } from "../models/dimensions.js";
import { zName } from "./format.js";
import { traversal } from "./strips.js";

/** @typedef {import("../session/types").State} State */
/**
 * @typedef {object} Film
 * @property {string} id as a file's name has it: "z1", or "walk"
 * @property {string | null} axis what moves, or null for the walk
 * @property {() => Promise<Float32Array>} pictures (n, 784) in [0, 1], from one end to the other
 */

const FRAMES = 33;

/**
 * The films of a state, the dimension that tells most first; the walk where both ends have a code.
 *
 * @param {State} state
 * @returns {Film[]}
 */
export function filmsOf({ intent, point, frame, ranges, ends: { a, b } }) {
  if (!point || !frame || point.model !== frame.model) return [];
  const { model, z } = point;
  /** @param {Float32Array} codes */
  const decoded = async (codes) => toPixels(await model.decode(codes, FRAMES));
  /** @type {Film[]} */
  const films = dimensions(model.config).map(({ dim, minimum, maximum }) => ({
    id: `z${dim + 1}`,
    axis: zName(dim),
    pictures: () => decoded(traversal(z, dim, ranges?.ends[dim] ?? [minimum, maximum], FRAMES)),
  }));
  if (!a?.mu || !b?.mu || a.model !== model || b.model !== model) return films;
  const [from, to] = [a.mu, b.mu];
  const way = WAYS[intent.walk.way];
  const codes = Array.from({ length: FRAMES }, (_, i) => [...way(from, to, i / (FRAMES - 1))]);
  const pictures = () => decoded(Float32Array.from(codes.flat()));
  return [{ id: "walk", axis: null, pictures }, ...films];
}
