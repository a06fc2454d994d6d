/** What the experiments measured: a file each, of `weights/experiments/`. */

import { Fault } from "./fault.js";
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

const MEMORY_MS = 30_000; // how long a failed file is not asked for again

/** @param {ArrayBuffer} file @param {string} url @returns {Experiment} */
function read(file, url) {
  try {
    return JSON.parse(new TextDecoder().decode(file));
  } catch {
    throw new Fault("brokenOff", { file: decodeURIComponent(url.split("/").slice(-2).join("/")) });
  }
}

export class ExperimentStore {
  /**
   * @param {Record<string, string>} urls of the files that there are, by the experiment's name
   * @param {(url: string) => Promise<ArrayBuffer>} fetch
   */
  constructor(urls, fetch = fetchBytes) {
    this.urls = urls;
    this.fetch = fetch;
    /** @type {Map<string, {experiment: Promise<Experiment>, failedAt: number}>} */
    this.files = new Map();
  }

  /** Whether it has been measured. @param {string} name */
  has(name) {
    return Object.hasOwn(this.urls, name);
  }

  /**
   * @param {string} name of one that has been measured
   * @returns {Promise<Experiment>} rejects with what went wrong, for a while without asking again
   */
  get(name) {
    if (!this.has(name)) throw new RangeError(`There is no experiment ${name}.`);
    const cached = this.files.get(name);
    if (cached && !(performance.now() - cached.failedAt > MEMORY_MS)) return cached.experiment;
    const url = this.urls[name];
    const experiment = this.fetch(url).then((file) => read(file, url));
    const entry = { experiment, failedAt: Number.POSITIVE_INFINITY };
    experiment.catch(() => {
      entry.failedAt = performance.now();
    });
    this.files.set(name, entry);
    return experiment;
  }

  /** Ask again for what failed. */
  forget() {
    for (const [name, { failedAt }] of this.files) {
      if (Number.isFinite(failedAt)) this.files.delete(name);
    }
  }
}
