/** Safetensors files, written by the format's definition. */

/** @typedef {Uint8Array | Uint16Array | Float32Array} Data */
/** @typedef {{dtype: string, shape: number[], data: Data}} Written */

/**
 * @param {Uint8Array} json the header, as it is to stand in the file
 * @param {Uint8Array} body the tensors' bytes
 * @param {number} length the header's length as the file states it
 * @returns {ArrayBuffer}
 */
function joined(json, body, length = json.length) {
  const file = new Uint8Array(8 + json.length + body.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(length), true);
  file.set(json, 8);
  file.set(body, 8 + json.length);
  return file.buffer;
}

/**
 * A file with any header at all, right or wrong; a text is written as it is.
 *
 * @param {unknown} header
 * @param {Uint8Array} body
 * @param {number} [length] the header's length, where the file is to state another
 */
export function fileWith(header, body, length) {
  const text = typeof header === "string" ? header : JSON.stringify(header);
  return joined(new TextEncoder().encode(text), body, length);
}

/**
 * @param {Record<string, Written>} tensors
 * @param {{pad?: number, metadata?: Record<string, string>}} options `pad`: spaces after the
 *   header's JSON, which shift the tensors
 * @returns {ArrayBuffer}
 */
export function safetensors(tensors, { pad = 0, metadata } = {}) {
  /** @type {Record<string, unknown>} */
  const header = metadata ? { __metadata__: metadata } : {};
  let end = 0;
  for (const [name, { dtype, shape, data }] of Object.entries(tensors)) {
    const from = end;
    end += data.byteLength;
    header[name] = { dtype, shape, data_offsets: [from, end] };
  }
  const body = new Uint8Array(end);
  let at = 0;
  for (const { data } of Object.values(tensors)) {
    body.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return fileWith(JSON.stringify(header) + " ".repeat(pad), body);
}

/**
 * @param {number[]} shape
 * @param {ArrayLike<number>} values
 * @returns {Written}
 */
export const float32 = (shape, values) => ({
  dtype: "F32",
  shape,
  data: Float32Array.from(values),
});

/**
 * @param {number[]} shape
 * @param {ArrayLike<number>} values
 * @returns {Written}
 */
export const bytes = (shape, values) => ({ dtype: "U8", shape, data: Uint8Array.from(values) });

/**
 * @param {number[]} shape
 * @param {ArrayLike<number>} bits of each half
 * @returns {Written}
 */
export const halves = (shape, bits) => ({ dtype: "F16", shape, data: Uint16Array.from(bits) });
