/** A VAE that can be trained: its two nets in one memory, the loss, and the loss's gradient. */

import { PIXELS } from "../../maths/pictures.js";
import { uniforms } from "../../maths/random.js";
import { paddedWidth, plainArithmetic, simdArithmetic } from "./arithmetic.js";
import { Layers, parameterCount, placesOf } from "./layers.js";

/** @typedef {import("./arithmetic.js").Arithmetic} Arithmetic */
/** @typedef {import("../../maths/activations.js").ActivationName} ActivationName */
/** @typedef {import("../types").Half} Half */
/**
 * @typedef {object} Shape of a VAE
 * @property {number} latent_dim d
 * @property {number[]} hidden the encoder's widths; the decoder mirrors them
 * @property {ActivationName} activation
 */
/** Both in nats a picture, β not applied. @typedef {{reconstruction: number, kl: number}} Terms */
/** A tensor without padding. @typedef {{shape: number[], values: Float32Array}} Tensor */

/** @type {Half[]} */
export const HALVES = ["encoder", "decoder"];
const NEAR_PRIOR = 0.1; // of the weights to (μ, ln σ²), as model/network.py begins

export class TrainableVae {
  /**
   * @param {Shape} shape
   * @param {number} rows the most pictures at once
   * @param {{isPlain?: boolean}} options `isPlain`: without SIMD, even where there is
   */
  constructor(shape, rows, { isPlain = false } = {}) {
    const { latent_dim: d, hidden, activation } = shape;
    this.shape = shape;
    this.rows = rows;
    const widths = {
      encoder: [PIXELS, ...hidden, 2 * d],
      decoder: [d, ...hidden.toReversed(), PIXELS],
    };
    const counts = { encoder: parameterCount(widths.encoder) };
    const count = counts.encoder + parameterCount(widths.decoder);
    let top = 0;
    const reserve = (/** @type {number} */ length) => {
      top += paddedWidth(length);
      return top - paddedWidth(length);
    };
    /** How many parameters there are, with padding. */
    this.count = count;
    /** Where each of four tables of as many numbers begins; m and v are Adam's means. */
    this.at = {
      parameters: reserve(count),
      gradients: reserve(count),
      m: reserve(count),
      v: reserve(count),
    };
    const { parameters, gradients } = this.at;
    const places = {
      encoder: placesOf(widths.encoder, rows, { parameters, gradients }, reserve),
      decoder: placesOf(
        widths.decoder,
        rows,
        { parameters: parameters + counts.encoder, gradients: gradients + counts.encoder },
        reserve,
      ),
    };
    const widest = Math.max(...[...widths.encoder, ...widths.decoder].map(paddedWidth));
    const scratch = widest * Math.max(widest, rows);
    this.arithmetic = (!isPlain && simdArithmetic(top, scratch)) || plainArithmetic(top);
    this.floats = this.arithmetic.floats;
    /** @type {Record<Half, Layers>} */
    this.nets = {
      encoder: new Layers(this.arithmetic, places.encoder, widths.encoder, activation),
      decoder: new Layers(this.arithmetic, places.decoder, widths.decoder, activation),
    };
  }

  /**
   * Fresh weights as PyTorch draws them, U(−1/√in, 1/√in), those to (μ, ln σ²) a tenth of it.
   *
   * @param {number} seed
   */
  initialise(seed) {
    const uniform = uniforms(seed);
    for (const half of HALVES) {
      const { layers } = this.nets[half].places;
      for (const { shape, at, stride } of this.nets[half].tensors()) {
        const isCode = half === "encoder" && shape.length === 2 && at === layers.at(-1)?.weight;
        const bound = 1 / Math.sqrt(shape[1] ?? this.inputsOf(half, at));
        const scale = isCode ? NEAR_PRIOR * bound : bound;
        each(shape, at, stride, (index) => {
          this.floats[index] = scale * (2 * uniform() - 1);
        });
      }
    }
  }

  /** How many inputs the layer has whose bias is there. @param {Half} half @param {number} bias */
  inputsOf(half, bias) {
    const { places, widths } = this.nets[half];
    return widths[places.layers.findIndex((layer) => layer.bias === bias)];
  }

  /**
   * @param {Float32Array} pictures (n, 784) in [0, 1]; they are put where the encoder reads
   * @param {number} n at most `rows`
   */
  encode(pictures, n) {
    this.floats.set(pictures, this.nets.encoder.input);
    this.nets.encoder.forward(n);
  }

  /** The centre of picture i's code, after `encode`. @param {number} i @param {number} k */
  mu(i, k) {
    return this.floats[this.codeAt(i) + k];
  }

  /** ln σ² of it. @param {number} i @param {number} k */
  logvar(i, k) {
    return this.floats[this.codeAt(i) + this.shape.latent_dim + k];
  }

  /** @param {number} i */
  codeAt(i) {
    return this.nets.encoder.output + i * paddedWidth(2 * this.shape.latent_dim);
  }

  /**
   * z = μ + σ ε, put where the decoder reads; μ itself without noise.
   *
   * @param {Float32Array | null} epsilon (n, d)
   * @param {number} n
   */
  draw(epsilon, n) {
    const { latent_dim: d } = this.shape;
    const { input } = this.nets.decoder;
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < d; k++) {
        const noise = epsilon ? Math.exp(0.5 * this.logvar(i, k)) * epsilon[i * d + k] : 0;
        this.floats[input + i * paddedWidth(d) + k] = this.mu(i, k) + noise;
      }
    }
  }

  /**
   * @param {Float32Array} z (n, d)
   * @param {number} n at most `rows`
   * @returns {Float32Array} logits (n, 784), until the next call
   */
  decode(z, n) {
    const { latent_dim: d } = this.shape;
    const { decoder } = this.nets;
    for (let i = 0; i < n; i++) {
      this.floats.set(z.subarray(i * d, (i + 1) * d), decoder.input + i * paddedWidth(d));
    }
    decoder.forward(n);
    return this.floats.subarray(decoder.output, decoder.output + n * PIXELS);
  }

  /**
   * The two terms of pictures (n, 784), and where the gradient in the logits then is.
   *
   * @param {Float32Array} pictures
   * @param {Float32Array | null} epsilon (n, d), or null for z = μ
   * @param {number} n at most `rows`
   * @returns {Terms} averaged over the pictures
   */
  terms(pictures, epsilon, n) {
    const { latent_dim: d } = this.shape;
    const { encoder, decoder } = this.nets;
    this.encode(pictures, n);
    this.draw(epsilon, n);
    decoder.forward(n);
    let [reconstruction, kl] = [0, 0];
    const gradient = decoder.places.backward[decoder.last + 1];
    for (let i = 0; i < n; i++) {
      const row = i * PIXELS;
      reconstruction += this.arithmetic.bernoulli(
        decoder.output + row,
        encoder.input + row,
        gradient + row,
        1 / n,
      );
      for (let k = 0; k < d; k++) {
        const [mu, logvar] = [this.mu(i, k), this.logvar(i, k)];
        kl += 0.5 * (mu * mu + Math.expm1(logvar) - logvar);
      }
    }
    return { reconstruction: reconstruction / n, kl: kl / n };
  }

  /**
   * The gradient of reconstruction + β KL, averaged over pictures (n, 784), in every parameter.
   *
   * @param {Float32Array} pictures
   * @param {Float32Array | null} epsilon (n, d), or null for z = μ
   * @param {number} n at most `rows`
   * @param {number} beta
   * @returns {Terms}
   */
  gradients(pictures, epsilon, n, beta) {
    const terms = this.terms(pictures, epsilon, n);
    const { latent_dim: d } = this.shape;
    const { encoder, decoder } = this.nets;
    decoder.backward(n, true);
    const dz = decoder.places.backward[0];
    const dCode = encoder.places.backward[encoder.last + 1];
    for (let i = 0; i < n; i++) {
      const to = dCode + i * paddedWidth(2 * d);
      for (let k = 0; k < d; k++) {
        const [mu, logvar] = [this.mu(i, k), this.logvar(i, k)];
        const toZ = this.floats[dz + i * paddedWidth(d) + k];
        const noise = epsilon ? 0.5 * Math.exp(0.5 * logvar) * epsilon[i * d + k] : 0;
        this.floats[to + k] = toZ + (beta * mu) / n;
        this.floats[to + d + k] = toZ * noise + (0.5 * beta * Math.expm1(logvar)) / n;
      }
    }
    encoder.backward(n, false);
    return terms;
  }

  /**
   * The tensors of a half by PyTorch's names, or the gradients in them.
   *
   * @param {Half} half
   * @param {boolean} ofGradients
   * @returns {Record<string, Tensor>}
   */
  tensors(half, ofGradients = false) {
    const found = this.nets[half].tensors(ofGradients).map(({ name, shape, at, stride }) => {
      const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
      each(shape, at, stride, (index, i) => {
        values[i] = this.floats[index];
      });
      return [name, { shape, values }];
    });
    return Object.fromEntries(found);
  }
}

/**
 * Visit a tensor's numbers: `visit(index in the memory, place in the tensor)`.
 *
 * @param {number[]} shape
 * @param {number} at
 * @param {number} stride from row to row
 * @param {(index: number, i: number) => void} visit
 */
function each([rows, columns = 1], at, stride, visit) {
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < columns; c++) visit(at + row * stride + c, row * columns + c);
  }
}
