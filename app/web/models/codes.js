/** The codes of a model's test pictures, for the map. */

import { fetchBytes, floats, parse } from "./safetensors.js";

const MEMORY_MS = 30_000; // how long a failed file is not asked for again

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
    /** @type {Map<string, {codes: Promise<Codes>, failedAt: number}>} */
    this.files = new Map();
  }

  /**
   * @param {import("./types").ModelConfig} config
   * @returns {Promise<Codes>} rejects with what went wrong, for a while without asking again
   */
  get({ id, files }) {
    const cached = this.files.get(id);
    if (cached && !(performance.now() - cached.failedAt > MEMORY_MS)) return cached.codes;
    const entry = { codes: this.fetch(files.codes).then(read), failedAt: Number.POSITIVE_INFINITY };
    entry.codes.catch(() => {
      entry.failedAt = performance.now();
    });
    this.files.set(id, entry);
    return entry.codes;
  }

  /** Ask again for what failed. */
  forget() {
    for (const [id, { failedAt }] of this.files) {
      if (Number.isFinite(failedAt)) this.files.delete(id);
    }
  }
}
