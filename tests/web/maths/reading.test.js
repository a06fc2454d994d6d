/** A classifier's reading: probabilities, the likeliest class, and bands without gaps. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { bands, likeliest, probabilities } from "../../../app/web/maths/reading.js";

const LOGITS = Float32Array.of(0, Math.log(2), Math.log(5), 1000, 1000, -1000);

/** @param {number[]} found @param {number[]} expected */
const assertNear = (found, expected) =>
  found.forEach((value, i) => {
    assert.ok(Math.abs(value - expected[i]) < 1e-6, `${found}`);
  });

test("probabilities are in the ratio of exponentials, also of large logits", () => {
  const [first, second] = probabilities(LOGITS, 3);
  assertNear(first, [1 / 8, 2 / 8, 5 / 8]);
  assertNear(second, [0.5, 0.5, 0]);
});

test("the likeliest class is the one with the most", () => {
  assert.deepEqual(likeliest([0.1, 0.7, 0.2]), { label: 1, probability: 0.7 });
});

test("bands lie on one another and fill the height", () => {
  const [low, middle, high] = bands(probabilities(LOGITS, 3));
  assertNear(low[0], [0, 1 / 8]);
  assertNear(middle[0], [1 / 8, 3 / 8]);
  assertNear(high[0], [3 / 8, 1]);
  assertNear(high[1], [1, 1]);
  assert.deepEqual(bands([]), []);
});
