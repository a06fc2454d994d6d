/** The forward pass of the encoder and the decoder, as `model/network.py` defines them. */

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

/** y = W x + b for one x: four sums at once, so that the processor need not wait for each. */
function linearOne(weight, bias, x, nIn, nOut, y) {
  const whole = nIn - (nIn % 4);
  for (let o = 0, k = 0; o < nOut; o++) {
    let a = bias[o], b = 0, c = 0, d = 0;
    let i = 0;
    for (; i < whole; i += 4, k += 4) {
      a += weight[k] * x[i];
      b += weight[k + 1] * x[i + 1];
      c += weight[k + 2] * x[i + 2];
      d += weight[k + 3] * x[i + 3];
    }
    for (; i < nIn; i++, k++) a += weight[k] * x[i];
    y[o] = a + b + c + d;
  }
}

/** The same for four rows of x at once: each weight is read once for all of them. */
function linearFour(weight, bias, x, row, nIn, nOut, y) {
  const [x0, x1, x2, x3] = [0, 1, 2, 3].map((r) => x.subarray((row + r) * nIn, (row + r + 1) * nIn));
  for (let o = 0, k = 0; o < nOut; o++) {
    let a = bias[o], b = a, c = a, d = a;
    for (let i = 0; i < nIn; i++, k++) {
      const w = weight[k];
      a += w * x0[i];
      b += w * x1[i];
      c += w * x2[i];
      d += w * x3[i];
    }
    y[row * nOut + o] = a;
    y[(row + 1) * nOut + o] = b;
    y[(row + 2) * nOut + o] = c;
    y[(row + 3) * nOut + o] = d;
  }
}

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
  }

  /**
   * @param {Float32Array} x (n, in), row by row
   * @param {number} n
   * @returns {Float32Array} (n, out)
   */
  forward(x, n) {
    this.layers.forEach(({ weight, bias, nIn, nOut }, k) => {
      const y = new Float32Array(n * nOut);
      let row = 0;
      for (; row + 4 <= n; row += 4) linearFour(weight, bias, x, row, nIn, nOut, y);
      for (; row < n; row++) {
        linearOne(weight, bias, x.subarray(row * nIn, (row + 1) * nIn), nIn, nOut, y.subarray(row * nOut));
      }
      if (k < this.layers.length - 1) {
        const f = this.activation;
        for (let i = 0; i < y.length; i++) y[i] = f(y[i]);
      }
      x = y;
    });
    return x;
  }
}
