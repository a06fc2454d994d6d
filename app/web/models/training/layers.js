/** One half of a net for n pictures at once: forward, and the gradients back through it. */

import { ACTIVATIONS } from "../../maths/activations.js";
import { paddedRows, paddedWidth } from "./arithmetic.js";

/** @typedef {import("./arithmetic.js").Arithmetic} Arithmetic */
/** @typedef {import("./arithmetic.js").Layer} Layer */
/** @typedef {import("../../maths/activations.js").ActivationName} ActivationName */

/**
 * Numbers that a half needs in the memory, each an index of it.
 *
 * @typedef {object} Places
 * @property {Layer[]} layers
 * @property {number} parameters the first of them
 * @property {number} gradients the first of these, in the same order
 * @property {number[]} values x, the hidden units and the answer, each (n, width)
 * @property {number[]} slopes of the activation at each of them, (n, width)
 * @property {number[]} backward the loss's gradient in each of them
 */

/** The parameters of padded widths. @param {number[]} widths */
export const parameterCount = (widths) =>
  widths
    .slice(1)
    .reduce((total, nOut, k) => total + paddedWidth(nOut) * (paddedWidth(widths[k]) + 1), 0);

/**
 * @param {number[]} widths of x, the hidden layers and the answer
 * @param {number} rows the most pictures at once
 * @param {{parameters: number, gradients: number}} at
 * @param {(length: number) => number} reserve room in the memory
 * @returns {Places}
 */
export function placesOf(widths, rows, at, reserve) {
  const padded = widths.map(paddedWidth);
  let next = at.parameters;
  const layers = padded.slice(1).map((nOut, k) => {
    const weight = next;
    const bias = weight + nOut * padded[k];
    next = bias + nOut;
    return { nIn: padded[k], nOut, weight, bias };
  });
  const room = () => padded.map((width) => reserve(paddedRows(rows) * width));
  return { ...at, layers, values: room(), slopes: room(), backward: room() };
}

export class Layers {
  /**
   * @param {Arithmetic} arithmetic
   * @param {Places} places
   * @param {number[]} widths without padding
   * @param {ActivationName} activation
   */
  constructor(arithmetic, places, widths, activation) {
    this.arithmetic = arithmetic;
    this.places = places;
    this.widths = widths;
    this.activation = ACTIVATIONS[activation];
    this.last = places.layers.length - 1;
  }

  /** Where x is to be put, (n, padded width). */
  get input() {
    return this.places.values[0];
  }

  /** Where the answer is, (n, padded width). */
  get output() {
    return this.places.values[this.last + 1];
  }

  /** @param {number} n pictures, whose x is at `input` */
  forward(n) {
    const { arithmetic, places, activation, last } = this;
    const { floats } = arithmetic;
    places.layers.forEach((layer, k) => {
      const to = places.values[k + 1];
      arithmetic.linear(layer, places.values[k], to, n);
      if (k === last) return;
      const slopes = places.slopes[k + 1];
      for (let i = 0; i < n * layer.nOut; i++) {
        const x = floats[to + i];
        floats[to + i] = activation.value(x);
        floats[slopes + i] = activation.slope(x);
      }
    });
  }

  /**
   * From the loss's gradient in the answer, which is at the end of `backward`, those in all
   * parameters and, if it is wanted, that in x at its beginning.
   *
   * @param {number} n
   * @param {boolean} toInput
   */
  backward(n, toInput) {
    const { arithmetic, places } = this;
    for (let k = this.last; k >= 0; k--) {
      const layer = places.layers[k];
      const dy = places.backward[k + 1];
      const { weight, bias } = this.gradientsOf(layer);
      arithmetic.toWeight(layer, dy, places.values[k], weight, n);
      this.toBias(layer, dy, bias, n);
      if (k > 0 || toInput) this.toBelow(k, n);
    }
  }

  /** The gradient in x alone, of a net that stays as it is. @param {number} n */
  backwardToInput(n) {
    for (let k = this.last; k >= 0; k--) this.toBelow(k, n);
  }

  /** From the gradient in what layer k gives to that in what it takes. @param {number} k @param {number} n */
  toBelow(k, n) {
    const { arithmetic, places } = this;
    const { floats } = arithmetic;
    const layer = places.layers[k];
    const dx = places.backward[k];
    arithmetic.toInput(layer, places.backward[k + 1], dx, n);
    if (k === 0) return;
    const slopes = places.slopes[k];
    for (let i = 0; i < n * layer.nIn; i++) floats[dx + i] *= floats[slopes + i];
  }

  /** Where a layer's gradients are. @param {Layer} layer */
  gradientsOf({ weight, bias }) {
    const { parameters, gradients } = this.places;
    return { weight: weight - parameters + gradients, bias: bias - parameters + gradients };
  }

  /**
   * The gradient in b: that in y (n, nOut), summed over the pictures.
   *
   * @param {Layer} layer
   * @param {number} dy
   * @param {number} db
   * @param {number} n
   */
  toBias({ nOut }, dy, db, n) {
    const { floats } = this.arithmetic;
    floats.fill(0, db, db + nOut);
    for (let row = 0; row < n; row++) {
      for (let o = 0; o < nOut; o++) floats[db + o] += floats[dy + row * nOut + o];
    }
  }

  /**
   * What PyTorch calls `layers.K.weight` (out, in) and `layers.K.bias` (out), as they lie in the
   * memory: each row begins `stride` after the last.
   *
   * @param {boolean} ofGradients those instead of the parameters
   */
  tensors(ofGradients = false) {
    return this.places.layers.flatMap((layer, k) => {
      const { weight, bias } = ofGradients ? this.gradientsOf(layer) : layer;
      const [nIn, nOut] = [this.widths[k], this.widths[k + 1]];
      return [
        { name: `layers.${k}.weight`, shape: [nOut, nIn], at: weight, stride: layer.nIn },
        { name: `layers.${k}.bias`, shape: [nOut], at: bias, stride: 1 },
      ];
    });
  }
}
