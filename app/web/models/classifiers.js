/** The classifiers that judge what a model draws: one a data set, and no part of any model. */

import { PIXELS } from "../maths/pictures.js";
import { Fault } from "./fault.js";
import { Mlp } from "./mlp.js";
import { fetchBytes } from "./safetensors.js";

/** @typedef {import("./types").DatasetConfig} DatasetConfig */

const MEMORY_MS = 30_000; // how long a failed file is not asked for again
const ACTIVATION = "silu"; // of model/classifier.py

/** @param {ArrayBuffer} file @param {DatasetConfig} dataset */
function read(file, { id, classes }) {
  const net = new Mlp(file, ACTIVATION);
  if (net.nIn === PIXELS && net.nOut === classes.length) return net;
  throw new Fault("otherNet", { file: `${id}/classifier` });
}

export class ClassifierStore {
  /**
   * @param {DatasetConfig[]} datasets
   * @param {(url: string) => Promise<ArrayBuffer>} fetch
   */
  constructor(datasets, fetch = fetchBytes) {
    this.datasets = new Map(datasets.map((dataset) => [dataset.id, dataset]));
    this.fetch = fetch;
    /** @type {Map<string, {net: Promise<Mlp>, failedAt: number}>} */
    this.files = new Map();
  }

  /** Whether a data set has a classifier. @param {string} id */
  has(id) {
    return Boolean(this.datasets.get(id)?.classifier);
  }

  /**
   * @param {string} id of a data set that has one
   * @returns {Promise<Mlp>} pictures (n, 784) in [0, 1] to logits (n, classes); rejects with what
   *   went wrong, for a while without asking again
   */
  get(id) {
    const dataset = this.datasets.get(id);
    const url = dataset?.classifier;
    if (!dataset || !url) throw new RangeError(`${id} has no classifier.`);
    const cached = this.files.get(id);
    if (cached && !(performance.now() - cached.failedAt > MEMORY_MS)) return cached.net;
    const net = this.fetch(url).then((file) => read(file, dataset));
    const entry = { net, failedAt: Number.POSITIVE_INFINITY };
    net.catch(() => {
      entry.failedAt = performance.now();
    });
    this.files.set(id, entry);
    return net;
  }

  /** Ask again for what failed. */
  forget() {
    for (const [id, { failedAt }] of this.files) {
      if (Number.isFinite(failedAt)) this.files.delete(id);
    }
  }
}
