/** The codes of a model's test pictures, for the map. */

import { Remembered } from "./remembered.js";
import { fetchBytes, floats, parse } from "./safetensors.js";

/**
 * @typedef {object} Codes
 * @property {number} n
 * @property {Float32Array} mu (n, d)
 * @property {ArrayLike<number>} labels (n)
 * @property {Float32Array} components (d, d), one unit row an axis, largest variance first
 * @property {Float32Array} variance (d) along each
 */

/** @param {ArrayBuffer} file @returns {Codes} */
function read(file) {
  const tensors = parse(file);
  return {
    n: tensors.mu.shape[0],
    mu: floats(tensors.mu),
    labels: tensors.labels.raw,
    components: floats(tensors.components),
    variance: floats(tensors.component_variance),
  };
}

export class CodeStore {
  constructor(fetch = fetchBytes) {
    this.fetch = fetch;
    /** @type {Remembered<Codes>} */
    this.files = new Remembered();
  }

  /**
   * @param {import("./types").ModelConfig} config
   * @returns {Promise<Codes>} rejects with what went wrong, for a while without asking again
   */
  get({ id, files }) {
    return this.files.get(id, () => this.fetch(files.codes).then(read));
  }

  /** Ask again for what failed. */
  forget() {
    this.files.forget();
  }
}
