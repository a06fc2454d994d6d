/** Ellipses against the covariances that they were made from, by rotation. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { correlationOf, ellipseOf, largestOff, median } from "../../../app/web/maths/ellipse.js";

/** R diag(long², short²) Rᵀ. @param {number} long @param {number} short @param {number} angle */
function covariance(long, short, angle) {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const off = cos * sin * (long ** 2 - short ** 2);
  return [
    [cos ** 2 * long ** 2 + sin ** 2 * short ** 2, off],
    [off, sin ** 2 * long ** 2 + cos ** 2 * short ** 2],
  ];
}

test("an ellipse has the axes and the tilt of its covariance", () => {
  for (const [long, short] of [
    [2, 0.5],
    [0.07, 0.03],
  ]) {
    for (const angle of [0, 0.4, 1.5, -1.2]) {
      const found = ellipseOf(covariance(long, short, angle));
      assert.ok(Math.abs(found.long - long) < 1e-9 * long);
      assert.ok(Math.abs(found.short - short) < 1e-9 * long);
      assert.ok(Math.abs(Math.sin(found.angle - angle)) < 1e-9);
    }
  }
});

test("a diagonal covariance is not tilted, and correlates with nothing", () => {
  const flat = [
    [0.01, 0],
    [0, 0.04],
  ];
  const { long, short, angle } = ellipseOf(flat);
  assert.deepEqual([long, short, angle], [0.2, 0.1, Math.PI / 2]);
  assert.equal(correlationOf(flat), 0);
});

test("variances of 1 and 4 that share 1 correlate by a half", () => {
  const shared = [
    [1, 1],
    [1, 4],
  ];
  assert.equal(correlationOf(shared), 0.5);
});

test("the largest correlation is found whatever its sign, and never on the diagonal", () => {
  const correlation = [
    [1, 0.1, -0.3],
    [0.1, 1, 0.2],
    [-0.3, 0.2, 1],
  ];
  assert.deepEqual(largestOff(correlation), { row: 2, column: 0, value: -0.3 });
});

test("a median lies in the middle, or between the two there", () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.equal(median([7]), 7);
});
