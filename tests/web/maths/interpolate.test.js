/** The two ways between codes: their ends, their lengths, and where there is no great circle. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { lerp, slerp, WAYS } from "../../../app/web/maths/interpolate.js";
import { gaussians } from "../../../app/web/maths/random.js";

const STEPS = [0, 0.1, 0.25, 0.5, 0.77, 1];

/** Pairs of random codes of several dimensions. */
const PAIRS = [2, 3, 10, 50].flatMap((d) =>
  [1, 2, 3, 4].map((seed) => ({ a: gaussians(seed, d), b: gaussians(seed + 10, d) })),
);

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
const dot = (a, b) => Array.from(a).reduce((total, value, k) => total + value * b[k], 0);

/** @param {ArrayLike<number>} a */
const norm = (a) => Math.sqrt(dot(a, a));

/** Robust where the cosine is near ±1 (Kahan). @param {Float32Array} a @param {Float32Array} b */
function angle(a, b) {
  const [p, q] = [a, b].map((v) => Array.from(v, (value) => value / norm(v)));
  const [less, more] = [p.map((value, k) => value - q[k]), p.map((value, k) => value + q[k])];
  return 2 * Math.atan2(norm(less), norm(more));
}

/** @param {ArrayLike<number>} got @param {ArrayLike<number>} wanted */
function assertNear(got, wanted, tolerance = 1e-5) {
  assert.equal(got.length, wanted.length);
  for (let k = 0; k < wanted.length; k++) {
    assert.ok(Math.abs(got[k] - wanted[k]) <= tolerance, `${k}: ${got[k]}, not ${wanted[k]}`);
  }
}

for (const [name, way] of Object.entries(WAYS)) {
  test(`${name}: goes from a to b, and back the same way`, () => {
    for (const { a, b } of PAIRS) {
      assertNear(way(a, b, 0), a);
      assertNear(way(a, b, 1), b);
      for (const t of STEPS) assertNear(way(a, b, t), way(b, a, 1 - t));
    }
  });

  test(`${name}: leaves its ends as they are`, () => {
    const { a, b } = PAIRS[0];
    const kept = [a.slice(), b.slice()];
    way(a, b, 0.5);
    assert.deepEqual([a, b], kept);
  });
}

test("straight: every point has its share of the way done and the rest before it", () => {
  for (const { a, b } of PAIRS) {
    const whole = norm(a.map((value, k) => value - b[k]));
    for (const t of STEPS) {
      const at = lerp(a, b, t);
      assert.ok(Math.abs(norm(at.map((value, k) => value - a[k])) - t * whole) < 1e-5);
      assert.ok(Math.abs(norm(at.map((value, k) => value - b[k])) - (1 - t) * whole) < 1e-5);
    }
  }
});

test("spherical: the angle from a grows evenly, and the length changes evenly", () => {
  for (const { a, b } of PAIRS) {
    const whole = angle(a, b);
    for (const t of STEPS) {
      const at = slerp(a, b, t);
      assert.ok(Math.abs(norm(at) - (norm(a) + t * (norm(b) - norm(a)))) < 1e-5);
      assert.ok(Math.abs(angle(a, at) - t * whole) < 1e-4);
      assert.ok(Math.abs(angle(at, b) - (1 - t) * whole) < 1e-4);
    }
  }
});

test("spherical: codes of one length keep it, where the straight line cuts inside", () => {
  const [a, b] = [Float32Array.of(3, 0, 0), Float32Array.of(0, 3, 0)];
  const half = 3 * Math.SQRT1_2;
  assertNear(slerp(a, b, 0.5), [half, half, 0]);
  assertNear(lerp(a, b, 0.5), [1.5, 1.5, 0]);
  assertNear(slerp(a, b, 1 / 3), [3 * Math.cos(Math.PI / 6), 1.5, 0]);
});

/** @type {Record<string, [number[], number[]]>} */
const NO_CIRCLE = {
  "a at the origin": [
    [0, 0, 0],
    [1, 2, 3],
  ],
  "b at the origin": [
    [1, 2, 3],
    [0, 0, 0],
  ],
  "both at the origin": [
    [0, 0, 0],
    [0, 0, 0],
  ],
  "the same code": [
    [1, 2, 3],
    [1, 2, 3],
  ],
  "the same direction": [
    [1, 2, 3],
    [3, 6, 9],
  ],
  "opposite directions": [
    [1, 2, 3],
    [-2, -4, -6],
  ],
  "one dimension": [[-2], [5]],
};

for (const [what, [from, to]] of Object.entries(NO_CIRCLE)) {
  test(`spherical: the straight line where there is no one great circle: ${what}`, () => {
    const [a, b] = [Float32Array.from(from), Float32Array.from(to)];
    for (const t of STEPS) {
      const wanted = from.map((value, k) => (1 - t) * value + t * to[k]);
      assertNear(slerp(a, b, t), wanted, 1e-5);
    }
  });
}

test("spherical: nearly parallel codes make no jump between the two formulas", () => {
  for (const turn of [1e-6, 5e-5, 9e-5, 1.1e-4, 1e-3, 5e-3]) {
    const a = Float32Array.of(2, 0);
    const b = Float32Array.of(2 * Math.cos(turn), 2 * Math.sin(turn));
    for (const t of STEPS) {
      assertNear(slerp(a, b, t), [2 * Math.cos(t * turn), 2 * Math.sin(t * turn)], 1e-6);
    }
  }
});
