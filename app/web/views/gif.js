/** Pictures one after another as a GIF, exactly: a palette of 256 greys loses nothing that is seen. */

import { PIXELS, SIDE } from "../maths/pictures.js";

/** @typedef {import("../session/types").State} State */

const TIMES = 10; // a pixel of the file's to one of the model's, a side
const PALETTE = Array.from({ length: 256 }, (_, grey) => [grey, grey, grey]);
const SLICE = 8; // pictures that are packed without a pause
const FRAME_MS = 70;
const REST_MS = 500; // on the first picture and the last

/** A picture's grey levels, each pixel a square of several. @param {ArrayLike<number>} x (784) */
function levels(x) {
  const side = TIMES * SIDE;
  const index = new Uint8Array(side * side);
  for (let i = 0; i < index.length; i++) {
    const [row, column] = [Math.floor(i / side / TIMES), Math.floor((i % side) / TIMES)];
    index[i] = Math.round(255 * x[row * SIDE + column]);
  }
  return index;
}

/**
 * There and back, for ever.
 *
 * @param {Float32Array} pictures (n, 784) in [0, 1]
 * @returns {Promise<Blob>}
 */
export async function gifOf(pictures) {
  const { GIFEncoder } = await import("../vendor/gifenc.js");
  const gif = GIFEncoder();
  const n = pictures.length / PIXELS;
  const order = Array.from({ length: Math.max(1, 2 * n - 2) }, (_, i) =>
    i < n ? i : 2 * n - 2 - i,
  );
  for (const [i, p] of order.entries()) {
    const isEnd = p === 0 || p === n - 1;
    const x = pictures.subarray(p * PIXELS, (p + 1) * PIXELS);
    gif.writeFrame(levels(x), TIMES * SIDE, TIMES * SIDE, {
      ...(i === 0 && { palette: PALETTE }),
      delay: isEnd ? REST_MS : FRAME_MS,
      repeat: 0,
    });
    if (i % SLICE === SLICE - 1) await new Promise((done) => setTimeout(done, 0));
  }
  gif.finish();
  return new Blob([gif.bytes()], { type: "image/gif" });
}
