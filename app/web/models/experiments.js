/** What was measured: a file an experiment, of `weights/experiments/`, and one a training run. */

import { Fault } from "./fault.js";
import { Remembered } from "./remembered.js";
import { fetchBytes } from "./safetensors.js";

/** @typedef {string | number} Figure */
/**
 * @typedef {object} Experiment as `python -m model.experiments NAME` writes it
 * @property {string} name
 * @property {string} command
 * @property {Record<string, Figure>} protocol
 * @property {number} seed
 * @property {Record<string, string>} versions
 * @property {any} figures what was measured; each experiment's own
 */

/** Each term after each epoch, in nats a picture. @typedef {{reconstruction_nats: number[], kl_nats: number[]}} Terms */
/**
 * @typedef {object} History as `model/history.py` writes it
 * @property {number} seconds that the epochs took
 * @property {number} n_train pictures measured after each epoch
 * @property {number} n_test
 * @property {Terms} train
 * @property {Terms} test empty where no pictures were held out
 */

/** @param {ArrayBuffer} file @param {string} url @returns {any} */
function read(file, url) {
  try {
    return JSON.parse(new TextDecoder().decode(file));
  } catch {
    throw new Fault("brokenOff", { file: decodeURIComponent(url.split("/").slice(-2).join("/")) });
  }
}

/** Files by name, fetched when they are asked for. @template T */
class JsonStore {
  /**
   * @param {Record<string, string>} urls of the files that there are, by name
   * @param {(url: string) => Promise<ArrayBuffer>} fetch
   */
  constructor(urls, fetch = fetchBytes) {
    this.urls = urls;
    this.fetch = fetch;
    /** @type {Remembered<T>} */
    this.files = new Remembered();
  }

  /** Whether there is such a file. @param {string} name */
  has(name) {
    return Object.hasOwn(this.urls, name);
  }

  /**
   * @param {string} name of one that there is
   * @returns {Promise<T>} rejects with what went wrong, for a while without asking again
   */
  get(name) {
    if (!this.has(name)) throw new RangeError(`There is no file of ${name}.`);
    const url = this.urls[name];
    return this.files.get(name, () => this.fetch(url).then((file) => read(file, url)));
  }

  /** Ask again for what failed. */
  forget() {
    this.files.forget();
  }
}

/** What the experiments measured. @extends {JsonStore<Experiment>} */
export class ExperimentStore extends JsonStore {}

/** How the models were trained. @extends {JsonStore<History>} */
export class HistoryStore extends JsonStore {
  /** @param {import("./types").ModelConfig[]} models @param {(url: string) => Promise<ArrayBuffer>} fetch */
  constructor(models, fetch = fetchBytes) {
    const kept = models.flatMap(({ id, files: { history } }) => (history ? [[id, history]] : []));
    super(Object.fromEntries(kept), fetch);
  }
}
