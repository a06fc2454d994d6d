/** The forward pass against sums in float64 and an erf from its series. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { gaussians } from "../../../app/web/maths/random.js";
import { Mlp } from "../../../app/web/models/mlp.js";
import { bytes, float32, safetensors } from "../tools/safetensors.js";

/** @import { Activation } from "../../../app/web/models/mlp.js" */
/** @import { Written } from "../tools/safetensors.js" */

/**
 * 2/√π e^(−x²) Σ 2ⁿ x^(2n+1) / (2n+1)!!, of positive terms only, so that nothing cancels.
 *
 * @param {number} x
 */
function erf(x) {
  if (Math.abs(x) > 6) return Math.sign(x);
  let [term, total] = [x, 0];
  for (let n = 0; Math.abs(term) > 1e-18 * Math.abs(total); n++) {
    total += term;
    term *= (2 * x * x) / (2 * n + 3);
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * total;
}

/** @type {Record<Activation, (x: number) => number>} */
const EXACT = {
  silu: (x) => x / (1 + Math.exp(-x)),
  relu: (x) => Math.max(0, x),
  gelu: (x) => (x * (1 + erf(x / Math.sqrt(2)))) / 2,
};
const ACTIVATIONS = /** @type {Activation[]} */ (Object.keys(EXACT));

/**
 * @param {number[]} widths
 * @param {number} seed
 */
function net(widths, seed) {
  /** @type {Record<string, Written>} */
  const tensors = {};
  const layers = widths.slice(1).map((nOut, k) => {
    const nIn = widths[k];
    const weight = gaussians(seed + 2 * k, nOut * nIn).map((value) => value / Math.sqrt(nIn));
    const bias = gaussians(seed + 2 * k + 1, nOut);
    tensors[`layers.${k}.weight`] = float32([nOut, nIn], weight);
    tensors[`layers.${k}.bias`] = float32([nOut], bias);
    return { weight, bias };
  });
  return { file: safetensors(tensors), layers };
}

/**
 * One row through the layers, in float64.
 *
 * @param {{weight: Float32Array, bias: Float32Array}[]} layers
 * @param {Activation} activation
 * @param {number[]} x
 */
function exact(layers, activation, x) {
  return layers.reduce((h, { weight, bias }, k) => {
    const y = Array.from(bias, (b, o) =>
      h.reduce((total, value, i) => total + weight[o * h.length + i] * value, b),
    );
    return k < layers.length - 1 ? y.map(EXACT[activation]) : y;
  }, x);
}

/** @param {ArrayLike<number>} got @param {number[]} wanted @param {number} tolerance */
function assertNear(got, wanted, tolerance) {
  assert.equal(got.length, wanted.length);
  wanted.forEach((value, i) => {
    const difference = Math.abs(got[i] - value);
    assert.ok(difference <= tolerance * (1 + Math.abs(value)), `${i}: ${got[i]}, not ${value}`);
  });
}

test("the reference's own erf, at known values", () => {
  assertNear([erf(0.5), erf(-1), erf(2)], [0.5204998778, -0.8427007929, 0.995322265], 1e-9);
});

for (const activation of ACTIVATIONS) {
  test(`${activation} alone, from far below 0 to far above`, () => {
    const one = { "layers.0.weight": float32([1, 1], [1]), "layers.0.bias": float32([1], [0]) };
    const two = { "layers.1.weight": float32([1, 1], [1]), "layers.1.bias": float32([1], [0]) };
    const mlp = new Mlp(safetensors({ ...one, ...two }), activation);
    const x = Float32Array.from({ length: 2001 }, (_, i) => (i - 1000) / 64);
    assertNear(mlp.forward(x, x.length), Array.from(x, EXACT[activation]), 3e-7);
    const far = [...mlp.forward(Float32Array.of(-1000, 1000, -1e30, 1e30), 4)];
    assertNear(far, [0, 1000, 0, Math.fround(1e30)], 1e-6);
  });

  for (const [kernel, hasSimd] of /** @type {const} */ ([
    ["SIMD", true],
    ["plain", false],
  ])) {
    test(`${activation}, ${kernel}: nets of any depth are their sums in float64`, (t) => {
      if (!hasSimd) t.mock.method(WebAssembly, "validate", () => false);
      for (const widths of [
        [3, 5],
        [2, 9, 7],
        [6, 17, 1, 33, 10],
      ]) {
        const { file, layers } = net(widths, 10 * widths.length);
        const mlp = new Mlp(file, activation);
        const x = gaussians(5, 3 * widths[0]);
        const rows = [0, 1, 2].map((row) => [...x.slice(row * widths[0], (row + 1) * widths[0])]);
        const wanted = rows.flatMap((row) => exact(layers, activation, row));
        assertNear(mlp.forward(x, 3), wanted, 3e-6);
      }
    });
  }
}

test("an answer is the caller's own: the next call leaves it, and the input, as they are", () => {
  const mlp = new Mlp(net([4, 6, 5], 1).file, "silu");
  const x = gaussians(2, 8);
  const before = x.slice();
  const answer = mlp.forward(x, 2);
  const kept = answer.slice();
  mlp.forward(gaussians(3, 8), 2);
  assert.deepEqual(answer, kept);
  assert.deepEqual(x, before);
  assert.deepEqual(mlp.forward(x, 2), kept);
});

test("no rows make no rows", () => {
  assert.equal(new Mlp(net([4, 6, 5], 1).file, "silu").forward(new Float32Array(0), 0).length, 0);
});

test("a count of rows that the numbers do not have is refused", () => {
  const mlp = new Mlp(net([4, 6, 5], 1).file, "silu");
  for (const [length, n] of [
    [4, 2],
    [8, 1],
    [0, 1],
    [5, 1],
    [4, Number.NaN],
  ]) {
    assert.throws(() => mlp.forward(new Float32Array(length), n), {
      name: "RangeError",
      message: `${length} numbers are not ${n} rows of 4.`,
    });
  }
});

test("a net knows its ends and the memory of its weights", () => {
  const mlp = new Mlp(net([4, 6, 5], 1).file, "silu");
  assert.deepEqual([mlp.nIn, mlp.nOut], [4, 5]);
  assert.equal(mlp.bytes, 4 * (4 * 6 + 6 + 6 * 5 + 5));
});

const FIRST = {
  "layers.0.weight": float32([2, 3], Array(6)),
  "layers.0.bias": float32([2], [0, 0]),
};

/** @type {Record<string, Record<string, Written>>} */
const MISFITS = {
  "no bias": { "layers.0.weight": FIRST["layers.0.weight"] },
  "a bias too long": { ...FIRST, "layers.0.bias": float32([3], [0, 0, 0]) },
  "a bias that is a table": { ...FIRST, "layers.0.bias": float32([2, 2], [0, 0, 0, 0]) },
  "a weight that is a list": { ...FIRST, "layers.0.weight": float32([2], [0, 0]) },
  "a weight of three axes": { ...FIRST, "layers.0.weight": float32([2, 3, 2], Array(12)) },
  "a layer wider than the one before": {
    ...FIRST,
    "layers.1.weight": float32([1, 3], [0, 0, 0]),
    "layers.1.bias": float32([1], [0]),
  },
};

for (const [what, tensors] of Object.entries(MISFITS)) {
  test(`layers that do not fit are refused: ${what}`, () => {
    assert.throws(() => new Mlp(safetensors(tensors), "relu"), {
      code: "layersMismatch",
      message: /^layersMismatch [01]$/,
    });
  });
}

test("a file without layers is refused", () => {
  for (const file of [safetensors({}), safetensors({ mu: bytes([1], [0]) })]) {
    assert.throws(() => new Mlp(file, "relu"), { code: "noLayers" });
  }
});

test("an unknown activation is refused, also one that any object has", () => {
  for (const name of ["tanh", "", "toString", "constructor"]) {
    const activation = /** @type {Activation} */ (name);
    assert.throws(() => new Mlp(safetensors(FIRST), activation), {
      code: "unknownActivation",
      says: { activation: name },
    });
  }
});

test("a damaged file is refused", () => {
  const { file } = net([4, 6, 5], 1);
  assert.throws(() => new Mlp(file.slice(0, -1), "silu"), { code: "cutShort" });
});
