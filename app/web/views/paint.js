/** Pictures on canvases: white ink on black, as MNIST has it. */

import { PIXELS, SIDE } from "../maths/pictures.js";

/** @typedef {(value: number, data: Uint8ClampedArray, at: number) => void} Colour */

/** @type {Colour} */
function grey(value, data, at) {
  data[at] = data[at + 1] = data[at + 2] = value * 255;
}

/**
 * Black to amber to white, for standard deviations of a pixel up to ¼ (½ is the most there can be).
 *
 * @type {Colour}
 */
export function heat(std, data, at) {
  const t = Math.min(1, std * 4);
  data[at] = 255 * Math.min(1, 1.6 * t);
  data[at + 1] = 255 * Math.min(1, 1.1 * t * t + 0.35 * t);
  data[at + 2] = 255 * t * t * t;
}

/** @param {HTMLCanvasElement} canvas */
const context = (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));

/** @type {ImageData | null} */
let last = null;

/**
 * Room to paint in. A hand has pictures of one size painted sixty times a second, and new room for
 * each costs more than painting it.
 *
 * @param {number} width
 * @param {number} height
 */
function roomOf(width, height) {
  if (last?.width !== width || last.height !== height) last = new ImageData(width, height);
  return last;
}

/**
 * Paint n pictures side by side, `columns` in a row, without gaps.
 *
 * @param {HTMLCanvasElement} canvas gets the size that fits
 * @param {ArrayLike<number>} values (n, 784) in [0, 1]
 * @param {{columns?: number, colour?: Colour}} options
 */
export function paint(canvas, values, { columns = 1, colour = grey } = {}) {
  const n = values.length / PIXELS;
  const width = Math.min(columns, n) * SIDE;
  const height = Math.ceil(n / columns) * SIDE;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const image = roomOf(width, height);
  const { data } = image;
  for (let p = 0, i = 0; p < n; p++) {
    const left = (p % columns) * SIDE;
    const top = Math.floor(p / columns) * SIDE;
    for (let y = 0; y < SIDE; y++) {
      let at = 4 * ((top + y) * width + left);
      for (let x = 0; x < SIDE; x++, i++, at += 4) {
        colour(values[i], data, at);
        data[at + 3] = 255;
      }
    }
  }
  context(canvas).putImageData(image, 0, 0);
  if (canvas.dataset.blank) delete canvas.dataset.blank;
}

/** An empty frame: nothing to show yet. @param {HTMLCanvasElement} canvas */
export function blank(canvas) {
  Object.assign(canvas, { width: SIDE, height: SIDE });
  canvas.dataset.blank = "true";
}
