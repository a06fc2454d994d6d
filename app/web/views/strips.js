/**
 * Strips of pictures that sliders lie on. A slider's thumb is as wide as one picture, so that it
 * travels from the middle of the first to the middle of the last, and stands on the picture of
 * its value.
 */

import { SIDE, toPixels } from "../maths/pictures.js";
import { fixed } from "./format.js";
import { paint } from "./paint.js";
import { background, countFrame } from "./view.js";

/** @typedef {import("../session/session.js").Session} Session */
/** @typedef {import("../session/types").Point} Point */
/** @typedef {[number, number]} Ends */
/**
 * @typedef {object} Strip
 * @property {number} dim
 * @property {HTMLCanvasElement} canvas
 */

export const NARROW = "(max-width: 640px)";
export const FEW = 4; // with no more dimensions than these a row has two lines

/**
 * How many pictures a dimension's strip has, and the walk's.
 *
 * @param {number} d
 * @param {boolean} isNarrow
 */
export function stripLengths(d, isNarrow) {
  if (isNarrow) return { dimension: 9, walk: 9 };
  return d > FEW ? { dimension: 17, walk: 17 } : { dimension: 9, walk: 11 };
}

/**
 * A strip with its slider on it.
 *
 * @param {string} label what the strip shows
 * @param {string} input the slider
 */
export const stripHtml = (label, input) => `<div class="lx-strip" dir="ltr">
  <canvas class="lx-picture" role="img" aria-label="${label}"></canvas>
  <canvas class="lx-live" aria-hidden="true"></canvas>${input}</div>`;

/**
 * The picture of now in the frame of a strip's thumb: what is decoded there, between the strip's
 * own pictures too.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Float32Array | null} pixels (784)
 * @param {number} share of the way from the first picture to the last
 */
export function paintThumb(canvas, pixels, share) {
  canvas.hidden = !pixels;
  if (!pixels) return;
  canvas.style.setProperty("--lx-at", String(Math.min(1, Math.max(0, share))));
  paint(canvas, pixels);
}

/** An empty strip of n pictures. @param {HTMLCanvasElement} canvas @param {number} n */
export function layOut(canvas, n) {
  if (canvas.width !== n * SIDE) Object.assign(canvas, { width: n * SIDE, height: SIDE });
}

/**
 * The values that a strip's pictures stand for, with no more decimals than they need, or one.
 *
 * @param {Ends} ends
 * @param {number} n
 * @returns {string[]} (n)
 */
export function scale([low, high], n) {
  const step = (high - low) / (n - 1);
  /** @param {number} value @param {number[]} places */
  const placesOf = (value, places) => places.find((p) => Number.isInteger(value * 10 ** p));
  const most = step >= 10 ? 0 : (placesOf(step, [0, 1, 2]) ?? 1);
  return Array.from({ length: n }, (_, s) => {
    const value = low + s * step;
    return fixed(value, Math.min(most, placesOf(value, [0, 1]) ?? most));
  });
}

/**
 * The codes of one strip: z with dimension `dim` run from one end to the other.
 *
 * @param {Float32Array} z (d)
 * @param {number} dim
 * @param {Ends} ends
 * @param {number} n
 * @returns {Float32Array} (n, d)
 */
export function traversal(z, dim, [low, high], n) {
  const codes = new Float32Array(n * z.length);
  for (let s = 0; s < n; s++) {
    codes.set(z, s * z.length);
    codes[s * z.length + dim] = low + ((high - low) * s) / (n - 1);
  }
  return codes;
}

/**
 * Draws the strips when the hand rests, each only when what it holds still has changed.
 *
 * @param {Session} session
 * @param {HTMLElement} element counts a frame for each strip
 * @returns {(strips: Strip[], point: Point, n: number) => void}
 */
export function stripPainter(session, element) {
  const later = background(session, "strips");
  /** @type {WeakMap<HTMLCanvasElement, {model: unknown, codes: Float32Array}>} */
  const drawn = new WeakMap();

  return (strips, { model, z }, n) => {
    /** @param {Strip} strip @returns {import("./view.js").Step} */
    const draw =
      ({ dim, canvas }) =>
      async () => {
        const ends = session.state.ranges?.ends[dim];
        if (!ends) return undefined;
        const codes = traversal(z, dim, ends, n);
        const old = drawn.get(canvas);
        const isSame = old?.model === model && old.codes.length === codes.length;
        if (isSame && codes.every((value, i) => value === old.codes[i])) return undefined;
        const pictures = toPixels(await model.decode(codes, n));
        return () => {
          paint(canvas, pictures, { columns: n });
          drawn.set(canvas, { model, codes });
          countFrame(element);
        };
      };
    later(strips.map(draw));
  };
}
