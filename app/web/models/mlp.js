/** The forward pass of the encoder and the decoder, as `model/network.py` defines them. */

import { ACTIVATIONS } from "../maths/activations.js";
import { Fault } from "./fault.js";
import { plainLayers, simdLayers } from "./kernel.js";
import { copyFloats, parse } from "./safetensors.js";

/** @typedef {import("./safetensors.js").Tensor} Tensor */
/** @typedef {import("../maths/activations.js").ActivationName} Activation */

/**
 * The layers of a file: `layers.K.weight` (out, in) and `layers.K.bias` (out), K = 0, 1, …
 *
 * @param {Record<string, Tensor>} tensors
 * @returns {Array<{nIn: number, nOut: number, weight: Tensor, bias: Tensor}>}
 * @throws {Fault} when there is none, or one does not fit the next
 */
function layersOf(tensors) {
  /** @type {Array<{nIn: number, nOut: number, weight: Tensor, bias: Tensor}>} */
  const layers = [];
  for (let k = 0; tensors[`layers.${k}.weight`]; k++) {
    const weight = tensors[`layers.${k}.weight`];
    const bias = tensors[`layers.${k}.bias`];
    const [nOut, nIn] = weight.shape;
    const isTable = weight.shape.length === 2 && bias?.shape.length === 1;
    const follows = k === 0 || layers[k - 1].nOut === nIn;
    if (!isTable || !follows || bias.shape[0] !== nOut) {
      throw new Fault("layersMismatch", { k });
    }
    layers.push({ nIn, nOut, weight, bias });
  }
  if (!layers.length) throw new Fault("noLayers");
  return layers;
}

/** Linear layers with an activation between them, none after the last. */
export class Mlp {
  /**
   * @param {ArrayBuffer} file safetensors
   * @param {Activation} activation
   * @throws {Fault} when the file is damaged or the activation is not known here
   */
  constructor(file, activation) {
    if (!Object.hasOwn(ACTIVATIONS, activation)) {
      throw new Fault("unknownActivation", { activation });
    }
    this.activation = ACTIVATIONS[activation].value;
    const layers = layersOf(parse(file));
    this.nIn = layers[0].nIn;
    this.nOut = layers[layers.length - 1].nOut;
    this.last = layers.length - 1;
    this.layers = layers.map(({ nIn, nOut }) => ({ nIn, nOut }));
    this.net = simdLayers(layers) ?? plainLayers(layers);
    layers.forEach(({ nIn, nOut, weight, bias }, k) => {
      const { data, rowStride } = this.net.weight(k);
      if (rowStride === nIn) copyFloats(weight, 0, nOut * nIn, data, 0);
      else for (let o = 0; o < nOut; o++) copyFloats(weight, o * nIn, nIn, data, o * rowStride);
      copyFloats(bias, 0, nOut, this.net.bias(k), 0);
    });
    this.bytes = layers.reduce((total, { nIn, nOut }) => total + 4 * nOut * (nIn + 1), 0);
  }

  /** All weights, as a copy without padding. */
  copy() {
    const { layers } = this;
    return {
      widths: [this.nIn, ...layers.map(({ nOut }) => nOut)],
      layers: layers.map(({ nIn, nOut }, k) => {
        const { data, rowStride } = this.net.weight(k);
        const weight = new Float32Array(nOut * nIn);
        for (let o = 0; o < nOut; o++) {
          weight.set(data.subarray(o * rowStride, o * rowStride + nIn), o * nIn);
        }
        return { weight, bias: this.net.bias(k).slice() };
      }),
    };
  }

  /**
   * @param {Float32Array} x (n, in), row by row
   * @param {number} n
   * @returns {Float32Array} (n, out)
   * @throws {RangeError} when x has not n rows
   */
  forward(x, n) {
    if (x.length !== n * this.nIn) {
      throw new RangeError(`${x.length} numbers are not ${n} rows of ${this.nIn}.`);
    }
    const y = new Float32Array(n * this.nOut);
    const { activation } = this;
    for (let row = 0; row < n; row++) {
      let h = x.subarray(row * this.nIn, (row + 1) * this.nIn);
      for (let k = 0; k <= this.last; k++) {
        h = this.net.linear(k, h);
        if (k < this.last) for (let i = 0; i < h.length; i++) h[i] = activation(h[i]);
      }
      y.set(h, row * this.nOut);
    }
    return y;
  }
}
