/** A trained net as the files that a folder of `weights/` holds, and that PyTorch loads. */

import { HALVES } from "./vae.js";

/** @typedef {import("./vae.js").TrainableVae} TrainableVae */
/** @typedef {import("./vae.js").Tensor} Tensor */
/** @typedef {import("../types").Half} Half */

/**
 * A safetensors file of float32 tensors: 8 bytes of header length, the header, the numbers.
 *
 * @param {Record<string, Tensor>} tensors
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function safetensorsOf(tensors) {
  /** @type {Record<string, object>} */
  const header = {};
  let end = 0;
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    header[name] = { dtype: "F32", shape, data_offsets: [end, end + values.byteLength] };
    end += values.byteLength;
  }
  const words = JSON.stringify(header);
  const padded = words.padEnd(Math.ceil(words.length / 8) * 8); // the numbers begin aligned
  const json = new TextEncoder().encode(padded);
  const file = new Uint8Array(8 + json.length + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
  file.set(json, 8);
  let at = 8 + json.length;
  for (const { values } of Object.values(tensors)) {
    file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return file;
}

/**
 * The tensors of a half; an autoencoder's encoder gives μ alone, the first d of its 2d numbers.
 *
 * @param {TrainableVae} vae
 * @param {Half} half
 * @param {"vae" | "ae"} kind
 */
function tensorsOf(vae, half, kind) {
  const tensors = vae.tensors(half);
  if (kind === "vae" || half === "decoder") return tensors;
  const { hidden, latent_dim: d } = vae.shape;
  for (const name of ["weight", "bias"]) {
    const key = `layers.${hidden.length}.${name}`;
    const [, ...rest] = tensors[key].shape;
    const size = rest.reduce((product, side) => product * side, d);
    tensors[key] = { shape: [d, ...rest], values: tensors[key].values.slice(0, size) };
  }
  return tensors;
}

/**
 * The three files of a model's folder, by name. Without KL and noise it is an autoencoder.
 *
 * @param {TrainableVae} vae
 * @param {{dataset: string, beta: number, noise: boolean}} trained on what, and how
 * @returns {Record<string, Uint8Array<ArrayBuffer>>}
 */
export function filesOf(vae, { dataset, beta, noise }) {
  const { latent_dim, hidden, activation } = vae.shape;
  const kind = beta > 0 || noise ? "vae" : "ae";
  const net = { kind, latent_dim, hidden, activation, likelihood: "bernoulli" };
  const config = { model: { dataset, ...net, beta, family: "main", twin: null } };
  const nets = HALVES.map((half) => [
    `${half}.safetensors`,
    safetensorsOf(tensorsOf(vae, half, kind)),
  ]);
  const text = `${JSON.stringify(config, null, 2)}\n`;
  return { "config.json": new TextEncoder().encode(text), ...Object.fromEntries(nets) };
}
