/** The loss, against integrals and densities written out in float64. */

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  klPerDim,
  meanSquaredError,
  reconstructionNats,
  sum,
} from "../../../app/web/maths/objective.js";
import { gaussians, uniforms } from "../../../app/web/maths/random.js";

/** @param {number} got @param {number} wanted @param {number} relative */
function assertClose(got, wanted, relative) {
  const error = Math.abs(got - wanted);
  assert.ok(error <= relative * Math.max(1, Math.abs(wanted)), `${got}, not ${wanted}`);
}

/** ln N(x; mu, variance). @param {number} x @param {number} mu @param {number} variance */
const logNormal = (x, mu, variance) =>
  -((x - mu) ** 2) / (2 * variance) - Math.log(2 * Math.PI * variance) / 2;

/**
 * ∫ q ln(q / p), q = N(mu, e^logvar) and p = N(0, 1), by the trapezoid rule over ±12 σ.
 *
 * @param {number} mu
 * @param {number} logvar
 */
function integral(mu, logvar) {
  const variance = Math.exp(logvar);
  const steps = 4000;
  const width = (24 * Math.sqrt(variance)) / steps;
  let total = 0;
  for (let k = 0; k <= steps; k++) {
    const x = mu + (k - steps / 2) * width;
    const logQ = logNormal(x, mu, variance);
    const share = k === 0 || k === steps ? 0.5 : 1;
    total += share * width * Math.exp(logQ) * (logQ - logNormal(x, 0, 1));
  }
  return total;
}

const BERNOULLI = /** @type {const} */ ({ likelihood: "bernoulli", variance: 0.05 });
const GAUSSIAN = /** @type {const} */ ({ likelihood: "gaussian", variance: 0.03 });

test("KL of each dimension is the integral of q ln(q / p)", () => {
  for (const logvar of [-8.8, -3, -0.5, 0, 0.7, 2]) {
    for (const mu of [-3, -0.2, 0, 1.5]) {
      assertClose(klPerDim([mu], [logvar])[0], integral(mu, logvar), 1e-9);
    }
  }
});

test("KL is 0 at the prior, positive elsewhere, and keeps its digits close to it", () => {
  assert.deepEqual(klPerDim([0, 0], [0, 0]), [0, 0]);
  for (const near of [1e-2, 1e-4, -1e-4, 1e-7]) {
    const [kl] = klPerDim([0], [near]);
    const series = near ** 2 / 4 + near ** 3 / 12 + near ** 4 / 48;
    assert.ok(Math.abs(kl / series - 1) < 1e-5, `${kl} at ln σ² = ${near}`);
  }
  const logvars = gaussians(2, 100);
  assert.ok(klPerDim(gaussians(1, 100), logvars).every((kl) => kl > 0));
});

test("dimensions are independent of each other", () => {
  const [mu, logvar] = [gaussians(1, 10), gaussians(2, 10)];
  const alone = Array.from(mu, (m, k) => klPerDim([m], [logvar[k]])[0]);
  assert.deepEqual(klPerDim(mu, logvar), alone);
  assertClose(
    sum(alone),
    alone.reduceRight((total, kl) => total + kl, 0),
    1e-12,
  );
});

test("Bernoulli: −Σ x ln p + (1 − x) ln(1 − p), grey pixels too", () => {
  const random = uniforms(4);
  const x = Float32Array.from({ length: 784 }, () => Math.round(4 * random()) / 4);
  const logits = gaussians(5, 784).map((value) => 3 * value);
  let wanted = 0;
  x.forEach((value, i) => {
    const p = 1 / (1 + Math.exp(-logits[i]));
    wanted -= value * Math.log(p) + (1 - value) * Math.log(1 - p);
  });
  assertClose(reconstructionNats(logits, x, BERNOULLI), wanted, 1e-9);
});

test("Bernoulli at logits of thousands costs what the straight line says, and is finite", () => {
  assert.equal(reconstructionNats([5000, -5000], [0, 1], BERNOULLI), 10_000);
  assert.equal(reconstructionNats([5000, -5000], [1, 0], BERNOULLI), 0);
  assert.equal(reconstructionNats([1e30], [0.5], BERNOULLI), 5e29);
  assertClose(reconstructionNats([0], [0.3], BERNOULLI), Math.LN2, 1e-12);
});

test("Gaussian: −ln of the density of the variance of a pixel about x̂", () => {
  const random = uniforms(6);
  const x = Float32Array.from({ length: 784 }, () => random());
  const logits = gaussians(7, 784).map((value) => 4 * value);
  let wanted = 0;
  x.forEach((value, i) => {
    wanted -= logNormal(value, 1 / (1 + Math.exp(-logits[i])), GAUSSIAN.variance);
  });
  assertClose(reconstructionNats(logits, x, GAUSSIAN), wanted, 1e-9);
  assertClose(
    reconstructionNats([-1e4, 1e4], [0, 1], GAUSSIAN),
    -2 * logNormal(0, 0, GAUSSIAN.variance),
    1e-9,
  );
});

test("a mean squared error is that of the vectors' distance", () => {
  const [a, b] = [gaussians(8, 784), gaussians(9, 784)];
  const distance = Math.hypot(...a.map((value, i) => value - b[i]));
  assertClose(meanSquaredError(a, b), distance ** 2 / 784, 1e-6);
  assert.equal(meanSquaredError(a, a), 0);
  assert.equal(meanSquaredError([0, 0, 0, 0], [1, 0, 0, 0.5]), 1.25 / 4);
});
