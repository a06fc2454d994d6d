/**
 * A data set's pictures. The examples came with the configuration; the others are fetched and
 * unpacked here when one is asked for, or asked of the server one at a time.
 */

import { fromBytes, PIXELS } from "../maths/pictures.js";
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
    /** @type {Remembered<Uint8Array>} */
    this.offered = new Remembered();
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
      const example = this.config.examples.indexOf(index);
      if (example < 0) return await this.fromFile(index);
      return await this.fromExamples(example).catch(() => this.fromFile(index));
    } catch (error) {
      if (!this.server) throw error;
      const answer = this.server.picture(this.config.id, index);
      const { pixels, label } = await within(answer, PATIENCE_MS);
      return { pixels: Float32Array.from(pixels), label };
    }
  }

  /** @param {number} index */
  async fromFile(index) {
    const { images, labels } = await this.tensors();
    const label = labels.raw[index];
    if (label === undefined) throw new Fault("noPicture", { index, n: labels.raw.length });
    return { pixels: pixelsAt(/** @type {Uint8Array} */ (images.raw), index), label };
  }

  /** @param {number} example its place among them */
  async fromExamples(example) {
    const { pixels, labels } = this.config.offered;
    const images = await this.offered.get("", () => inflated(pixels));
    return { pixels: pixelsAt(images, example), label: labels[example] };
  }

  /** Fetch the file anew at the next picture, if it failed. */
  forget() {
    this.file.forget();
  }
}

/** One picture's pixels (784) in [0, 1]. @param {Uint8Array} images (n, 784) @param {number} at */
const pixelsAt = (images, at) => fromBytes(images.subarray(at * PIXELS, (at + 1) * PIXELS));

/** @param {string} packed base64 of deflated bytes */
async function inflated(packed) {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
