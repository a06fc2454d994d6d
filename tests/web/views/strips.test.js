/** Strips: which codes they show, and what is written under them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { scale, stripLengths, traversal } from "../../../app/web/views/strips.js";

test("a strip runs one dimension from end to end and holds the rest", () => {
  const codes = traversal(Float32Array.of(0.5, -1, 2), 1, [-4, 6], 5);
  const rows = Array.from({ length: 5 }, (_, s) => [...codes.subarray(3 * s, 3 * s + 3)]);
  assert.deepEqual(rows, [
    [0.5, -4, 2],
    [0.5, -1.5, 2],
    [0.5, 1, 2],
    [0.5, 3.5, 2],
    [0.5, 6, 2],
  ]);
});

test("the values under a strip have as many decimals as they need, one where none is enough", () => {
  assert.deepEqual(scale([-4, 4], 9), ["−4", "−3", "−2", "−1", "0", "1", "2", "3", "4"]);
  assert.deepEqual(scale([-5, 5], 9).slice(0, 5), ["−5", "−3.75", "−2.5", "−1.25", "0"]);
  assert.deepEqual(scale([-30, 25], 9).slice(0, 4), ["−30", "−23.1", "−16.3", "−9.4"]);
  assert.deepEqual(scale([-668, 342], 3), ["−668", "−163", "342"]);
});

test("a middle picture stands for the middle, however many there are", () => {
  for (const d of [1, 2, 4, 5, 10, 64]) {
    for (const isNarrow of [true, false]) {
      for (const n of Object.values(stripLengths(d, isNarrow))) assert.equal(n % 2, 1);
    }
  }
});
