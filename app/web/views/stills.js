/** What is on the screen as files: pixels as PNG at a useful size, drawings as SVG too. */

import { set } from "./svg.js";

/** @typedef {import("./keepables.js").Kept} Kept */

const USEFUL = 1120; // px of a PNG's longer side, about
const SHARPER = 2; // a screen's pixels to one of the page's
const SVG = "http://www.w3.org/2000/svg";
/** What a drawing's look is made of; its own style sheet does not go with it. */
const LOOK = [
  "color",
  "display",
  "dominant-baseline",
  "fill",
  "fill-opacity",
  "font-family",
  "font-size",
  "font-style",
  "font-weight",
  "opacity",
  "paint-order",
  "stroke",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "stroke-opacity",
  "stroke-width",
  "text-anchor",
  "transform",
  "visibility",
];

/** @param {HTMLCanvasElement} canvas @returns {Promise<Blob>} */
const toPng = (canvas) =>
  new Promise((done, fail) =>
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("PNG"))), "image/png"),
  );

/**
 * A model's pixels, each a square of several.
 *
 * @param {HTMLCanvasElement} canvas
 */
export function enlarged(canvas, side = USEFUL) {
  const times = Math.max(1, Math.floor(side / Math.max(canvas.width, canvas.height)));
  const large = document.createElement("canvas");
  Object.assign(large, { width: times * canvas.width, height: times * canvas.height });
  const context = /** @type {CanvasRenderingContext2D} */ (large.getContext("2d"));
  context.imageSmoothingEnabled = false;
  context.drawImage(canvas, 0, 0, large.width, large.height);
  return large;
}

/** A copy of a drawing that carries its look. @param {SVGElement} drawing */
function dressed(drawing) {
  const copy = /** @type {SVGElement} */ (drawing.cloneNode(true));
  const [originals, copies] = [drawing, copy].map((svg) => [svg, ...svg.querySelectorAll("*")]);
  originals.forEach((original, i) => {
    const style = getComputedStyle(original);
    const look = LOOK.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";");
    copies[i].setAttribute("style", look);
    copies[i].removeAttribute("class");
  });
  return copy;
}

/** The ground that a node lies on. @param {Element} node */
function groundOf(node) {
  for (let at = /** @type {Element | null} */ (node); at; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    if (!/^rgba\(.*, 0\)$|transparent/.test(backgroundColor)) return backgroundColor;
  }
  return "white";
}

/**
 * A drawing as a file of its own: its vectors, and the pixels that lie among them.
 *
 * @param {HTMLElement | SVGElement} node
 * @returns {string}
 */
export function toSvg(node) {
  const frame = node.getBoundingClientRect();
  const svg = document.createElementNS(SVG, "svg");
  const { width, height } = frame;
  set(svg, { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` });
  const ground = svg.appendChild(document.createElementNS(SVG, "rect"));
  set(ground, { width, height, fill: groundOf(node) });
  const all = node instanceof SVGElement ? [node] : [...node.querySelectorAll("canvas, svg")];
  for (const layer of all) {
    const box = layer.getBoundingClientRect();
    if (!box.width || !layer.checkVisibility() || layer.parentElement?.closest("svg")) continue;
    const isCanvas = layer instanceof HTMLCanvasElement;
    const copy = isCanvas
      ? document.createElementNS(SVG, "image")
      : dressed(/** @type {SVGElement} */ (layer));
    if (isCanvas) set(copy, { href: layer.toDataURL() });
    const place = { x: box.left - frame.left, y: box.top - frame.top };
    set(svg.appendChild(copy), { ...place, width: box.width, height: box.height });
  }
  return new XMLSerializer().serializeToString(svg);
}

/** @param {string} svg */
export const svgFile = (svg) => new Blob([svg], { type: "image/svg+xml" });

/** A drawing's file as pixels. @param {string} svg @param {{width: number, height: number}} box */
async function rastered(svg, { width, height }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const times = Math.max(SHARPER, USEFUL / Math.max(width, height));
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: Math.round(times * width), height: Math.round(times * height) });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/**
 * A picture as a PNG.
 *
 * @param {Kept} kept
 * @returns {Promise<Blob>}
 */
export async function pngOf({ node, kind }) {
  if (kind === "pixels") return toPng(enlarged(/** @type {HTMLCanvasElement} */ (node)));
  if (kind === "drawing") return toPng(await rastered(toSvg(node), node.getBoundingClientRect()));
  const { domToBlob } = await import("../vendor/modern-screenshot.js");
  return domToBlob(node, { scale: SHARPER, backgroundColor: groundOf(node), font: false });
}
