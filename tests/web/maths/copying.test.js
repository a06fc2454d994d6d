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

test("a finding is read from the medians, and then from z", () => {
  const heldOut = { median: 6 };
  assert.equal(findingOf({ median: 2.9, z: -50 }, heldOut), "copies");
  assert.equal(findingOf({ median: 3.1, z: -50 }, heldOut), "nearer");
  assert.equal(findingOf({ median: 5.9, z: -3 }, heldOut), "alike");
  assert.equal(findingOf({ median: 6.1, z: 2 }, heldOut), "alike");
  assert.equal(findingOf({ median: 7, z: 3.1 }, heldOut), "farther");
});
