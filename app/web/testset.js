/** The test pictures: fetched and unpacked here, or asked of the server one at a time. */

import { PIXELS } from "./paint.js";
import { fetchTensors } from "./safetensors.js";

export class TestSet {
  /**
   * @param {URL} url the gzipped safetensors file
   * @param {number} size how many pictures it holds
   * @param {(index: number) => Promise<{pixels: number[], label: number}>} askServer
   */
  constructor(url, size, askServer) {
    this.size = size;
    this.askServer = askServer;
    this.tensors = fetchTensors(url).catch((error) => {
      console.info(`${error.message} Test pictures come one by one from the server.`);
      return null;
    });
  }

  /** @returns {Promise<{pixels: Float32Array, label: number}>} pixels in [0, 1] */
  async get(index) {
    const tensors = await this.tensors;
    if (!tensors) {
      const { pixels, label } = await this.askServer(index);
      return { pixels: Float32Array.from(pixels), label };
    }
    const bytes = tensors.images.data.subarray(index * PIXELS, (index + 1) * PIXELS);
    return { pixels: Float32Array.from(bytes, (byte) => byte / 255), label: tensors.labels.data[index] };
  }

  /** All labels (N), or null where the file could not be had. */
  async labels() {
    return (await this.tensors)?.labels.data ?? null;
  }
}
