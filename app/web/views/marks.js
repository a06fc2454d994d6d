/**
 * What lies over the map's plot in SVG, and follows the hand, so that a drag never makes Plotly
 * draw: the chosen point, my picture with its posterior, its draws, the point the mouse is on.
 */

const SVG = "http://www.w3.org/2000/svg";
const CROSS = "M-15 0H-5M5 0H15M0 -15V-5M0 5V15M-10 0a10 10 0 1 0 20 0a10 10 0 1 0 -20 0";
const SHAPES = {
  ring: "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0 -14 0",
  diamond: "M0 -9L9 0L0 9L-9 0Z",
};
/** @type {Record<Mark["shape"], "path" | "polygon" | "polyline">} */
const TAGS = { ring: "path", diamond: "path", dots: "path", outline: "polygon", way: "polyline" };

/** @typedef {[number, number]} At */
/**
 * @typedef {{shape: "ring" | "diamond", at: At} |
 *   {shape: "outline" | "way" | "dots", points: At[]}} Mark in the plane's coordinates
 */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Box of the plot, in px */

/** @param {HTMLElement} parent @param {string} name */
function layer(parent, name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.classList.add(name);
  svg.setAttribute("aria-hidden", "true");
  parent.append(svg);
  return svg;
}

/** @param {At} at */
const joined = ([x, y]) => `${x.toFixed(2)},${y.toFixed(2)}`;

/** @param {At[]} at */
const discs = (at) =>
  at.map(([x, y]) => `M${x.toFixed(1)} ${y.toFixed(1)}m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0`).join("");

/**
 * @param {HTMLElement} frame
 * @param {(at: At) => At} toPixels within the frame
 * @param {ReturnType<typeof import("./edge.js").makeEdge>} edge
 */
export function makeMarks(frame, toPixels, edge) {
  const overlay = layer(frame, "lx-overlay");
  // The point under the hand is a layer of its own: moving it repaints nothing.
  const hand = layer(frame, "lx-hand");
  hand.style.visibility = "hidden"; // until the axes say where it is
  hand.innerHTML = `<circle r="30"/><path class="lx-halo" d="${CROSS}"/>
    <path data-mark="chosen" d="${CROSS}"/>`;
  /** @type {Map<string, {mark: Mark, node: SVGElement}>} */
  const marks = new Map();
  /** @type {At | null} */
  let pointAt = null;
  /** @type {Box | null} */
  let box = null;

  const placeHand = () => {
    if (!box || !pointAt) return;
    const [x, y] = toPixels(pointAt);
    const isInside = edge.show(box, [x, y]);
    hand.style.visibility = isInside ? "visible" : "hidden";
    hand.style.transform = `translate(${x.toFixed(2)}px, ${y.toFixed(2)}px)`;
  };

  /** @param {{mark: Mark, node: SVGElement}} entry */
  const placeMark = ({ mark, node }) => {
    if (mark.shape === "outline" || mark.shape === "way") {
      node.setAttribute("points", mark.points.map((at) => joined(toPixels(at))).join(" "));
    } else if (mark.shape === "dots") {
      node.setAttribute("d", discs(mark.points.map(toPixels)));
    } else if ("at" in mark) {
      const [x, y] = toPixels(mark.at);
      node.style.transform = `translate(${x.toFixed(2)}px, ${y.toFixed(2)}px)`;
    }
  };

  /** @param {string} name @param {Mark} mark */
  const nodeOf = (name, { shape }) => {
    const node = document.createElementNS(SVG, TAGS[shape]);
    node.dataset.mark = name;
    if (shape === "ring" || shape === "diamond") node.setAttribute("d", SHAPES[shape]);
    overlay.append(node);
    return node;
  };

  return {
    /** Put all where they belong under the axes of now. @param {Box} now @param {At} size */
    place(now, [width, height]) {
      box = now;
      const { left, top, right, bottom } = now;
      overlay.style.clipPath = `inset(${top}px ${width - right}px ${height - bottom}px ${left}px)`;
      for (const entry of marks.values()) placeMark(entry);
      placeHand();
    },
    /** Set, or with null remove, a mark. @param {string} name @param {Mark | null} mark */
    set(name, mark) {
      const existing = marks.get(name);
      if (!mark) {
        existing?.node.remove();
        marks.delete(name);
        return;
      }
      const entry = { mark, node: existing?.node ?? nodeOf(name, mark) };
      marks.set(name, entry);
      if (box) placeMark(entry);
    },
    /** The chosen point. @param {At} at */
    point(at) {
      pointAt = at;
      placeHand();
    },
    remove() {
      overlay.remove();
      hand.remove();
    },
  };
}
