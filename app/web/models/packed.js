/** Numbers as the server packs them: text of a third more than their bytes. */

import { Fault } from "./fault.js";

/**
 * The n rows that float32 numbers make, which come as base64 of their bytes, low byte first, as in
 * every browser's own. Throws a Fault for what is none.
 *
 * @param {unknown} packed
 * @param {number} n
 * @returns {number[][]}
 */
export function rowsOf(packed, n) {
  try {
    const bytes = Uint8Array.from(atob(/** @type {string} */ (packed)), (c) => c.charCodeAt(0));
    const numbers = new Float32Array(bytes.buffer);
    const width = numbers.length / n;
    return Array.from({ length: n }, (_, i) => [...numbers.subarray(i * width, (i + 1) * width)]);
  } catch {
    throw new Fault("serverWrong");
  }
}
