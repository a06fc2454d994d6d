/** What a step did with its batch, as slow motion shows it: read at once, the next pass writes over it. */

import { PIXELS, sigmoid } from "../../maths/pictures.js";
import { paddedWidth } from "./arithmetic.js";
import { imageOf } from "./looks.js";
import { HALVES } from "./vae.js";

/** @typedef {import("./vae.js").TrainableVae} TrainableVae */
/** @typedef {import("../types").Half} Half */
/**
 * @typedef {object} Batch the first pictures of a step's batch
 * @property {number} n how many, an even number
 * @property {import("./looks.js").Rgba} x in two rows
 * @property {import("./looks.js").Rgba} xHat
 * @property {Float32Array<ArrayBuffer>} mu (n, d)
 * @property {Float32Array<ArrayBuffer>} sigma (n, d)
 * @property {Float32Array<ArrayBuffer>} z (n, d)
 * @property {Record<Half, number[]>} slopes the length of the gradient in each layer's weights
 */

/**
 * @param {TrainableVae} vae which has just taken a step
 * @param {number} n pictures of its batch
 * @returns {Batch}
 */
export function batchOf(vae, n) {
  const { floats, nets } = vae;
  const { latent_dim: d } = vae.shape;
  const each = (/** @type {(i: number, k: number) => number} */ read) =>
    Float32Array.from({ length: n * d }, (_, at) => read(Math.floor(at / d), at % d));
  return {
    n,
    x: imageOf(n, n / 2, (p, i) => floats[nets.encoder.input + PIXELS * p + i]),
    xHat: imageOf(n, n / 2, (p, i) => sigmoid(floats[nets.decoder.output + PIXELS * p + i])),
    mu: each((i, k) => vae.mu(i, k)),
    sigma: each((i, k) => Math.exp(0.5 * vae.logvar(i, k))),
    z: each((i, k) => floats[nets.decoder.input + i * paddedWidth(d) + k]),
    slopes: /** @type {Record<Half, number[]>} */ (
      Object.fromEntries(HALVES.map((half) => [half, slopesOf(vae, half)]))
    ),
  };
}

/** @param {TrainableVae} vae @param {Half} half */
const slopesOf = (vae, half) =>
  Object.entries(vae.tensors(half, true))
    .filter(([name]) => name.endsWith(".weight"))
    .map(([, { values }]) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)));
