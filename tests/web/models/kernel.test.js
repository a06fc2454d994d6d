/** The two kernels against sums in float64, and the assembled bytes against their source. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { plainLayers, simdLayers } from "../../../app/web/models/kernel.js";
import { assemble, KERNELS } from "../tools/assemble.js";

/** @import { Layers, LayerShape } from "../../../app/web/models/kernel.js" */

const ODD = [1, 2, 3, 4, 5, 10, 784];
const FLOAT32 = 2 ** -24; // half of a unit in the last place, relative

/** @type {[string, (shapes: LayerShape[]) => Layers | null][]} */
const KINDS = [
  ["SIMD", simdLayers],
  ["plain", plainLayers],
];

/**
 * Numbers in [-1, 1) that a seed repeats (mulberry32).
 *
 * @param {number} seed
 */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}

/**
 * @param {number} n
 * @param {() => number} random
 */
const floats = (n, random) => Float32Array.from({ length: n }, random);

/**
 * W (nOut, nIn), b (nOut), put into layer k.
 *
 * @param {Layers} layers
 * @param {number} k
 * @param {LayerShape} shape
 * @param {() => number} random
 */
function fill(layers, k, { nIn, nOut }, random) {
  const [weight, bias] = [floats(nOut * nIn, random), floats(nOut, random)];
  const { data, rowStride } = layers.weight(k);
  for (let o = 0; o < nOut; o++) {
    data.set(weight.subarray(o * nIn, (o + 1) * nIn), o * rowStride);
  }
  layers.bias(k).set(bias);
  return { weight, bias };
}

/**
 * Each output in float64, and how far float32 in any order of its sums may be from it.
 *
 * @param {{ weight: Float32Array, bias: Float32Array }} layer
 * @param {Float32Array} x
 */
function exact({ weight, bias }, x) {
  return Array.from(bias, (b, o) => {
    let [y, size] = [b, Math.abs(b)];
    for (let i = 0; i < x.length; i++) {
      const term = weight[o * x.length + i] * x[i];
      y += term;
      size += Math.abs(term);
    }
    return { y, tolerance: (x.length + 2) * FLOAT32 * size };
  });
}

/**
 * @param {Float32Array} got
 * @param {{ y: number, tolerance: number }[]} wanted
 * @param {string} what
 */
function assertNear(got, wanted, what) {
  assert.equal(got.length, wanted.length, what);
  wanted.forEach(({ y, tolerance }, o) => {
    assert.ok(Math.abs(got[o] - y) <= tolerance, `${what}: output ${o} is ${got[o]}, not ${y}`);
  });
}

/**
 * @param {(shapes: LayerShape[]) => Layers | null} make
 * @param {LayerShape[]} shapes
 */
function made(make, shapes) {
  const layers = make(shapes);
  assert.ok(layers, "node has SIMD");
  return layers;
}

for (const [name, make] of KINDS) {
  test(`${name}: one layer of every pair of odd sizes is the sum in float64`, () => {
    const random = numbers(1);
    for (const nIn of ODD) {
      for (const nOut of ODD) {
        const layers = made(make, [{ nIn, nOut }]);
        const layer = fill(layers, 0, { nIn, nOut }, random);
        for (const x of [floats(nIn, random), floats(nIn, random)]) {
          assertNear(layers.linear(0, x), exact(layer, x), `${nIn} to ${nOut}`);
        }
      }
    }
  });

  test(`${name}: a chain of random sizes, each layer fed with the last one's answer`, () => {
    for (let seed = 0; seed < 40; seed++) {
      const random = numbers(seed);
      const size = () => 1 + Math.floor(20 * (random() + 1));
      const widths = Array.from({ length: 2 + (seed % 4) }, size);
      const shapes = widths.slice(1).map((nOut, k) => ({ nIn: widths[k], nOut }));
      const layers = made(make, shapes);
      const filled = shapes.map((shape, k) => fill(layers, k, shape, random));
      for (let repeat = 0; repeat < 2; repeat++) {
        /** @type {Float32Array} */
        let h = floats(widths[0], random);
        shapes.forEach((_, k) => {
          const wanted = exact(filled[k], h.slice());
          h = layers.linear(k, h);
          assertNear(h, wanted, `seed ${seed}, layer ${k}`);
          for (let i = 0; i < h.length; i++) h[i] = Math.tanh(h[i]);
        });
      }
    }
  });

  test(`${name}: the next call leaves an answer as it is`, () => {
    const random = numbers(3);
    const shapes = [
      { nIn: 5, nOut: 7 },
      { nIn: 7, nOut: 5 },
    ];
    const layers = made(make, shapes);
    for (const [k, shape] of shapes.entries()) fill(layers, k, shape, random);
    for (const again of [true, true, false, false, true]) {
      const answer = layers.linear(0, floats(5, random));
      const before = answer.slice();
      if (again) layers.linear(0, floats(5, random));
      else layers.linear(1, answer);
      assert.deepEqual(answer, before);
    }
  });

  test(`${name}: what a wider x left behind is not read by a narrow layer`, () => {
    const shapes = [
      { nIn: 8, nOut: 1 },
      { nIn: 2, nOut: 1 },
    ];
    const layers = made(make, shapes);
    layers.linear(0, new Float32Array(8).fill(Number.NaN));
    layers.weight(1).data.set([1, 1]);
    assert.equal(layers.linear(1, Float32Array.of(2, 3))[0], 5);
  });

  test(`${name}: an x of the wrong length is refused`, () => {
    const layers = made(make, [{ nIn: 10, nOut: 4 }]);
    for (const n of [0, 2, 9, 11]) {
      assert.throws(() => layers.linear(0, new Float32Array(n)), {
        name: "RangeError",
        message: `Layer 0 takes 10 numbers, not ${n}.`,
      });
    }
  });
}

test("without SIMD in the browser there are no SIMD layers", (t) => {
  t.mock.method(WebAssembly, "validate", () => false);
  assert.equal(simdLayers([{ nIn: 2, nOut: 2 }]), null);
});

for (const folder of KERNELS) {
  test(`the bytes are ${folder}kernel.wat, assembled`, async () => {
    const url = new URL(`../../../app/web/models/${folder}kernelBytes.js`, import.meta.url);
    const { KERNEL } = await import(url.href);
    assert.deepEqual([...KERNEL], [...(await assemble(folder))], "run `npm run kernel`");
  });
}
