/**
 * What training computes on tables of numbers that lie in one memory: products, the Bernoulli term
 * and Adam, by WebAssembly's SIMD, or in plain JavaScript where a browser has none.
 *
 * A table is named by the index of its first number in `floats`. Its sides are padded with zeros:
 * widths to multiples of eight, rows to multiples of four.
 *
 * @typedef {object} Layer a linear layer, y = W x + b, in padded widths
 * @property {number} nIn
 * @property {number} nOut
 * @property {number} weight where W is, (nOut, nIn)
 * @property {number} bias where b is, (nOut)
 *
 * @typedef {object} Rates of one Adam step
 * @property {number} fresh1 1 − β₁
 * @property {number} decay2 β₂
 * @property {number} rate of the step, its bias corrected
 * @property {number} unbias 1 / √(1 − β₂ᵗ)
 * @property {number} epsilon
 *
 * @typedef {object} Arithmetic
 * @property {boolean} isFast whether by SIMD
 * @property {Float32Array} floats the memory
 * @property {(layer: Layer, x: number, y: number, n: number) => void} linear
 *   x (n, nIn) to y (n, nOut)
 * @property {(layer: Layer, dy: number, dx: number, n: number) => void} toInput
 *   a loss's gradient in y (n, nOut) to that in x (n, nIn)
 * @property {(layer: Layer, dy: number, x: number, dw: number, n: number) => void} toWeight
 *   and to that in W (nOut, nIn)
 * @property {(logits: number, x: number, gradient: number, scale: number) => number} bernoulli
 *   −ln p(x|z) of one picture (784), in nats; its gradient in the logits times `scale` is written
 * @property {(p: number, g: number, m: number, v: number, n: number, rates: Rates) => void} adam
 *   a step on n parameters at p with gradients at g; m and v hold Adam's two means
 */

import { PIXELS } from "../../maths/pictures.js";
import { KERNEL } from "./kernelBytes.js";

const BYTES = 4; // of a float
const PAGE = 65536; // bytes of WebAssembly's memory
const GROUP = 8; // columns that the kernel takes at once

/** A width with its padding. @param {number} n */
export const paddedWidth = (n) => Math.ceil(n / GROUP) * GROUP;

/** A number of rows with its padding. @param {number} n */
export const paddedRows = (n) => Math.ceil(n / 4) * 4;

/** @param {number} index */
const at = (index) => index * BYTES;

/**
 * @param {number} length of the memory, in numbers
 * @param {number} scratch the most numbers of a table that is multiplied with, and of a bias
 * @returns {Arithmetic | null} null where the browser has no SIMD
 */
export function simdArithmetic(length, scratch) {
  if (typeof WebAssembly === "undefined" || !WebAssembly.validate(KERNEL)) return null;
  const packed = length;
  const zeros = packed + scratch;
  const rest = zeros + scratch;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(at(rest + 1) / PAGE) });
  const floats = new Float32Array(memory.buffer);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(KERNEL), { host: { memory } });
  const { pack, multiply, bernoulli, adam } =
    /** @type {Record<string, (...numbers: number[]) => number>} */ (
      /** @type {unknown} */ (instance.exports)
    );

  /**
   * C = A B + bias. A's number (i, k) is at a + i row + k step, B's (k, j) at b + k down + j across.
   *
   * @param {{at: number, row: number, step: number}} a
   * @param {{at: number, down: number, across: number}} b
   * @param {number} bias
   * @param {number} c
   * @param {[number, number, number]} size rows of A, columns of A, columns of B
   */
  const product = (a, b, bias, c, [rows, k, columns]) => {
    const end = at(packed + k * columns);
    pack(at(b.at), at(b.down), at(b.across), k, at(packed), end);
    const [from, row, step] = [at(a.at), at(a.row), at(a.step)];
    const size = at(k * GROUP);
    multiply(from, row, step, at(packed), end, size, at(bias), at(c), at(columns), rows);
  };

  return {
    isFast: true,
    floats,
    linear({ nIn, nOut, weight, bias }, x, y, n) {
      const a = { at: x, row: nIn, step: 1 };
      const transposed = { at: weight, down: 1, across: nIn };
      product(a, transposed, bias, y, [paddedRows(n), nIn, nOut]);
    },
    toInput({ nIn, nOut, weight }, dy, dx, n) {
      const a = { at: dy, row: nOut, step: 1 };
      const w = { at: weight, down: nIn, across: 1 };
      product(a, w, zeros, dx, [paddedRows(n), nOut, nIn]);
    },
    toWeight({ nIn, nOut }, dy, x, dw, n) {
      const transposed = { at: dy, row: 1, step: nOut };
      const b = { at: x, down: nIn, across: 1 };
      product(transposed, b, zeros, dw, [nOut, n, nIn]);
    },
    bernoulli(logits, x, gradient, scale) {
      const end = at(logits + PIXELS);
      const logarithms = bernoulli(at(logits), end, at(x), at(gradient), scale, at(rest));
      return floats[rest] + Math.log(logarithms);
    },
    adam(p, g, m, v, n, { fresh1, decay2, rate, unbias, epsilon }) {
      const fresh2 = 1 - decay2;
      const places = [at(p), at(p + n), at(g), at(m), at(v)];
      adam(...places, fresh1, decay2, fresh2, rate, unbias, epsilon);
    },
  };
}

/**
 * The same without SIMD.
 *
 * @param {number} length of the memory, in numbers
 * @returns {Arithmetic}
 */
export function plainArithmetic(length) {
  const floats = new Float32Array(length);
  return {
    isFast: false,
    floats,
    linear({ nIn, nOut, weight, bias }, x, y, n) {
      for (let row = 0; row < n; row++) {
        for (let o = 0; o < nOut; o++) {
          const [from, w] = [x + row * nIn, weight + o * nIn];
          let total = floats[bias + o];
          for (let i = 0; i < nIn; i++) total += floats[w + i] * floats[from + i];
          floats[y + row * nOut + o] = total;
        }
      }
    },
    toInput({ nIn, nOut, weight }, dy, dx, n) {
      floats.fill(0, dx, dx + n * nIn);
      for (let row = 0; row < n; row++) {
        for (let o = 0; o < nOut; o++) {
          const g = floats[dy + row * nOut + o];
          const [to, w] = [dx + row * nIn, weight + o * nIn];
          for (let i = 0; i < nIn; i++) floats[to + i] += g * floats[w + i];
        }
      }
    },
    toWeight({ nIn, nOut }, dy, x, dw, n) {
      floats.fill(0, dw, dw + nOut * nIn);
      for (let row = 0; row < n; row++) {
        for (let o = 0; o < nOut; o++) {
          const g = floats[dy + row * nOut + o];
          const [from, to] = [x + row * nIn, dw + o * nIn];
          for (let i = 0; i < nIn; i++) floats[to + i] += g * floats[from + i];
        }
      }
    },
    bernoulli(logits, x, gradient, scale) {
      let nats = 0;
      for (let i = 0; i < PIXELS; i++) {
        const [l, pixel] = [floats[logits + i], floats[x + i]];
        const e = Math.exp(-Math.abs(l));
        nats += Math.max(l, 0) - l * pixel + Math.log1p(e);
        floats[gradient + i] = ((l >= 0 ? 1 : e) / (1 + e) - pixel) * scale;
      }
      return nats;
    },
    adam(p, g, m, v, n, { fresh1, decay2, rate, unbias, epsilon }) {
      for (let i = 0; i < n; i++) {
        const gradient = floats[g + i];
        floats[m + i] += (gradient - floats[m + i]) * fresh1;
        floats[v + i] = floats[v + i] * decay2 + gradient * gradient * (1 - decay2);
        floats[p + i] -= (rate * floats[m + i]) / (Math.sqrt(floats[v + i]) * unbias + epsilon);
      }
    },
  };
}
