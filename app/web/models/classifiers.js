/** The classifiers that judge what a model draws: one a data set, and no part of any model. */

import { PIXELS } from "../maths/pictures.js";
import { Fault } from "./fault.js";
import { Mlp } from "./mlp.js";
import { Remembered } from "./remembered.js";
import { fetchBytes } from "./safetensors.js";

/** @typedef {import("./types").DatasetConfig} DatasetConfig */

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
    /** @type {Remembered<Mlp>} */
    this.files = new Remembered();
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
    return this.files.get(id, () => this.fetch(url).then((file) => read(file, dataset)));
  }

  /** Ask again for what failed. */
  forget() {
    this.files.forget();
  }
}
