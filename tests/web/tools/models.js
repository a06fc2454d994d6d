/** Small models for tests: their description, and nets whose numbers a test can foretell. */

import { float32, safetensors } from "./safetensors.js";

/** @import { Metrics, ModelConfig } from "../../../app/web/models/types" */

/**
 * @param {string} id
 * @param {Partial<ModelConfig>} options
 * @param {Partial<Metrics>} metrics
 * @returns {ModelConfig}
 */
export function config(id, options = {}, metrics = {}) {
  const { latent_dim: d = 2, kind = "vae" } = options;
  return {
    ...{ id, title: `The model ${id}`, variant: "", family: "main", twin: null, dataset: "toy" },
    ...{
      kind,
      latent_dim: d,
      hidden: [4],
      activation: "relu",
      likelihood: "bernoulli",
      variance: 0.05,
      beta: 1,
    },
    metrics: {
      ...{ mu_min: Array(d).fill(-3), mu_max: Array(d).fill(3), mu_std: Array(d).fill(1) },
      kl_per_dim: kind === "vae" ? Array(d).fill(2) : null,
      ...metrics,
    },
    files: {
      encoder: `${id}/encoder`,
      decoder: `${id}/decoder`,
      codes: `${id}/codes`,
      history: null,
    },
    ...options,
  };
}

/**
 * One linear layer whose output o is `scale` times input o modulo the inputs, plus o.
 *
 * @param {number} nIn
 * @param {number} nOut
 * @param {number} scale
 */
export function layer(nIn, nOut, scale = 1) {
  const weight = new Float32Array(nOut * nIn);
  for (let o = 0; o < nOut; o++) weight[o * nIn + (o % nIn)] = scale;
  return safetensors({
    "layers.0.weight": float32([nOut, nIn], weight),
    "layers.0.bias": float32(
      [nOut],
      Array.from({ length: nOut }, (_, o) => o),
    ),
  });
}

/**
 * A promise that the test settles.
 *
 * @template T
 * @returns {{promise: Promise<T>, resolve: (value: T) => void, reject: (error: Error) => void}}
 */
export function held() {
  /** @type {any} */
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}
