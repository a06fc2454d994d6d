/** A net's files -> all that the page must know of a model: its configuration, codes and figures. */

import { klPerDim, reconstructionNats } from "../../maths/objective.js";
import { fromBytes, PIXELS } from "../../maths/pictures.js";
import { gaussians } from "../../maths/random.js";
import { Fault } from "../fault.js";
import { Mlp } from "../mlp.js";
import { safetensorsOf } from "./files.js";

/** @typedef {import("../types").ModelConfig} ModelConfig */
/** @typedef {import("./archive.js").Files} Files */
/** @typedef {Omit<ModelConfig, "files" | "id" | "title" | "variant">} Measured */

const HELD = 1000; // the last pictures of the data set: no net of this page was trained on them
const SEED = 0;
const D = 2; // of the nets that are trained here

/**
 * What a config.json says of a net that was trained here, or is like one.
 *
 * @param {Uint8Array} bytes
 * @returns {{dataset: string, kind: "vae" | "ae", latent_dim: number, hidden: number[],
 *   activation: "silu" | "relu" | "gelu", beta: number}}
 * @throws {Fault} notModel, or otherSize where only its size is another
 */
export function configIn(bytes) {
  try {
    const { model } = JSON.parse(new TextDecoder().decode(bytes));
    const { dataset, kind, latent_dim, hidden, activation, beta, likelihood, posterior } = model;
    const isKnown = likelihood === "bernoulli" && (posterior ?? "diagonal") === "diagonal";
    const fits = ["vae", "ae"].includes(kind) && latent_dim > 0 && Array.isArray(hidden);
    if (isKnown && fits && latent_dim !== D) throw new Fault("otherSize", { d: latent_dim });
    if (isKnown && fits) return { dataset, kind, latent_dim, hidden, activation, beta };
  } catch (reason) {
    if (reason instanceof Fault) throw reason;
  }
  throw new Fault("notModel");
}

/**
 * Encode all pictures, and weigh those that are held out at one z each.
 *
 * @param {Files} files config.json, encoder.safetensors, decoder.safetensors
 * @param {Uint8Array} pictures (n, 784)
 * @param {Uint8Array} labels (n)
 * @returns {{config: Measured, codes: Uint8Array<ArrayBuffer>}} codes as codes.safetensors has them
 * @throws {Fault} when a file is missing, or does not fit the others
 */
export function measured(files, pictures, labels) {
  for (const name of ["config.json", "encoder.safetensors", "decoder.safetensors"]) {
    if (!files[name]) throw new Fault("notModel");
  }
  const config = configIn(files["config.json"]);
  const { kind, latent_dim: d, activation } = config;
  const [encoder, decoder] = ["encoder", "decoder"].map(
    (half) => new Mlp(files[`${half}.safetensors`].slice().buffer, activation),
  );
  const isWhole = encoder.nIn === PIXELS && decoder.nOut === PIXELS && decoder.nIn === d;
  if (!isWhole || encoder.nOut !== (kind === "vae" ? 2 * d : d)) throw new Fault("notModel");
  const n = labels.length;
  const mu = new Float32Array(n * d);
  const kl = new Float64Array(d);
  const held = Math.min(HELD, n);
  const epsilon = gaussians(SEED, held * d);
  let reconstruction = 0;
  for (let i = 0; i < n; i++) {
    const x = fromBytes(pictures.subarray(i * PIXELS, (i + 1) * PIXELS));
    const code = encoder.forward(x, 1);
    mu.set(code.subarray(0, d), i * d);
    if (i < n - held) continue;
    const z = code.slice(0, d);
    if (kind === "vae") {
      const logvar = code.subarray(d);
      klPerDim(z, logvar).forEach((nats, k) => {
        kl[k] += nats / held;
        z[k] += Math.exp(0.5 * logvar[k]) * epsilon[(i - n + held) * d + k];
      });
    }
    const likelihood = /** @type {const} */ ({ likelihood: "bernoulli", variance: 0.05 });
    reconstruction += reconstructionNats(decoder.forward(z, 1), x, likelihood) / held;
  }
  const metrics = {
    ...rangesOf(mu, d),
    kl_per_dim: kind === "vae" ? Array.from(kl) : null,
    reconstruction_nats: reconstruction,
  };
  const rest = { family: "main", twin: null, likelihood: /** @type {const} */ ("bernoulli") };
  return {
    config: { ...config, ...rest, variance: 0.05, metrics },
    codes: codesFile(mu, labels),
  };
}

/** @param {Float32Array} mu (n, d) @param {number} d */
function rangesOf(mu, d) {
  const columns = Array.from({ length: d }, (_, k) => mu.filter((_, i) => i % d === k));
  const spreads = columns.map((column) => {
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    return Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length);
  });
  return {
    mu_min: columns.map((column) => column.reduce((a, b) => Math.min(a, b), Infinity)),
    mu_max: columns.map((column) => column.reduce((a, b) => Math.max(a, b), -Infinity)),
    mu_std: spreads,
  };
}

/**
 * `codes.safetensors`, as model/evaluate.py writes it.
 *
 * @param {Float32Array} mu (n, 2)
 * @param {Uint8Array} labels (n)
 */
function codesFile(mu, labels) {
  const n = labels.length;
  const { components, variance } = axesOf(mu);
  return safetensorsOf({
    mu: { shape: [n, D], values: mu },
    labels: { shape: [n], values: Float32Array.from(labels) },
    components: { shape: [D, D], values: components },
    component_variance: { shape: [D], values: variance },
  });
}

/**
 * The principal axes of codes in the plane: one unit row an axis, the largest variance first, each
 * with its largest entry positive; and the variance along each.
 *
 * @param {Float32Array} mu (n, 2)
 */
export function axesOf(mu) {
  const n = mu.length / D;
  const mean = [0, 0];
  mu.forEach((value, i) => {
    mean[i % D] += value / n;
  });
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [mu[D * i] - mean[0], mu[D * i + 1] - mean[1]];
    xx += (x * x) / Math.max(1, n - 1);
    xy += (x * y) / Math.max(1, n - 1);
    yy += (y * y) / Math.max(1, n - 1);
  }
  // [[xx, xy], [xy, yy]] is turned by this angle from its axes.
  const angle = 0.5 * Math.atan2(2 * xy, xx - yy);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const rows = [
    [cos, sin],
    [-sin, cos],
  ].map(([x, y]) => {
    const sign = Math.sign(Math.abs(x) >= Math.abs(y) ? x : y) || 1;
    return [sign * x, sign * y];
  });
  const along = rows.map(([x, y]) => Math.max(0, xx * x * x + 2 * xy * x * y + yy * y * y));
  return { components: Float32Array.from(rows.flat()), variance: Float32Array.from(along) };
}
