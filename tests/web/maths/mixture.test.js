/** Draws from mixtures: by their moments, and number for number where they have one component. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { drawMixture, prior } from "../../../app/web/maths/mixture.js";
import { gaussians } from "../../../app/web/maths/random.js";

const N = 40_000;
const LAW = {
  weights: [0.2, 0.5, 0.3],
  means: [
    [-40, 3],
    [0, 0],
    [25, -8],
  ],
  factors: [
    [
      [2, 0],
      [1, 0.5],
    ],
    [
      [1, 0],
      [0, 1],
    ],
    [
      [0.1, 0],
      [-3, 2],
    ],
  ],
};

test("draws from N(0, I) are the seed's own numbers", () => {
  assert.deepEqual(drawMixture(prior(3), 5, 7), gaussians(7, 15));
});

test("a single Gaussian is m + F ε of the same ε", () => {
  const law = { weights: [1], means: [LAW.means[0]], factors: [LAW.factors[0]] };
  const epsilon = gaussians(11, 20);
  const wanted = Array.from({ length: 10 }, (_, p) => {
    const [a, b] = [epsilon[2 * p], epsilon[2 * p + 1]];
    return [-40 + 2 * a, 3 + a + 0.5 * b];
  }).flat();
  assert.deepEqual(drawMixture(law, 10, 11), Float32Array.from(wanted));
});

test("each component has its share, its mean and its covariance", () => {
  const z = drawMixture(LAW, N, 3);
  /** @type {Array<[number, number]>[]} */
  const groups = [[], [], []];
  for (let p = 0; p < N; p++) {
    const [x, y] = [z[2 * p], z[2 * p + 1]];
    groups[x < -20 ? 0 : x > 15 ? 2 : 1].push([x, y]);
  }
  for (const [k, points] of groups.entries()) {
    assert.ok(Math.abs(points.length / N - LAW.weights[k]) < 0.01);
    const mean = [0, 1].map((i) => points.reduce((sum, at) => sum + at[i], 0) / points.length);
    const [[a], [b, c]] = LAW.factors[k];
    const covariance = [
      [a * a, a * b],
      [a * b, b * b + c * c],
    ];
    for (const i of [0, 1]) {
      assert.ok(Math.abs(mean[i] - LAW.means[k][i]) < 0.1, `mean ${k} ${i}`);
      for (const j of [0, 1]) {
        const found =
          points.reduce((sum, at) => sum + (at[i] - mean[i]) * (at[j] - mean[j]), 0) /
          points.length;
        assert.ok(Math.abs(found - covariance[i][j]) < 0.3, `covariance ${k} ${i} ${j}`);
      }
    }
  }
});

test("weights that do not quite sum to 1 leave no draw without a component", () => {
  const z = drawMixture({ ...LAW, weights: [0.1999, 0.4999, 0.2999] }, 2000, 1);
  assert.ok(z.every(Number.isFinite));
  assert.deepEqual(z, drawMixture({ ...LAW, weights: [0.1999, 0.4999, 0.2999] }, 2000, 1));
});
