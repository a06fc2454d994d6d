/** A data set's pictures: fetched and unpacked here, or asked of the server one at a time. */

import { PIXELS } from "../maths/pictures.js";
import { Fault } from "./fault.js";
import { Remembered } from "./remembered.js";
import { fetchBytes, parse } from "./safetensors.js";
import { within } from "./within.js";

/** @typedef {import("./types").DatasetConfig} DatasetConfig */
/** @typedef {import("./types").Server} Server */

const PATIENCE_MS = 15_000; // how long the server may take

export class PictureSet {
  /**
   * @param {DatasetConfig} config
   * @param {Server | null} server
   * @param {(url: string) => Promise<ArrayBuffer>} fetch
   */
  constructor(config, server, fetch = fetchBytes) {
    this.config = config;
    this.server = server;
    this.fetch = fetch;
    /** @type {Remembered<Record<string, import("./safetensors.js").Tensor>>} */
    this.file = new Remembered();
  }

  /** The file's tensors, fetched once; a failure is remembered for a while. */
  tensors() {
    return this.file.get("", () => this.fetch(this.config.pictures).then(parse));
  }

  /**
   * One picture and its class.
   *
   * @param {number} index
   * @returns {Promise<{pixels: Float32Array, label: number}>} pixels (784) in [0, 1]
   * @throws {Error} when neither the file nor the server gives it
   */
  async get(index) {
    try {
      const { images, labels } = await this.tensors();
      const label = labels.raw[index];
      if (label === undefined) {
        throw new Fault("noPicture", { index, n: labels.raw.length });
      }
      const bytes = images.raw.subarray(index * PIXELS, (index + 1) * PIXELS);
      return { pixels: Float32Array.from(bytes, (byte) => byte / 255), label };
    } catch (error) {
      if (!this.server) throw error;
      const answer = this.server.picture(this.config.id, index);
      const { pixels, label } = await within(answer, PATIENCE_MS);
      return { pixels: Float32Array.from(pixels), label };
    }
  }

  /** Fetch the file anew at the next picture, if it failed. */
  forget() {
    this.file.forget();
  }
}
