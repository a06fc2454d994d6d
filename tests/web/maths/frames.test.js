/** Codes in one frame, against matrices written out. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { ellipseIn, ordered, reachOf, turned, turnedBack } from "../../../app/web/maths/frames.js";
import { gaussians } from "../../../app/web/maths/random.js";

const [cos, sin] = [Math.cos(0.7), Math.sin(0.7)];
/** A turn of the first and third dimension, then a mirroring of the second. */
const FRAME = [
  [cos, 0, sin],
  [0, -1, 0],
  [-sin, 0, cos],
];

/** @param {ArrayLike<number>} actual @param {ArrayLike<number>} expected */
const near = (actual, expected, within = 1e-6) => {
  assert.equal(actual.length, expected.length);
  Array.from(actual).forEach((value, i) => {
    assert.ok(Math.abs(value - expected[i]) < within, `${value} is not near ${expected[i]}`);
  });
};

test("a code is multiplied by the frame's columns", () => {
  near(turned([1, 2, 3], FRAME, [0, 1]), [cos - 3 * sin, -2]);
  near(turned([1, 2, 3], FRAME, [2, 0]), [sin + 3 * cos, cos - 3 * sin]);
});

test("every step-th code is taken", () => {
  const codes = gaussians(1, 3 * 7);
  const all = turned(codes, FRAME, [0, 1]);
  near(
    turned(codes, FRAME, [0, 1], 3),
    [0, 3, 6].flatMap((i) => [all[2 * i], all[2 * i + 1]]),
  );
});

test("turned back and turned again, codes are where they were", () => {
  const aligned = gaussians(2, 3 * 5);
  const own = turnedBack(aligned, FRAME);
  const places = turned(own, FRAME, [0, 2]);
  const expected = Array.from({ length: 5 }, (_, i) => [aligned[3 * i], aligned[3 * i + 2]]);
  near(places, expected.flat(), 1e-5);
});

test("the ellipse has the spread of draws that are turned", () => {
  const sigma = [0.2, 1, 0.7];
  const n = 40_000;
  const draws = gaussians(3, 3 * n).map((value, i) => value * sigma[i % 3]);
  const { radii, angle } = ellipseIn(sigma, FRAME, [0, 2]);
  near(radii, [0.7, 0.2], 1e-9);
  const places = turned(draws, FRAME, [0, 2]);
  const along = (/** @type {number} */ turn) => {
    let total = 0;
    for (let i = 0; i < n; i++) {
      total += (places[2 * i] * Math.cos(turn) + places[2 * i + 1] * Math.sin(turn)) ** 2;
    }
    return Math.sqrt(total / n);
  };
  near([along(angle), along(angle + Math.PI / 2)], radii, 0.01);
});

test("what belongs to a dimension goes where the frame puts it, as codes do", () => {
  const order = [
    [0, -1, 0],
    [0, 0, 1],
    [-1, 0, 0],
  ];
  assert.deepEqual(ordered([1, 2, 3], order), [3, 1, 2]);
  near(turned([1, 2, 3], order, [0, 2]).map(Math.abs), [3, 2]);
  // A diagonal posterior stays along the axes, with each number's own width.
  const { radii, angle } = ellipseIn([0.1, 0.2, 0.3], order, [0, 2]);
  near(radii, [0.3, 0.2]);
  near([Math.sin(2 * angle)], [0]);
});

test("a round posterior is round in every frame", () => {
  near(ellipseIn([0.3, 0.3, 0.3], FRAME, [0, 1]).radii, [0.3, 0.3], 1e-9);
});

test("the reach leaves out the share that is farthest", () => {
  const places = Float32Array.from({ length: 100 }, (_, i) => (i % 2 ? -1 : 1) * (i + 1));
  assert.equal(reachOf(places, 1), 100);
  assert.equal(reachOf(places, 0.95), 95);
  assert.equal(reachOf(new Float32Array(0), 0.95), 0);
});
