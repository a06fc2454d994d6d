/**
 * Reading safetensors: 8 bytes of header length, a JSON header, then the raw tensors.
 * The format: huggingface.co/docs/safetensors
 */

/** @typedef {"F32" | "F16" | "U8"} DType */
/** @typedef {{shape: number[], dtype: DType, raw: Float32Array | Uint16Array | Uint8Array}} Tensor */

const VIEWS = { F32: Float32Array, F16: Uint16Array, U8: Uint8Array };

const tooShort = () => new Error("The safetensors file is cut short.");

/** The 65,536 values of a half, made when the first is read, so that a weight costs one look-up. */
const halfValues = (() => {
  /** @type {Float32Array | null} */
  let table = null;
  return () => {
    table ??= Float32Array.from({ length: 65536 }, (_, bits) => {
      const sign = bits & 0x8000 ? -1 : 1;
      const exponent = (bits >> 10) & 31;
      const fraction = (bits & 1023) / 1024;
      if (exponent === 0) return sign * fraction * 2 ** -14;
      if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
      return sign * (1 + fraction) * 2 ** (exponent - 15);
    });
    return table;
  };
})();

/**
 * @param {ArrayBuffer} buffer a whole safetensors file; the tensors are views of it
 * @returns {Record<string, Tensor>}
 * @throws {Error} when the file is cut short or holds a type that is not read here
 */
export function parse(buffer) {
  if (buffer.byteLength < 8) throw tooShort();
  const headerLength = Number(new DataView(buffer).getBigUint64(0, true));
  const start = 8 + headerLength;
  if (start > buffer.byteLength) throw tooShort();
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, headerLength)));
  /** @type {Record<string, Tensor>} */
  const tensors = {};
  for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    if (!(dtype in VIEWS)) throw new Error(`Tensor ${name} is ${dtype}; F16, F32 and U8 are read.`);
    tensors[name] = { shape, dtype, raw: view(buffer, dtype, shape, start, offsets) };
  }
  return tensors;
}

/**
 * @param {ArrayBuffer} buffer
 * @param {DType} dtype
 * @param {number[]} shape
 * @param {number} start where the tensors begin
 * @param {[number, number]} offsets of this one, counted from there
 */
function view(buffer, dtype, shape, start, [from, to]) {
  const View = VIEWS[dtype];
  const n = shape.reduce((product, side) => product * side, 1);
  if (start + to > buffer.byteLength) throw tooShort();
  if (to - from !== n * View.BYTES_PER_ELEMENT) {
    throw new Error(
      "The safetensors file contradicts itself: a tensor's bytes do not fit its shape.",
    );
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
 * Fetch a file; one whose name ends in .gz is unpacked on the way.
 *
 * @param {string} url
 * @returns {Promise<ArrayBuffer>}
 * @throws {Error} naming the file, when it cannot be had
 */
export async function fetchBytes(url) {
  const name = decodeURIComponent(url.split("/").slice(-2).join("/"));
  const response = await fetch(url).catch(() => {
    throw new Error(`${name} could not be loaded: the server does not answer.`);
  });
  if (!response.ok || !response.body) {
    throw new Error(`${name} could not be loaded (HTTP ${response.status}).`);
  }
  if (!name.endsWith(".gz")) return response.arrayBuffer();
  if (typeof DecompressionStream === "undefined") {
    throw new Error(`${name} cannot be unpacked: this browser has no DecompressionStream.`);
  }
  return new Response(response.body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}
