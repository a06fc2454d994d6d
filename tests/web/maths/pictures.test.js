/** Logits to pixels, and how pixels spread over pictures. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { PIXELS, pixelSpread, SIDE, sigmoid, toPixels } from "../../../app/web/maths/pictures.js";
import { uniforms } from "../../../app/web/maths/random.js";

test("a picture has 28 × 28 pixels", () => assert.deepEqual([SIDE, PIXELS], [28, 784]));

test("sigmoid undoes the log odds, and ends at 0 and 1", () => {
  for (const p of [1e-9, 0.01, 0.3, 0.5, 0.99]) {
    assert.ok(Math.abs(sigmoid(Math.log(p / (1 - p))) / p - 1) < 1e-9);
  }
  assert.deepEqual([-1e4, 1e4].map(sigmoid), [0, 1]);
});

test("pixels lie in [0, 1], one a logit", () => {
  const logits = Float32Array.of(-1e30, -2, 0, 2, 1e30);
  const pixels = toPixels(logits);
  [0, 0.11920292, 0.5, 0.88079708, 1].forEach((value, i) => {
    assert.ok(Math.abs(pixels[i] - value) < 1e-7);
  });
  assert.equal(pixels.length, 5);
  assert.equal(logits[0], Math.fround(-1e30));
});

test("the spread of each pixel is the root of its mean squared distance from its mean", () => {
  const random = uniforms(2);
  for (const n of [1, 2, 16]) {
    const pictures = Float32Array.from({ length: n * PIXELS }, () => random());
    const spread = pixelSpread(pictures, n);
    assert.equal(spread.length, PIXELS);
    for (let i = 0; i < PIXELS; i++) {
      const values = Array.from({ length: n }, (_, p) => pictures[p * PIXELS + i]);
      const mean = values.reduce((total, value) => total + value, 0) / n;
      const square = values.reduce((total, value) => total + (value - mean) ** 2, 0) / n;
      assert.ok(Math.abs(spread[i] - Math.sqrt(square)) < 1e-6);
    }
  }
});

test("pictures that are alike have no spread, black and white ones ½", () => {
  const alike = new Float32Array(3 * PIXELS).fill(0.1);
  assert.ok(pixelSpread(alike, 3).every((value) => value < 1e-7));
  const halfWhite = new Float32Array(4 * PIXELS).fill(1, 0, 2 * PIXELS);
  assert.ok(pixelSpread(halfWhite, 4).every((value) => value === 0.5));
});
