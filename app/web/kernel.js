/**
 * y = W x + b, four numbers at a time: WebAssembly's SIMD, assembled here by hand, because the
 * page has no build step and plain JavaScript cannot ask the processor for it.
 *
 * `linear(w, b, x, y, row, end)` takes byte addresses in one memory. W has rows of `row` bytes;
 * inputs are padded with zeros to a multiple of four, outputs are computed four at once until
 * `end`, the address after the last. The opcodes: webassembly.github.io/spec/core/appendix.
 */

const [W, B, X, Y, ROW, END, AT, X_END, INPUT, SUMS] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const LANES = [0, 1, 2, 3];
const QUAD = 16; // bytes of four float32

const get = (local) => [0x20, local];
const set = (local) => [0x21, local];
const int = (value) => [0x41, value]; // values below 64 take one byte
const ADD = 0x6a;
const addTo = (local, ...value) => [...get(local), ...value, ADD, ...set(local)];
const loadQuad = [0xfd, 0x00, 4, 0];
const zeroQuad = [0xfd, 0x0c, ...new Array(QUAD).fill(0)];
const mulQuad = [0xfd, 0xe6, 0x01];
const addQuad = [0xfd, 0xe4, 0x01];
const lane = (k) => [0xfd, 0x1f, k];
const ADD_FLOAT = 0x92;
const loadFloat = (offset) => [0x2a, 2, offset];
const storeFloat = (offset) => [0x38, 2, offset];
const repeatWhile = (body, ...condition) => [0x03, 0x40, ...body, ...condition, 0x0d, 0, 0x0b];
const lessThan = (a, b) => [...get(a), ...get(b), 0x49];

/** The address of the k-th of four rows, from that of the first. */
const rowAddress = (k) => [...get(AT), ...new Array(k).fill([...get(ROW), ADD]).flat()];

const fourProducts = [
  ...get(X), ...loadQuad, ...set(INPUT),
  ...LANES.flatMap((k) => [
    ...get(SUMS + k), ...rowAddress(k), ...loadQuad, ...get(INPUT), ...mulQuad, ...addQuad, ...set(SUMS + k),
  ]),
  ...addTo(AT, ...int(QUAD)),
  ...addTo(X, ...int(QUAD)),
];

const fourOutputs = [
  ...LANES.flatMap((k) => [...zeroQuad, ...set(SUMS + k)]),
  ...get(W), ...set(AT),
  ...repeatWhile(fourProducts, ...lessThan(X, X_END)),
  ...LANES.flatMap((k) => [
    ...get(Y),
    ...get(B), ...loadFloat(4 * k),
    ...LANES.flatMap((j) => [...get(SUMS + k), ...lane(j), ADD_FLOAT]),
    ...storeFloat(4 * k),
  ]),
  // back to the start of x, and on to the next four rows
  ...get(X), ...get(ROW), 0x6b, ...set(X),
  ...LANES.flatMap(() => addTo(W, ...get(ROW))),
  ...addTo(B, ...int(QUAD)),
  ...addTo(Y, ...int(QUAD)),
];

const code = [
  3, 2, 0x7f, 1, 0x7b, 4, 0x7b, // locals beside the six arguments: two i32, one and four v128
  ...get(X), ...get(ROW), ADD, ...set(X_END),
  ...repeatWhile(fourOutputs, ...lessThan(Y, END)),
  0x0b,
];

/** Unsigned LEB128, as WebAssembly writes lengths. */
const length = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...length(n >> 7)]);
const section = (id, content) => [id, ...length(content.length), ...content];
const name = (text) => [text.length, ...new TextEncoder().encode(text)];

const MODULE = Uint8Array.from([
  0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
  ...section(1, [1, 0x60, 6, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0]), // (i32 × 6) -> ()
  ...section(2, [1, ...name("m"), ...name("m"), 2, 0, 1]), // the memory comes from outside
  ...section(3, [1, 0]),
  ...section(7, [1, ...name("linear"), 0, 0]),
  ...section(10, [1, ...length(code.length), ...code]),
]);

const padded = (n) => Math.ceil(n / 4) * 4;

/**
 * @param {Array<{weight: Float32Array, bias: Float32Array, nIn: number, nOut: number}>} layers
 * @returns {((k: number, x: Float32Array) => Float32Array) | null} layer k applied to one x, as a
 *   view that the next call but one overwrites; null where the browser has no SIMD
 */
export function simdLinear(layers) {
  if (typeof WebAssembly === "undefined" || !WebAssembly.validate(MODULE)) return null;
  let top = 0;
  const reserve = (floats) => (top += 4 * floats) - 4 * floats;
  const width = Math.max(...layers.flatMap(({ nIn, nOut }) => [padded(nIn), padded(nOut)]));
  const buffers = [reserve(width), reserve(width)];
  const places = layers.map(({ nIn, nOut }) => ({
    weight: reserve(padded(nIn) * padded(nOut)), bias: reserve(padded(nOut)),
  }));
  const memory = new WebAssembly.Memory({ initial: Math.ceil(top / 65536) });
  const floats = new Float32Array(memory.buffer);
  layers.forEach(({ weight, bias, nIn, nOut }, k) => {
    for (let o = 0; o < nOut; o++) {
      floats.set(weight.subarray(o * nIn, (o + 1) * nIn), places[k].weight / 4 + o * padded(nIn));
    }
    floats.set(bias, places[k].bias / 4);
  });
  const { linear } = new WebAssembly.Instance(new WebAssembly.Module(MODULE), { m: { m: memory } }).exports;

  return (k, x) => {
    const { nIn, nOut } = layers[k];
    const [from, to] = k % 2 ? [buffers[1], buffers[0]] : buffers;
    if (x.byteOffset !== from || x.buffer !== memory.buffer) floats.set(x, from / 4);
    floats.fill(0, from / 4 + nIn, from / 4 + padded(nIn));
    linear(places[k].weight, places[k].bias, from, to, 4 * padded(nIn), to + 4 * padded(nOut));
    return floats.subarray(to / 4, to / 4 + nOut);
  };
}

/** The same without SIMD. */
export const plainLinear = (layers) => (k, x) => {
  const { weight, bias, nIn, nOut } = layers[k];
  const y = new Float32Array(nOut);
  for (let o = 0, at = 0; o < nOut; o++) {
    let total = bias[o];
    for (let i = 0; i < nIn; i++, at++) total += weight[at] * x[i];
    y[o] = total;
  }
  return y;
};
