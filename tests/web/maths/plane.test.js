/** Planes of the latent space: what they show, what they move, and what they leave alone. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Plane } from "../../../app/web/maths/plane.js";
import { drawPosterior, gaussians, uniforms } from "../../../app/web/maths/random.js";
import { orthonormal } from "../tools/planes.js";

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
const dot = (a, b) => Array.from(a).reduce((total, value, k) => total + value * b[k], 0);

/** @param {ArrayLike<number>} got @param {ArrayLike<number>} wanted */
function assertNear(got, wanted, tolerance = 1e-5) {
  assert.equal(got.length, wanted.length);
  for (let k = 0; k < wanted.length; k++) {
    assert.ok(Math.abs(got[k] - wanted[k]) <= tolerance, `${k}: ${got[k]}, not ${wanted[k]}`);
  }
}

/** Planes of each kind, with codes to look at. */
const CASES = [2, 3, 10].flatMap((d) => {
  const rows = orthonormal(d, d);
  return [
    { d, plane: Plane.ofComponents(rows, d), z: gaussians(d + 1, d) },
    { d, plane: Plane.ofDims(d, d - 1, 0), z: gaussians(d + 2, d) },
  ];
});

test("a plane of two dimensions shows those two numbers", () => {
  const z = Float32Array.of(5, 6, 7, 8);
  assert.deepEqual(Plane.ofDims(4, 1, 3).project(z), [6, 8]);
  assert.deepEqual(Plane.ofDims(4, 3, 0).project(z), [8, 5]);
  assert.deepEqual(Plane.ofDims(2, 0, 1).project(z, 2), [7, 8]);
});

test("one number lies on a line: nothing lies along the second axis", () => {
  const plane = Plane.ofDims(1, 0, 1);
  assert.deepEqual(plane.project([3]), [3, 0]);
  assert.deepEqual(plane.moved([3], -1, 50), [-1]);
  const outline = plane.ellipse(Float32Array.of(3), Float32Array.of(0), 2);
  assert.ok(outline.every(([a, b]) => Math.abs(a - 3) <= 2 + 1e-9 && b === 0));
});

test("a plane of components takes the first two rows", () => {
  const rows = Float32Array.of(0, 0, 1, 0.6, 0.8, 0, 0.8, -0.6, 0);
  const plane = Plane.ofComponents(rows, 3);
  assertNear(plane.project([10, 20, 30]), [30, 22]);
});

test("all codes at once are each of them alone", () => {
  for (const { d, plane } of CASES) {
    const codes = gaussians(7, 5 * d);
    const [x, y] = plane.projectAll(codes, 5);
    for (let p = 0; p < 5; p++) {
      const alone = plane.project(codes.slice(p * d, (p + 1) * d));
      assert.deepEqual([x[p], y[p]], alone.map(Math.fround));
    }
  }
});

test("what was moved to a place is seen there", () => {
  for (const { plane, z } of CASES) {
    const random = uniforms(1);
    for (let trial = 0; trial < 20; trial++) {
      const at = [20 * random() - 10, 20 * random() - 10];
      assertNear(plane.project(plane.moved(z, at[0], at[1])), at);
    }
  }
});

test("a move to where z lies already leaves it, and moves do not depend on the way", () => {
  for (const { plane, z } of CASES) {
    assertNear(plane.moved(z, ...plane.project(z)), z);
    const onTheWay = plane.moved(z, -3, 8);
    assertNear(plane.moved(onTheWay, 1, 2), plane.moved(z, 1, 2));
  }
});

test("a move goes along the plane only: whatever is orthogonal to it is held", () => {
  for (const { d, plane, z } of CASES) {
    const moved = plane.moved(z, 4, -7);
    const step = moved.map((value, k) => value - z[k]);
    const along = [dot(step, plane.first), dot(step, plane.second)];
    const rest = step.map(
      (value, k) => value - along[0] * plane.first[k] - along[1] * plane.second[k],
    );
    assertNear(rest, Array(d).fill(0));
  }
  const held = Plane.ofDims(4, 1, 3).moved([5, 6, 7, 8], 0, 0);
  assert.deepEqual(held, [5, 0, 7, 0]);
});

test("an outline is Vᵀ diag(σ²) V, measured: every corner lies n σ from μ", () => {
  for (const { d, plane, z } of CASES) {
    const logvar = gaussians(3, d).map((value) => 2 * value - 2);
    const variance = Array.from(logvar, Math.exp);
    /** @param {Float32Array} u @param {Float32Array} v */
    const covariance = (u, v) => variance.reduce((total, s, k) => total + s * u[k] * v[k], 0);
    const { first, second } = plane;
    const xx = covariance(first, first);
    const xy = covariance(first, second);
    const yy = covariance(second, second);
    const determinant = xx * yy - xy * xy;
    const [a0, b0] = plane.project(z);
    for (const [a, b] of plane.ellipse(z, logvar, 2)) {
      const [da, db] = [a - a0, b - b0];
      const square = (yy * da * da - 2 * xy * da * db + xx * db * db) / determinant;
      assert.ok(Math.abs(square - 4) < 1e-4, `${square}`);
    }
  }
});

test("an outline's longest and shortest radius are the roots of the eigenvalues", () => {
  const turn = 0.4;
  const rows = [Math.cos(turn), Math.sin(turn), -Math.sin(turn), Math.cos(turn)];
  const plane = Plane.ofComponents(Float32Array.from(rows), 2);
  const [wide, narrow] = [3, 0.2]; // σ of the two dimensions: the eigenvalues' roots
  const logvar = Float32Array.of(2 * Math.log(wide), 2 * Math.log(narrow));
  const outline = plane.ellipse(Float32Array.of(0, 0), logvar, 1, 20_000);
  const radii = outline.map(([a, b]) => Math.hypot(a, b));
  assertNear([Math.max(...radii), Math.min(...radii)], [wide, narrow], 1e-3);
  const [a, b] = outline[radii.indexOf(Math.max(...radii))];
  assert.ok(Math.abs(Math.abs(b / a) - Math.tan(turn)) < 1e-2, "the first dimension's direction");
});

test("of draws from the posterior, 1 − e^(−n²/2) lie within the outline of n σ", () => {
  const [d, n] = [10, 4000];
  const plane = Plane.ofComponents(orthonormal(d, 5), d);
  const [mu, logvar] = [gaussians(1, d), gaussians(2, d)];
  const [x, y] = plane.projectAll(drawPosterior(mu, logvar, gaussians(3, n * d), n), n);
  for (const sigmas of [1, 2]) {
    const outline = plane.ellipse(mu, logvar, sigmas, 200);
    let inside = 0;
    for (let p = 0; p < n; p++) if (isInside(outline, x[p], y[p])) inside++;
    const wanted = 1 - Math.exp((-sigmas * sigmas) / 2);
    assert.ok(Math.abs(inside / n - wanted) < 0.03, `${inside / n}, not ${wanted}`);
  }
});

/**
 * Whether a point lies within a convex polygon that runs anticlockwise.
 *
 * @param {Array<[number, number]>} polygon
 * @param {number} x
 * @param {number} y
 */
const isInside = (polygon, x, y) =>
  polygon.every(([ax, ay], i) => {
    const [bx, by] = polygon[(i + 1) % polygon.length];
    return (bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0;
  });
