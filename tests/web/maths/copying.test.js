/** The copying test's z-score as a share of pairs, against counting them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { findingOf, shareNearer } from "../../../app/web/maths/copying.js";
import { gaussians } from "../../../app/web/maths/random.js";

test("the share is what counting all pairs gives", () => {
  const samples = gaussians(1, 60).map((value) => value - 0.4);
  const heldOut = gaussians(2, 45);
  let farther = 0;
  for (const a of samples) for (const b of heldOut) farther += Number(a > b);
  const [n, m] = [samples.length, heldOut.length];
  const z = (farther - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12);
  assert.ok(Math.abs(shareNearer(z, n, m) - (1 - farther / (n * m))) < 1e-12);
  assert.equal(shareNearer(0, n, m), 0.5);
});

test("a finding is read from the medians, and then from all cells together", () => {
  const heldOut = { median: 6 };
  /** @param {number} median @param {number} mean over ten even cells */
  const found = (median, mean) =>
    findingOf({ median, z_in_cells: mean, z_in_cells_error: 1 / Math.sqrt(10) }, heldOut);
  assert.equal(found(2.9, -15), "copies");
  assert.equal(found(3.1, -15), "nearer");
  assert.equal(found(5.9, -1.1), "nearer"); // more than three of a mean's standard errors
  assert.equal(found(5.9, -0.9), "alike");
  assert.equal(found(6.1, 0.6), "alike");
  assert.equal(found(7, 1), "farther");
});
