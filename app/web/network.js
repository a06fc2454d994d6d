/** The forward pass of the encoder and the decoder, as `model/network.py` defines them. */

import { plainLinear, simdLinear } from "./kernel.js";

const ACTIVATIONS = {
  silu: (x) => x / (1 + Math.exp(-x)),
  relu: (x) => (x > 0 ? x : 0),
  gelu: (x) => 0.5 * x * (1 + erf(x * Math.SQRT1_2)),
};

/** The error function to 1.2e-7 (Numerical Recipes, erfccheb's rational form). */
function erf(x) {
  const t = 1 / (1 + 0.5 * Math.abs(x));
  const poly =
    -1.26551223 + t * (1.00002368 + t * (0.37409196 + t * (0.09678418 + t * (-0.18628806 +
    t * (0.27886807 + t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277))))))));
  const tail = t * Math.exp(-x * x + poly);
  return x >= 0 ? 1 - tail : tail - 1;
}

export const sigmoid = (x) => 1 / (1 + Math.exp(-x));

/** Linear layers with an activation between them, none after the last. */
export class Mlp {
  /**
   * @param tensors `layers.K.weight` (out, in) and `layers.K.bias` (out), K = 0, 1, …
   * @param {string} activation "silu", "relu" or "gelu"
   */
  constructor(tensors, activation) {
    this.activation = ACTIVATIONS[activation];
    if (!this.activation) throw new Error(`The activation ${activation} is not known here.`);
    this.layers = [];
    for (let k = 0; tensors[`layers.${k}.weight`]; k++) {
      const { shape, data } = tensors[`layers.${k}.weight`];
      this.layers.push({ nOut: shape[0], nIn: shape[1], weight: data, bias: tensors[`layers.${k}.bias`].data });
    }
    if (!this.layers.length) throw new Error("The file holds no layers.");
    this.linear = simdLinear(this.layers) ?? plainLinear(this.layers);
  }

  /**
   * @param {Float32Array} x (n, in), row by row
   * @param {number} n
   * @returns {Float32Array} (n, out)
   */
  forward(x, n) {
    const { nIn } = this.layers[0];
    const last = this.layers.length - 1;
    const y = new Float32Array(n * this.layers[last].nOut);
    for (let row = 0; row < n; row++) {
      let h = x.subarray(row * nIn, (row + 1) * nIn);
      for (let k = 0; k <= last; k++) {
        h = this.linear(k, h);
        if (k < last) for (let i = 0; i < h.length; i++) h[i] = this.activation(h[i]);
      }
      y.set(h, row * h.length);
    }
    return y;
  }
}
