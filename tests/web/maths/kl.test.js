/** KL in closed form against numerical integration, and the estimate against the closed form. */

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  density,
  estimates,
  klTerms,
  logCounts,
  spreadOfDraws,
} from "../../../app/web/maths/kl.js";
import { klPerDim } from "../../../app/web/maths/objective.js";
import { gaussians } from "../../../app/web/maths/random.js";

const CASES = [
  [0, 1],
  [0, 0.1],
  [1.5, 0.3],
  [-2, 2.5],
  [0.01, 0.999],
  [3, 0.02],
];

/** Of f over the line, by the trapezoid rule, which is exact to rounding for a bell. @param {(x: number) => number} f @param {number} mu @param {number} sigma */
function integral(f, mu, sigma) {
  const steps = 4000;
  const width = (24 * sigma) / steps;
  let total = 0;
  for (let i = 0; i <= steps; i++) total += f(mu - 12 * sigma + i * width) * width;
  return total;
}

/** ln N(x; μ, σ²), written out. @param {number} x @param {number} mu @param {number} sigma */
const logNormal = (x, mu, sigma) =>
  -0.5 * Math.log(2 * Math.PI) - Math.log(sigma) - (x - mu) ** 2 / (2 * sigma * sigma);

/** @param {number} actual @param {number} expected @param {number} within */
const near = (actual, expected, within) =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not near ${expected}`);

for (const [mu, sigma] of CASES) {
  test(`the terms of N(${mu}, ${sigma}²) add up to the integral of q ln(q/p)`, () => {
    const kl = integral(
      (x) => Math.exp(logNormal(x, mu, sigma)) * (logNormal(x, mu, sigma) - logNormal(x, 0, 1)),
      mu,
      sigma,
    );
    const [ofMu, ofSigma, ofLog] = klTerms(mu, sigma);
    near(ofMu + ofSigma + ofLog, kl, 1e-9);
    near(klPerDim([mu], [2 * Math.log(sigma)])[0], kl, 1e-9);
  });

  test(`the density of N(${mu}, ${sigma}²) has the area 1 and the log of its formula`, () => {
    near(
      integral((x) => density(x, mu, sigma), mu, sigma),
      1,
      1e-9,
    );
    near(Math.log(density(mu + sigma, mu, sigma)), logNormal(mu + sigma, mu, sigma), 1e-12);
  });

  test(`draws of N(${mu}, ${sigma}²) spread as the integral says`, () => {
    const ratio = (/** @type {number} */ x) => logNormal(x, mu, sigma) - logNormal(x, 0, 1);
    const q = (/** @type {number} */ x) => Math.exp(logNormal(x, mu, sigma));
    const mean = integral((x) => q(x) * ratio(x), mu, sigma);
    const variance = integral((x) => q(x) * (ratio(x) - mean) ** 2, mu, sigma);
    near(spreadOfDraws([mu], [sigma]), Math.sqrt(variance), 1e-6);
  });
}

test("the third term is less than 0 where q is wide", () => {
  assert.ok(klTerms(0, 2)[2] < 0);
  assert.ok(klTerms(0, 0.1)[2] > 0);
});

test("the estimate comes near the closed form, as near as its error says", () => {
  const [mu, sigma] = [
    [1, -0.5],
    [0.5, 0.3],
  ];
  const kl = klPerDim(
    mu,
    sigma.map((s) => 2 * Math.log(s)),
  ).reduce((a, b) => a + b);
  let within = 0;
  for (let seed = 1; seed <= 100; seed++) {
    const found = estimates(mu, sigma, gaussians(seed, 4000), [1, 10, 2000], 2);
    assert.deepEqual(
      found.map(({ n }) => n),
      [1, 10, 2000],
    );
    assert.equal(found[0].error, Number.POSITIVE_INFINITY);
    near(found[2].error, spreadOfDraws(mu, sigma) / Math.sqrt(2000), 0.15 * found[2].error);
    if (Math.abs(found[2].mean - kl) <= 2 * found[2].error) within++;
  }
  assert.ok(within >= 89 && within < 100, `${within} of 100 within two standard errors`);
});

test("mean and error are those of the sample", () => {
  const [mu, sigma, epsilon] = [[0.5], [0.7], gaussians(3, 2 * 50)];
  const values = Array.from({ length: 50 }, (_, i) => {
    const z = mu[0] + sigma[0] * epsilon[2 * i];
    return logNormal(z, mu[0], sigma[0]) - logNormal(z, 0, 1);
  });
  const mean = values.reduce((a, b) => a + b) / 50;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 49;
  const [found] = estimates(mu, sigma, epsilon, [50], 2);
  near(found.mean, mean, 1e-12);
  near(found.error, Math.sqrt(variance / 50), 1e-12);
});

test("counts are whole, rise, and reach the last", () => {
  for (const last of [1, 2, 37, 10_000]) {
    const counts = logCounts(last);
    assert.equal(counts[0], 1);
    assert.equal(counts.at(-1), last);
    assert.ok(counts.every((n, i) => Number.isInteger(n) && (i === 0 || n > counts[i - 1])));
  }
  assert.ok(logCounts(10_000).length > 100);
});
