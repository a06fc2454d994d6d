/** What is seen of a net while it learns: where codes lie, and what it decodes, as images. */

import { PIXELS, SIDE, sigmoid } from "../../maths/pictures.js";

/** @typedef {import("./vae.js").TrainableVae} TrainableVae */
/** Pixels as a canvas takes them, row by row. @typedef {Uint8ClampedArray<ArrayBuffer>} Rgba */

/** A lattice over the middle of the prior: pictures a side, and where it ends. */
export const LATTICE = { sides: 11, half: 2.5 };

/**
 * The centres of pictures' codes.
 *
 * @param {TrainableVae} vae
 * @param {Float32Array} pictures (n, 784) in [0, 1]
 * @returns {Float32Array<ArrayBuffer>} (n, d)
 */
export function centresOf(vae, pictures) {
  const { latent_dim: d } = vae.shape;
  const n = pictures.length / PIXELS;
  const centres = new Float32Array(n * d);
  for (let from = 0; from < n; from += vae.rows) {
    const count = Math.min(vae.rows, n - from);
    vae.encode(pictures.subarray(from * PIXELS, (from + count) * PIXELS), count);
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < d; k++) centres[(from + i) * d + k] = vae.mu(i, k);
    }
  }
  return centres;
}

/**
 * Put a grey picture on an image of many, side by side.
 *
 * @param {Rgba} image
 * @param {number} columns pictures a row
 * @param {number} place which of them
 * @param {(i: number) => number} greyOf pixel i, in [0, 1]
 */
function lay(image, columns, place, greyOf) {
  const width = columns * SIDE;
  const corner = Math.floor(place / columns) * SIDE * width + (place % columns) * SIDE;
  for (let i = 0; i < PIXELS; i++) {
    const at = 4 * (corner + Math.floor(i / SIDE) * width + (i % SIDE));
    image[at] = image[at + 1] = image[at + 2] = 255 * greyOf(i);
    image[at + 3] = 255;
  }
}

/**
 * Pictures as one image, row by row.
 *
 * @param {number} n
 * @param {number} columns
 * @param {(p: number, i: number) => number} greyOf pixel i of picture p, in [0, 1]
 * @returns {Rgba}
 */
export function imageOf(n, columns, greyOf) {
  const image = new Uint8ClampedArray(4 * n * PIXELS);
  for (let p = 0; p < n; p++) lay(image, columns, p, (i) => greyOf(p, i));
  return image;
}

/**
 * What the decoder makes of a square of codes, z₂ upwards; of a code of two numbers.
 *
 * @param {TrainableVae} vae
 * @returns {Rgba} of `LATTICE.sides` pictures a side
 */
export function latticeOf(vae) {
  const { sides, half } = LATTICE;
  const image = new Uint8ClampedArray(4 * sides * sides * PIXELS);
  const place = (/** @type {number} */ i) => half * ((2 * i) / (sides - 1) - 1);
  for (let row = 0; row < sides; row++) {
    const z = Float32Array.from({ length: 2 * sides }, (_, i) =>
      i % 2 ? place(sides - 1 - row) : place(i / 2),
    );
    const logits = vae.decode(z, sides);
    for (let column = 0; column < sides; column++) {
      lay(image, sides, row * sides + column, (i) => sigmoid(logits[column * PIXELS + i]));
    }
  }
  return image;
}

/**
 * Pictures in one column, and beside each what its centre decodes to.
 *
 * @param {TrainableVae} vae
 * @param {Float32Array} pictures (n, 784) in [0, 1]
 * @returns {Rgba} (n, 2) pictures
 */
export function rebuiltOf(vae, pictures) {
  const n = pictures.length / PIXELS;
  const image = new Uint8ClampedArray(4 * 2 * n * PIXELS);
  const logits = vae.decode(centresOf(vae, pictures), n);
  for (let p = 0; p < n; p++) {
    lay(image, 2, 2 * p, (i) => pictures[p * PIXELS + i]);
    lay(image, 2, 2 * p + 1, (i) => sigmoid(logits[p * PIXELS + i]));
  }
  return image;
}
