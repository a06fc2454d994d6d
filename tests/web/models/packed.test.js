/** Against bytes that Node's own Buffer writes. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { rowsOf } from "../../../app/web/models/packed.js";

/** @param {number[]} numbers */
function packed(numbers) {
  const bytes = Buffer.alloc(4 * numbers.length);
  for (const [i, number] of numbers.entries()) bytes.writeFloatLE(number, 4 * i);
  return bytes.toString("base64");
}

test("rows come back as they were packed", () => {
  const rows = rowsOf(packed([1, -0.5, 1e30, 0, 2, -Infinity]), 3);
  assert.deepEqual(rows, [
    [1, -0.5],
    [Math.fround(1e30), 0],
    [2, -Infinity],
  ]);
});

test("what is no packed numbers is the server's fault", () => {
  for (const wrong of ["*", "AAA=", {}]) {
    assert.throws(() => rowsOf(wrong, 1), { code: "serverWrong" });
  }
});
