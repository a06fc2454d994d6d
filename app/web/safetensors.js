/**
 * Reading safetensors: 8 bytes of header length, a JSON header, then the raw tensors.
 * The format: huggingface.co/docs/safetensors
 */

/** The 65,536 values of a half, so that a weight costs one look-up. */
function halfTable() {
  const table = new Float32Array(65536);
  for (let bits = 0; bits < 65536; bits++) {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const fraction = (bits & 1023) / 1024;
    if (exponent === 0) table[bits] = sign * fraction * 2 ** -14;
    else if (exponent === 31) table[bits] = fraction ? NaN : sign * Infinity;
    else table[bits] = sign * (1 + fraction) * 2 ** (exponent - 15);
  }
  return table;
}

const READERS = {
  F32: (bytes) => new Float32Array(bytes),
  U8: (bytes) => new Uint8Array(bytes),
  F16: (bytes) => {
    const halves = new Uint16Array(bytes);
    const table = halfTable();
    return Float32Array.from(halves, (bits) => table[bits]);
  },
};

/**
 * @param {ArrayBuffer} buffer a whole safetensors file
 * @returns {Object<string, {shape: number[], data: Float32Array | Uint8Array}>}
 * @throws {Error} when the file is cut short or holds a type that is not read here
 */
export function parse(buffer) {
  const tooShort = () => new Error("The safetensors file is cut short.");
  if (buffer.byteLength < 8) throw tooShort();
  const headerLength = Number(new DataView(buffer).getBigUint64(0, true));
  const start = 8 + headerLength;
  if (start > buffer.byteLength) throw tooShort();
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, headerLength)));
  const tensors = {};
  for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    if (!(dtype in READERS)) throw new Error(`Tensor ${name} is ${dtype}; F16, F32 and U8 are read.`);
    if (start + offsets[1] > buffer.byteLength) throw tooShort();
    const bytes = buffer.slice(start + offsets[0], start + offsets[1]); // a copy is aligned
    tensors[name] = { shape, data: READERS[dtype](bytes) };
  }
  return tensors;
}

/**
 * Fetch and parse a file; one whose name ends in .gz is unpacked on the way.
 *
 * @param {string | URL} url
 * @throws {Error} naming the file, when it cannot be had
 */
export async function fetchTensors(url) {
  const name = String(url).split("/").slice(-2).join("/");
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${name} could not be loaded (HTTP ${response.status}).`);
  if (!name.endsWith(".gz")) return parse(await response.arrayBuffer());
  if (typeof DecompressionStream === "undefined") {
    throw new Error(`${name} cannot be unpacked: this browser has no DecompressionStream.`);
  }
  const unpacked = response.body.pipeThrough(new DecompressionStream("gzip"));
  return parse(await new Response(unpacked).arrayBuffer());
}
