/** A hand on a small map: it drags the point, and arrow keys move it. */

import { ARROWS } from "../arrows.js";

/** @typedef {[number, number]} At */
/**
 * @typedef {object} Hears
 * @property {() => At} now where the point is
 * @property {() => number} half of the window
 * @property {(at: At) => void} choose
 * @property {() => void} say where a key has brought it, for who hears the page
 */

const STEP = 0.02; // of half the window, with an arrow key; with Shift ten times that

/**
 * @param {HTMLElement} element
 * @param {ReturnType<typeof import("../cloud.js").mountCloud>} cloud
 * @param {Hears} hears
 */
export function listenToMap(element, cloud, { now, half, choose, say }) {
  /** @type {number | null} */
  let pointer = null;
  const take = (/** @type {PointerEvent} */ event) => {
    const at = cloud.toPlane(event);
    if (at) choose(at);
  };
  element.addEventListener("pointerdown", (event) => {
    if (pointer !== null || event.button) return;
    pointer = event.pointerId;
    element.setPointerCapture(event.pointerId);
    take(event);
  });
  element.addEventListener("pointermove", (event) => {
    if (event.pointerId === pointer) take(event);
  });
  for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
    element.addEventListener(end, (event) => {
      if (event.pointerId === pointer) pointer = null;
    });
  }
  element.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const step = STEP * half() * (event.shiftKey ? 10 : 1);
    const [x, y] = now();
    choose([x + arrow[0] * step, y + arrow[1] * step]);
    say();
  });
}
