/** How pictures are judged, in closed form; and the nearest picture, against a plain search. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { PIXELS } from "../../../app/web/maths/pictures.js";
import { uniforms } from "../../../app/web/maths/random.js";
import { judged, nearestPicture } from "../../../app/web/maths/scores.js";

/** @param {number} a @param {number} b */
const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-6, `${a} is not ${b}`);

test("who knows nothing is certain to one part in C, and spreads as widely as can be", () => {
  const { confidence, entropy } = judged(new Float32Array(4 * 10), 4);
  near(confidence, 0.1);
  near(entropy, Math.log(10));
});

test("certain of one class: no variety; certain of two in turn: ln 2", () => {
  const one = judged(Float32Array.of(100, 0, 0, 100, 0, 0), 2);
  near(one.confidence, 1);
  near(one.entropy, 0);
  const two = judged(Float32Array.of(100, 0, 0, 0, 0, 1000), 2);
  near(two.confidence, 1);
  near(two.entropy, Math.LN2);
  assert.deepEqual(two.each, [
    { label: 0, probability: 1 },
    { label: 2, probability: 1 },
  ]);
});

test("probabilities are a softmax, and do not change with what is added to all logits", () => {
  const { each } = judged(Float32Array.of(Math.log(3), 0), 1);
  near(each[0].probability, 0.75);
  const { each: shifted } = judged(Float32Array.of(Math.log(3) + 500, 500), 1);
  assert.ok(Math.abs(shifted[0].probability - 0.75) < 1e-4);
});

test("the nearest picture is that of a plain search, with its Euclidean distance", () => {
  const uniform = uniforms(5);
  const n = 40;
  const images = Uint8Array.from({ length: n * PIXELS }, () => 256 * uniform());
  for (const own of [0, 17, 39]) {
    const picture = Float32Array.from(images.subarray(own * PIXELS, (own + 1) * PIXELS), (byte) =>
      Math.min(1, byte / 255 + 0.2 * uniform()),
    );
    const distances = Array.from({ length: n }, (_, p) =>
      Math.hypot(...picture.map((value, i) => value - images[p * PIXELS + i] / 255)),
    );
    const { index, distance } = nearestPicture(picture, images);
    assert.equal(index, distances.indexOf(Math.min(...distances)));
    assert.ok(Math.abs(distance - distances[own]) < 1e-4);
  }
});
