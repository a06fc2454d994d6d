/** A lens on draws that all fall on one spot of the map: the same plane, much nearer. */

import { mountCloud } from "../cloud.js";

/** @typedef {[number, number]} At */

const ROOM = 1.3; // around the farthest draw
const DOT = 4; // px

/**
 * The least square about the draws.
 *
 * @param {At[]} at at least one
 * @returns {import("../../session/types").Window}
 */
export function aroundAll(at) {
  const [x, y] = [0, 1].map((axis) => at.reduce((sum, place) => sum + place[axis], 0) / at.length);
  const far = at.flatMap((place) => [Math.abs(place[0] - x), Math.abs(place[1] - y)]);
  return { x, y, half: ROOM * Math.max(...far) || 1 };
}

/**
 * The corner of the map that is farthest from a place.
 *
 * @param {{x: number, y: number}} place
 * @param {{x: number, y: number}} middle of the map
 * @returns {[string, string]} up or down, and the side
 */
export const cornerAway = ({ x, y }, middle) => [
  y > middle.y ? "down" : "up",
  x > middle.x ? "left" : "right",
];

/**
 * @param {HTMLElement} element
 * @param {AbortSignal} gone
 * @returns {(at: At[], cloud: import("../cloud.js").Cloud | null) => void} no draws, no lens
 */
export function mountLens(element, gone) {
  const place = /** @type {HTMLElement} */ (element.lastElementChild);
  const lens = mountCloud(place, gone);
  let shown = "";
  return (at, cloud) => {
    element.hidden = !at.length || !cloud;
    if (!at.length || !cloud) return;
    const key = at.join();
    if (key === shown) return;
    shown = key;
    const window = aroundAll(at);
    [element.dataset.up, element.dataset.side] = cornerAway(window, cloud.window);
    lens.show({ ...cloud, window });
    lens.dots("draws", at, DOT);
  };
}
