/**
 * The linear layers of a net, y = W x + b, in one memory that its weights are decoded into.
 *
 * @typedef {{ nIn: number, nOut: number }} LayerShape
 *
 * @typedef {object} Layers
 * @property {(k: number) => { data: Float32Array, rowStride: number }} weight
 *   where layer k's W is kept, to be filled: row o starts at o * rowStride
 * @property {(k: number) => Float32Array} bias where layer k's b (nOut) is kept, to be filled
 * @property {(k: number, x: Float32Array) => Float32Array} linear
 *   layer k applied to one x (nIn): y (nOut), which the next call but one may overwrite. Throws a
 *   RangeError when x has another length.
 */

import { KERNEL } from "./kernelBytes.js";

const LANES = 4;
const BYTES = 4; // of a float
const PAGE = 65536; // bytes of WebAssembly's memory

/** @param {number} n */
const padded = (n) => Math.ceil(n / LANES) * LANES;

/**
 * @param {LayerShape[]} shapes
 * @param {number} k
 * @param {Float32Array} x
 */
function checkLength(shapes, k, x) {
  const { nIn } = shapes[k];
  if (x.length !== nIn) throw new RangeError(`Layer ${k} takes ${nIn} numbers, not ${x.length}.`);
}

/**
 * @param {LayerShape[]} shapes one or more, all numbers at least 1
 * @returns {Layers | null} null where the browser has no SIMD
 */
export function simdLayers(shapes) {
  if (typeof WebAssembly === "undefined" || !WebAssembly.validate(KERNEL)) return null;
  let top = 0;
  /** @param {number} length */
  const reserve = (length) => {
    const start = top;
    top += length;
    return start;
  };
  const width = Math.max(...shapes.flatMap(({ nIn, nOut }) => [padded(nIn), padded(nOut)]));
  const input = reserve(width);
  const outputs = [reserve(width), reserve(width)];
  const places = shapes.map(({ nIn, nOut }) => ({
    weight: reserve(padded(nOut) * padded(nIn)),
    bias: reserve(padded(nOut)),
  }));
  const memory = new WebAssembly.Memory({ initial: Math.ceil((top * BYTES) / PAGE) });
  const floats = new Float32Array(memory.buffer);
  const module = new WebAssembly.Module(KERNEL);
  const instance = new WebAssembly.Instance(module, { host: { memory } });
  const multiply = /** @type {(...addresses: number[]) => void} */ (instance.exports.linear);
  const answers = shapes.map(({ nOut }) => outputs.map((at) => floats.subarray(at, at + nOut)));
  let turn = 0;
  /** @type {Float32Array | null} */
  let last = null;

  return {
    weight: (k) => {
      const { weight } = places[k];
      const rowStride = padded(shapes[k].nIn);
      return { data: floats.subarray(weight, weight + shapes[k].nOut * rowStride), rowStride };
    },
    bias: (k) => floats.subarray(places[k].bias, places[k].bias + shapes[k].nOut),
    linear: (k, x) => {
      checkLength(shapes, k, x);
      const { nIn, nOut } = shapes[k];
      const from = x === last ? outputs[turn] : input;
      if (x !== last) floats.set(x, input);
      floats.fill(0, from + nIn, from + padded(nIn));
      turn = 1 - turn;
      const to = outputs[turn];
      const { weight, bias } = places[k];
      const end = to + padded(nOut);
      multiply(
        weight * BYTES,
        bias * BYTES,
        from * BYTES,
        to * BYTES,
        padded(nIn) * BYTES,
        end * BYTES,
      );
      last = answers[k][turn];
      return last;
    },
  };
}

/**
 * The same without SIMD.
 *
 * @param {LayerShape[]} shapes one or more, all numbers at least 1
 * @returns {Layers}
 */
export function plainLayers(shapes) {
  const weights = shapes.map(({ nIn, nOut }) => new Float32Array(nIn * nOut));
  const biases = shapes.map(({ nOut }) => new Float32Array(nOut));
  return {
    weight: (k) => ({ data: weights[k], rowStride: shapes[k].nIn }),
    bias: (k) => biases[k],
    linear: (k, x) => {
      checkLength(shapes, k, x);
      const { nIn, nOut } = shapes[k];
      const weight = weights[k];
      const y = new Float32Array(nOut);
      for (let o = 0, at = 0; o < nOut; o++) {
        let total = biases[k][o];
        for (let i = 0; i < nIn; i++, at++) total += weight[at] * x[i];
        y[o] = total;
      }
      return y;
    },
  };
}
