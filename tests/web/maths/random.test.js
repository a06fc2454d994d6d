/** The seeded generators, against their definitions in whole numbers and the laws they claim. */

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  drawPosterior,
  gaussians,
  nextSeed,
  uniforms,
  wholeNumber,
} from "../../../app/web/maths/random.js";

const WORD = 2n ** 32n;

/**
 * mulberry32 as its author wrote it in C, on whole numbers modulo 2³².
 *
 * @param {number} seed
 * @param {number} n
 */
function mulberry32(seed, n) {
  let x = BigInt(seed) % WORD;
  return Array.from({ length: n }, () => {
    x = (x + 0x6d2b79f5n) % WORD;
    let z = ((x ^ (x >> 15n)) * (x | 1n)) % WORD;
    z ^= (z + (((z ^ (z >> 7n)) * (z | 61n)) % WORD)) % WORD;
    return Number(z ^ (z >> 14n)) / 2 ** 32;
  });
}

/** @param {() => number} next @param {number} n */
const take = (next, n) => Array.from({ length: n }, next);

/**
 * The greatest distance of a sample's distribution from a law (Kolmogorov and Smirnov).
 *
 * @param {number[]} sample
 * @param {(x: number) => number} law
 */
function distance(sample, law) {
  const sorted = sample.toSorted((a, b) => a - b);
  const gaps = sorted.map((x, i) => {
    const p = law(x);
    return Math.max(p - i / sorted.length, (i + 1) / sorted.length - p);
  });
  return Math.max(...gaps);
}

/** The normal law's distribution function, summed up from density × step. @param {number} x */
function normalLaw(x) {
  const steps = 200;
  const width = x / steps;
  let total = 0.5;
  for (let k = 0; k < steps; k++) {
    const middle = (k + 0.5) * width;
    total += (width * Math.exp((-middle * middle) / 2)) / Math.sqrt(2 * Math.PI);
  }
  return total;
}

/** @param {ArrayLike<number>} sample @param {number} power */
const moment = (sample, power) =>
  Array.from(sample).reduce((total, x) => total + x ** power, 0) / sample.length;

test("uniforms are mulberry32's, for any 32 bits of seed", () => {
  for (const seed of [0, 1, 61, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 123456789]) {
    assert.deepEqual(take(uniforms(seed), 50), mulberry32(seed, 50), `seed ${seed}`);
  }
});

test("uniforms spread evenly over [0, 1)", () => {
  const n = 20_000;
  for (const seed of [1, 2, 3]) {
    const sample = take(uniforms(seed), n);
    assert.ok(sample.every((u) => u >= 0 && u < 1));
    assert.ok(distance(sample, (u) => u) < 1.95 / Math.sqrt(n)); // 1 in 1,000 by chance
    const pairs = sample.slice(1).reduce((total, u, i) => total + u * sample[i], 0) / n;
    assert.ok(Math.abs(pairs - 1 / 4) < 0.01, `neighbours go together: ${pairs}`);
  }
});

test("gaussians have the normal law and its moments", () => {
  const n = 20_000;
  for (const seed of [1, 2, 3]) {
    const sample = Array.from(gaussians(seed, n));
    assert.ok(distance(sample, normalLaw) < 1.95 / Math.sqrt(n));
    // Within 4 standard errors: 1, √2, √15 and √96 over √n.
    for (const [power, wanted, spread] of [
      [1, 0, 1],
      [2, 1, Math.SQRT2],
      [3, 0, Math.sqrt(15)],
      [4, 3, Math.sqrt(96)],
    ]) {
      const error = Math.abs(moment(sample, power) - wanted);
      assert.ok(error < (4 * spread) / Math.sqrt(n), `moment ${power} is off by ${error}`);
    }
  }
});

test("a uniform of 0 makes no infinite gaussian", () => {
  // Seed −0x6d2b79f5 puts the state at 0, whose output is 0.
  const seed = 2 ** 32 - 0x6d2b79f5;
  assert.equal(uniforms(seed)(), 0);
  assert.ok(gaussians(seed, 4).every(Number.isFinite));
});

test("a seed gives the same numbers again, whatever their count; another seed gives others", () => {
  const long = gaussians(7, 100);
  assert.deepEqual(gaussians(7, 100), long);
  for (const n of [0, 1, 2, 33]) assert.deepEqual(gaussians(7, n), long.slice(0, n));
  const shared = gaussians(8, 100).filter((value) => long.includes(value));
  assert.equal(shared.length, 0);
});

test("whole numbers fill 0 to n − 1 evenly along the seeds that the page goes through", () => {
  const [n, draws] = [10, 20_000];
  const counts = Array(n).fill(0);
  for (let i = 0, seed = 1; i < draws; i++, seed = nextSeed(seed)) counts[wholeNumber(seed, n)]++;
  assert.equal(counts.length, n, "a number beyond n − 1");
  const expected = draws / n;
  const square = counts.reduce((total, count) => total + (count - expected) ** 2 / expected, 0);
  assert.ok(square < 27.9, `χ² of 9 degrees is ${square}`); // 1 in 1,000 by chance
  assert.equal(wholeNumber(3, 1), 0);
});

test("seeds follow each other by a step of full period", () => {
  const add = BigInt(nextSeed(0));
  const multiply = (BigInt(nextSeed(1)) - add + WORD) % WORD;
  for (const seed of [2, 3, 2 ** 31, 2 ** 32 - 1]) {
    assert.equal(BigInt(nextSeed(seed)), (BigInt(seed) * multiply + add) % WORD);
  }
  // Hull and Dobell: modulo 2³² the period is full for an odd sum and a factor of 1 modulo 4.
  assert.deepEqual([add % 2n, multiply % 4n], [1n, 1n]);
  const seen = new Set();
  for (let i = 0, seed = 1; i < 100_000; i++, seed = nextSeed(seed)) seen.add(seed);
  assert.equal(seen.size, 100_000);
});

test("draws from a posterior have its mean and spread in each dimension", () => {
  const n = 20_000;
  const mu = Float32Array.of(-2, 0, 5);
  const sigma = [0.012, 1, 3];
  const logvar = Float32Array.from(sigma, (s) => 2 * Math.log(s));
  const z = drawPosterior(mu, logvar, gaussians(4, 3 * n), n);
  sigma.forEach((s, k) => {
    const own = z.filter((_, i) => i % 3 === k);
    const mean = moment(own, 1);
    const spread = Math.sqrt(moment(own, 2) - mean ** 2);
    assert.ok(Math.abs(mean - mu[k]) < (4 * s) / Math.sqrt(n), `mean ${k}: ${mean}`);
    assert.ok(Math.abs(spread / s - 1) < 4 / Math.sqrt(2 * n), `spread ${k}: ${spread}`);
  });
});

test("a draw is μ + σ ε of the ε that is given", () => {
  const epsilon = Float32Array.of(0, 1, -2, 0.5);
  const z = drawPosterior(Float32Array.of(1, 10), Float32Array.of(0, Math.log(4)), epsilon, 2);
  [1, 12, -1, 11].forEach((value, i) => {
    assert.ok(Math.abs(z[i] - value) < 1e-5);
  });
});

test("every draw from an autoencoder is its code", () => {
  const z = drawPosterior(Float32Array.of(1, -2), null, gaussians(1, 6), 3);
  assert.deepEqual([...z], [1, -2, 1, -2, 1, -2]);
});
