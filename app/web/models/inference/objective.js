/**
 * −ELBO of one picture as a function of its posterior (mu, ln σ²), and its gradient there: the
 * decoder stays as it is, and no encoder is asked. The mean over q is that over a fixed set of ε,
 * so that the same posterior always costs the same.
 */

import { klPerDim, reconstructionNats, sum } from "../../maths/objective.js";
import { PIXELS, sigmoid } from "../../maths/pictures.js";
import { paddedWidth, plainArithmetic, simdArithmetic } from "../training/arithmetic.js";
import { Layers, parameterCount, placesOf } from "../training/layers.js";

/**
 * A decoder, for a worker to have.
 *
 * @typedef {object} Decoder
 * @property {number[]} widths of z, the hidden layers and the picture
 * @property {Array<{weight: Float32Array, bias: Float32Array}>} layers W (nOut, nIn) and b (nOut)
 * @property {import("../../maths/activations.js").ActivationName} activation
 * @property {"bernoulli" | "gaussian"} likelihood
 * @property {number} variance of a pixel, where the likelihood is gaussian
 *
 * @typedef {{mu: Float32Array, logvar: Float32Array}} Posterior both (d)
 * @typedef {object} Cost of a posterior, in nats
 * @property {number} reconstruction the mean over the draws
 * @property {number} deviation over the draws
 * @property {number} kl
 */

export class PosteriorObjective {
  /**
   * @param {Decoder} decoder
   * @param {number} rows the most draws at once
   * @param {{isPlain?: boolean}} [options] `isPlain`: without SIMD, even where there is
   */
  constructor(decoder, rows, { isPlain = false } = {}) {
    const { widths, activation } = decoder;
    this.decoder = decoder;
    this.d = widths[0];
    let top = 0;
    const reserve = (/** @type {number} */ length) => {
      top += paddedWidth(length);
      return top - paddedWidth(length);
    };
    const parameters = reserve(parameterCount(widths));
    const places = placesOf(widths, rows, { parameters, gradients: parameters }, reserve);
    this.picture = reserve(PIXELS);
    const widest = Math.max(...widths.map(paddedWidth));
    const arithmetic =
      (!isPlain && simdArithmetic(top, widest * Math.max(widest, rows))) || plainArithmetic(top);
    this.floats = arithmetic.floats;
    this.net = new Layers(arithmetic, places, widths, activation);
    for (const { name, shape, at, stride } of this.net.tensors()) {
      const [, k, kind] = name.split(".");
      const values = decoder.layers[Number(k)][/** @type {"weight" | "bias"} */ (kind)];
      const [nOut, nIn = 1] = shape;
      for (let o = 0; o < nOut; o++) {
        this.floats.set(values.subarray(o * nIn, (o + 1) * nIn), at + o * stride);
      }
    }
  }

  /** The picture that is explained. @param {Float32Array} x (784) in [0, 1] */
  look(x) {
    this.floats.set(x, this.picture);
  }

  /**
   * Decode z = mu + σ ε.
   *
   * @param {Posterior} posterior
   * @param {Float32Array} epsilon (n, d)
   */
  draw({ mu, logvar }, epsilon) {
    const { d, net, floats } = this;
    const n = epsilon.length / d;
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < d; k++) {
        floats[net.input + i * paddedWidth(d) + k] =
          mu[k] + Math.exp(0.5 * logvar[k]) * epsilon[i * d + k];
      }
    }
    net.forward(n);
    return n;
  }

  /**
   * @param {Posterior} posterior
   * @param {Float32Array} epsilon (n, d)
   * @returns {Cost}
   */
  cost(posterior, epsilon) {
    const n = this.draw(posterior, epsilon);
    const { floats, picture, net, decoder } = this;
    const x = floats.subarray(picture, picture + PIXELS);
    const nats = Array.from({ length: n }, (_, i) => {
      const at = net.output + i * PIXELS;
      return reconstructionNats(floats.subarray(at, at + PIXELS), x, decoder);
    });
    const reconstruction = sum(nats) / n;
    const squares = sum(nats.map((value) => (value - reconstruction) ** 2));
    const { mu, logvar } = posterior;
    return {
      reconstruction,
      deviation: Math.sqrt(squares / Math.max(1, n - 1)),
      kl: sum(klPerDim(mu, logvar)),
    };
  }

  /**
   * The gradient of −ELBO in mu and in ln σ², both (d).
   *
   * @param {Posterior} posterior
   * @param {Float32Array} epsilon (n, d)
   * @returns {Posterior}
   */
  gradient(posterior, epsilon) {
    const n = this.draw(posterior, epsilon);
    const { d, net, floats } = this;
    for (let i = 0; i < n; i++) this.toLogits(i, 1 / n);
    net.backwardToInput(n);
    const dz = net.places.backward[0];
    const { mu, logvar } = posterior;
    const toMu = Float32Array.from(mu);
    const toLogvar = logvar.map((value) => 0.5 * Math.expm1(value));
    for (let k = 0; k < d; k++) {
      const sigma = Math.exp(0.5 * logvar[k]);
      for (let i = 0; i < n; i++) {
        const toZ = floats[dz + i * paddedWidth(d) + k];
        toMu[k] += toZ;
        toLogvar[k] += 0.5 * toZ * sigma * epsilon[i * d + k];
      }
    }
    return { mu: toMu, logvar: toLogvar };
  }

  /** The gradient of draw i's reconstruction in its logits, times `scale`. @param {number} i @param {number} scale */
  toLogits(i, scale) {
    const { floats, picture, net, decoder } = this;
    const logits = net.output + i * PIXELS;
    const to = net.places.backward[net.last + 1] + i * PIXELS;
    if (decoder.likelihood === "bernoulli") {
      net.arithmetic.bernoulli(logits, picture, to, scale);
      return;
    }
    for (let p = 0; p < PIXELS; p++) {
      const xHat = sigmoid(floats[logits + p]);
      const error = xHat - floats[picture + p];
      floats[to + p] = (scale * error * xHat * (1 - xHat)) / decoder.variance;
    }
  }
}
