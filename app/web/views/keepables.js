/** What can be kept of what is on the screen: pictures and drawings, by the names they have there. */

/**
 * @typedef {object} Kept
 * @property {string} name as a screen reader says it
 * @property {HTMLElement | SVGElement} node
 * @property {"pixels" | "drawing" | "whole"} kind pixels of a model; vectors; or both and words
 */

const CLAUSE = /[.:;؛]\s/; // what follows says how it is used, or what is on it now
const NAMED = "[role=img], [role=application], [role=grid], [role=slider]:has(svg)";

/** @param {HTMLElement | SVGElement} node */
function isSeen(node) {
  const { width, height } = node.getBoundingClientRect();
  const { blank } = /** @type {HTMLElement} */ (seenUnder(node)).dataset;
  return width > 0 && height > 0 && !blank && node.checkVisibility({ visibilityProperty: true });
}

/**
 * What is seen under a name: a grid's cells lie over a canvas, and some drawings over one too.
 *
 * @param {HTMLElement | SVGElement} named
 * @returns {HTMLElement | SVGElement}
 */
function seenUnder(named) {
  const frame = named.parentElement;
  const canvas = /** @type {HTMLElement | null} */ (frame?.querySelector(":scope > canvas"));
  if (!frame || !canvas) return named;
  if (named.role === "grid") return canvas;
  return named instanceof SVGElement ? frame : named;
}

/** Whether all that is written in it is written in its drawings. @param {Element} node */
function isDrawn(node) {
  if (node instanceof SVGElement) return true;
  const words = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const { parentElement, data } = /** @type {Text} */ (words.currentNode);
    if (data.trim() && parentElement?.checkVisibility() && !parentElement.closest("svg")) {
      return false;
    }
  }
  return Boolean(node.querySelector("svg"));
}

/** @param {Element} node @returns {Kept["kind"]} */
function kindOf(node) {
  if (node instanceof HTMLCanvasElement) return "pixels";
  return isDrawn(node) ? "drawing" : "whole";
}

/**
 * The pictures and drawings within an element that can be seen, those with the same name counted.
 *
 * @param {HTMLElement} root
 * @returns {Kept[]}
 */
export function keepables(root) {
  const nodes = /** @type {(HTMLElement | SVGElement)[]} */ ([...root.querySelectorAll(NAMED)]);
  const seen = nodes.filter(isSeen);
  const outer = seen.filter(
    (node) => !seen.some((other) => other !== node && other.contains(node)),
  );
  /** @type {Map<string, number>} */
  const counts = new Map();
  return outer.map((named) => {
    const [label] = (named.getAttribute("aria-label") ?? "").split(CLAUSE);
    const node = seenUnder(named);
    const nth = (counts.get(label) ?? 0) + 1;
    counts.set(label, nth);
    return { name: nth > 1 ? `${label} (${nth})` : label, node, kind: kindOf(node) };
  });
}
