/**
 * Two engines with one interface: this browser, and PyTorch on the server.
 *
 *   encode(modelId, x)    x (784) in [0, 1]  ->  { mu, logvar }, each (d); logvar null for an AE
 *   decode(modelId, z, n) z (n, d)           ->  logits (n, 784)
 *
 * The browser's answers are plain values and the server's are promises; callers await both.
 */

import { Mlp } from "./network.js";
import { fetchTensors } from "./safetensors.js";

export class BrowserEngine {
  /**
   * @param {Object<string, object>} models the catalogue, by id
   * @param {(modelId: string, file: string) => URL} urlOf where a model's file is
   */
  constructor(models, urlOf) {
    this.name = "browser";
    this.models = models;
    this.urlOf = urlOf;
    this.nets = new Map();
    this.loading = new Map();
  }

  /** Fetch a model's two nets, once. Throws what the fetch or the parser threw. */
  load(modelId) {
    if (!this.loading.has(modelId)) {
      const net = async (name) =>
        new Mlp(await fetchTensors(this.urlOf(modelId, `${name}.safetensors`)), this.models[modelId].activation);
      const loading = Promise.all([net("encoder"), net("decoder")]).then(([encoder, decoder]) => {
        this.nets.set(modelId, { encoder, decoder });
      });
      loading.catch(() => this.loading.delete(modelId)); // so that another try is possible
      this.loading.set(modelId, loading);
    }
    return this.loading.get(modelId);
  }

  encode(modelId, x) {
    const d = this.models[modelId].latent_dim;
    const codes = this.nets.get(modelId).encoder.forward(x, 1);
    return { mu: codes.slice(0, d), logvar: codes.length > d ? codes.slice(d) : null };
  }

  decode(modelId, z, n) {
    return this.nets.get(modelId).decoder.forward(z, n);
  }
}

export class ServerEngine {
  /**
   * @param {Object<string, object>} models the catalogue, by id
   * @param server `encode(modelId, pixels)` and `decode(modelId, codes)`, each a promise
   * @param {number} maxBatch the most codes of one request
   */
  constructor(models, server, maxBatch) {
    this.name = "server";
    this.models = models;
    this.server = server;
    this.maxBatch = maxBatch;
  }

  async load() {}

  async encode(modelId, x) {
    const { mu, logvar } = await this.server.encode(modelId, Array.from(x));
    return { mu: Float32Array.from(mu), logvar: logvar && Float32Array.from(logvar) };
  }

  async decode(modelId, z, n) {
    const d = this.models[modelId].latent_dim;
    const rows = Array.from({ length: n }, (_, i) => Array.from(z.subarray(i * d, (i + 1) * d)));
    const logits = [];
    for (let i = 0; i < n; i += this.maxBatch) {
      logits.push(...(await this.server.decode(modelId, rows.slice(i, i + this.maxBatch))));
    }
    return Float32Array.from(logits.flat());
  }
}
