/**
 * Reading safetensors: 8 bytes of header length, a JSON header, then the raw tensors.
 * The format: huggingface.co/docs/safetensors
 */

import { Fault } from "./fault.js";

/** @typedef {"F32" | "F16" | "U8"} DType */
/** @typedef {{shape: number[], dtype: DType, raw: Float32Array | Uint16Array | Uint8Array}} Tensor */

const VIEWS = { F32: Float32Array, F16: Uint16Array, U8: Uint8Array };

const PATIENCE_MS = 60_000; // the largest file, 1.9 MB, comes in that time at 32 kB/s

const tooShort = () => new Fault("cutShort");
const damaged = () => new Fault("damagedHeader");

/**
 * The 65,536 values of a half, made when the first is read, so that a weight costs one look-up. A
 * half's bits, moved to a float's places, are its value but for the offset of the exponent.
 */
const halfValues = (() => {
  /** @type {Float32Array | null} */
  let table = null;
  return () => {
    if (table) return table;
    table = new Float32Array(65536);
    const bits = new Uint32Array(table.buffer);
    for (let half = 0; half < 65536; half++) {
      bits[half] = ((half & 0x8000) << 16) | ((half & 0x7fff) << 13);
      const isNumber = (half & 0x7c00) !== 0x7c00;
      if (isNumber) table[half] *= 2 ** 112;
      else bits[half] |= 0x7f800000;
    }
    return table;
  };
})();

/**
 * @param {ArrayBuffer} buffer a whole safetensors file; the tensors are views of it
 * @returns {Record<string, Tensor>}
 * @throws {Fault} when the file is cut short or damaged, or holds a type that is not read here
 */
export function parse(buffer) {
  if (buffer.byteLength < 8) throw tooShort();
  const headerLength = Number(new DataView(buffer).getBigUint64(0, true));
  const start = 8 + headerLength;
  if (start > buffer.byteLength) throw tooShort();
  const header = headerOf(new Uint8Array(buffer, 8, headerLength));
  /** @type {Record<string, Tensor>} */
  const tensors = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    const { dtype, shape, data_offsets: offsets } = entry ?? {};
    if (!Object.hasOwn(VIEWS, dtype)) throw new Fault("tensorType", { name, dtype: String(dtype) });
    if (!Array.isArray(shape) || !Array.isArray(offsets)) throw damaged();
    tensors[name] = { shape, dtype, raw: view(buffer, dtype, shape, start, offsets) };
  }
  return tensors;
}

/**
 * @param {Uint8Array} json
 * @returns {Record<string, any>}
 */
function headerOf(json) {
  try {
    const header = JSON.parse(new TextDecoder().decode(json));
    if (header && typeof header === "object") return header;
  } catch {}
  throw damaged();
}

/** @param {unknown} value */
const isCount = (value) => Number.isSafeInteger(value) && Number(value) >= 0;

/**
 * @param {ArrayBuffer} buffer
 * @param {DType} dtype
 * @param {number[]} shape
 * @param {number} start where the tensors begin
 * @param {number[]} offsets its first byte, and that after its last, counted from there
 */
function view(buffer, dtype, shape, start, offsets) {
  const View = VIEWS[dtype];
  const [from, to] = offsets;
  const n = shape.reduce((product, side) => product * side, 1);
  const fits = to - from === n * View.BYTES_PER_ELEMENT;
  if (start + to > buffer.byteLength) throw tooShort();
  if (!fits || offsets.length !== 2 || ![...shape, ...offsets].every(isCount)) {
    throw new Fault("tensorShape");
  }
  const at = start + from;
  return at % View.BYTES_PER_ELEMENT
    ? new View(buffer.slice(at, start + to)) // a copy is aligned
    : new View(buffer, at, n);
}

/**
 * Copy n of a tensor's numbers, from index `from` on, to index `at` of a target.
 *
 * @param {Tensor} tensor
 * @param {number} from
 * @param {number} n
 * @param {Float32Array} target
 * @param {number} at
 */
export function copyFloats({ dtype, raw }, from, n, target, at) {
  if (dtype !== "F16") {
    target.set(raw.subarray(from, from + n), at);
    return;
  }
  const { Float16Array } = /** @type {any} */ (globalThis); // in browsers since 2025
  if (Float16Array) {
    target.set(new Float16Array(raw.buffer, raw.byteOffset + 2 * from, n), at);
    return;
  }
  const values = halfValues();
  for (let i = 0; i < n; i++) target[at + i] = values[raw[from + i]];
}

/**
 * @param {Tensor} tensor
 * @returns {Float32Array}
 */
export function floats(tensor) {
  const out = new Float32Array(tensor.raw.length);
  copyFloats(tensor, 0, out.length, out, 0);
  return out;
}

/**
 * Fetch a file; one whose name ends in .gz is unpacked, unless the browser has done so already:
 * some file hosts say of such a file that it is packed for the way only.
 *
 * @param {string} url
 * @returns {Promise<ArrayBuffer>}
 * @throws {Fault} naming the file, when it cannot be had
 */
export async function fetchBytes(url) {
  const file = decodeURIComponent(url.split("/").slice(-2).join("/"));
  const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => {
    throw new Fault("connection", { file });
  });
  if (!response.ok || !response.body) {
    throw new Fault("httpStatus", { file, status: response.status });
  }
  const broken = () => {
    throw new Fault("brokenOff", { file });
  };
  const whole = await response.arrayBuffer().catch(broken);
  if (!file.endsWith(".gz") || !isGzip(whole)) return whole;
  if (typeof DecompressionStream === "undefined") throw new Fault("cannotUnpack", { file });
  const unpacked = new Blob([whole]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(unpacked).arrayBuffer().catch(broken);
}

/** Whether bytes begin as gzip's do (RFC 1952, 2.3.1). @param {ArrayBuffer} buffer */
function isGzip(buffer) {
  const [first, second] = new Uint8Array(buffer.slice(0, 2));
  return first === 0x1f && second === 0x8b;
}
