/** Drawings that are laid out anew for each size, so that their letters keep theirs. */

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Record<string, string | number>} Attributes */

/** @param {Element} node @param {Attributes} attributes */
export function set(node, attributes) {
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
}

/**
 * @param {string} name
 * @param {Element} parent
 * @param {Attributes} attributes
 */
export function add(name, parent, attributes = {}) {
  const node = /** @type {SVGElement} */ (parent.appendChild(document.createElementNS(SVG, name)));
  set(node, attributes);
  return node;
}

/** The `d` of a path through points. @param {[number, number][]} points */
export const through = (points) =>
  `M${points.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`).join("L")}`;

/**
 * Call `render` with an element's size, in pixels, whenever it has another.
 *
 * @param {HTMLElement} element
 * @param {AbortSignal} gone
 * @param {(width: number, height: number) => void} render
 */
export function onSize(element, gone, render) {
  const observer = new ResizeObserver(([{ contentRect: box }]) => {
    if (box.width && box.height) render(box.width, box.height);
  });
  observer.observe(element);
  gone.addEventListener("abort", () => observer.disconnect());
}

/** Words that run their own way in a drawing that runs from left to right. @param {string} words */
export const isolated = (words) => `\u2068${words}\u2069`;
