/** The classes' names on the map, each where its points are; none on another or on the crosshair. */

import { apart } from "./plot.js";

/** @typedef {[number, number]} At */
/** @typedef {import("./marks.js").Box} Box */
/** @typedef {{name: string, x: number, y: number, colour: string}} Named in the plane's coordinates */

const GAP = 2.5; // sizes of type from one label to the next: squares that touch at no corner
const CROSS = 22; // pixels from the middle of the crosshair that no corner of a label comes into

/**
 * Whether a label about a place lies on buttons that stand over the map.
 *
 * @param {At} at within the frame
 * @param {number} reach of the label from its middle
 * @param {DOMRect} frame
 * @param {DOMRect | undefined} buttons
 */
function isOn([x, y], reach, frame, buttons) {
  if (!buttons?.width) return false;
  const [left, top] = [buttons.left - frame.left, buttons.top - frame.top];
  const isBeside = x + reach < left || x - reach > left + buttons.width;
  return !isBeside && y + reach > top && y - reach < top + buttons.height;
}

/**
 * @param {HTMLElement} frame
 * @param {(at: At) => At} toPixels within the frame
 */
export function makeLabels(frame, toPixels) {
  const layer = frame.appendChild(document.createElement("div"));
  layer.className = "lx-labels";
  layer.setAttribute("aria-hidden", "true");
  /** @type {{node: HTMLElement, home: At}[]} */
  let labels = [];
  let size = 15; // of the type
  /** @type {Box | null} */
  let box = null;
  /** @type {(at: At) => boolean} */
  let isUnderButtons = () => false;
  /** @type {At | null} */
  let cross = null;

  const lay = () => {
    if (!box) return;
    const { left, top, right, bottom } = box;
    const homes = labels.map(({ node, home }) => {
      const [x, y] = toPixels(home);
      return { node, x, y };
    });
    const isSeen = (/** @type {{x: number, y: number}} */ { x, y }) =>
      x >= left && x <= right && y >= top && y <= bottom;
    for (const home of homes) home.node.hidden = !isSeen(home);
    const [x, y] = cross ? toPixels(cross) : [Number.NaN, Number.NaN];
    const taken = cross && isSeen({ x, y }) ? { x, y, gap: CROSS + (GAP / 2) * size } : null;
    for (const placed of apart(homes.filter(isSeen), GAP * size, taken)) {
      placed.node.hidden = isUnderButtons([placed.x, placed.y]);
      const transform = `translate(${placed.x.toFixed(1)}px, ${placed.y.toFixed(1)}px)`;
      if (placed.node.style.transform !== transform) placed.node.style.transform = transform;
    }
  };

  return {
    /** @param {Named[]} named @param {number} type the size of the page's */
    set(named, type) {
      size = type;
      labels = named.map(({ name, x, y, colour }) => {
        const node = document.createElement("b");
        node.append(name);
        node.style.borderColor = colour;
        return { node, home: [x, y] };
      });
      layer.replaceChildren(...labels.map(({ node }) => node));
      lay();
    },
    /** Where they belong under the axes of now. @param {Box} now */
    place(now) {
      box = now;
      const buttons = frame.closest("#map")?.querySelector(".lx-zoom")?.getBoundingClientRect();
      const own = frame.getBoundingClientRect();
      isUnderButtons = (at) => isOn(at, size, own, buttons);
      lay();
    },
    /** Make way for the crosshair. @param {At} at */
    avoid(at) {
      cross = at;
      lay();
    },
    remove: () => layer.remove(),
  };
}
