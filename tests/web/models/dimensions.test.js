/** The latent dimensions: their order, their axes, and how far a key moves them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { uniforms } from "../../../app/web/maths/random.js";
import { dimensions, keyStep } from "../../../app/web/models/dimensions.js";
import { config } from "../tools/models.js";

const D = 4;

/** @param {Partial<import("../../../app/web/models/types").Metrics>} metrics */
const vae = (metrics) => dimensions(config("v", { latent_dim: D }, metrics));

/** @param {Partial<import("../../../app/web/models/types").Metrics>} metrics */
const ae = (metrics) => dimensions(config("a", { kind: "ae", latent_dim: D }, metrics));

/** An axis from `minimum` to `maximum`. @param {number} minimum @param {number} maximum */
const axis = (minimum, maximum) => ({ dim: 0, minimum, maximum, weight: 1, active: true });

test("a VAE's dimensions go by the nats that each carries", () => {
  const rows = vae({ kl_per_dim: [0.5, 3, 0.01, 2], mu_std: [9, 1, 8, 7] });
  assert.deepEqual(
    rows.map(({ dim, weight }) => [dim, weight]),
    [
      [1, 3],
      [3, 2],
      [0, 0.5],
      [2, 0.01],
    ],
  );
});

test("an autoencoder's go by the spread of its codes, and all are active", () => {
  const rows = ae({ mu_std: [2, 30, 0.001, 4] });
  assert.deepEqual(
    rows.map(({ dim }) => dim),
    [1, 3, 0, 2],
  );
  assert.ok(rows.every(({ active }) => active));
});

test("a dimension that carries less than 0.05 nats is inactive", () => {
  const rows = vae({ kl_per_dim: [2, 0.05, 0.0499, 0] });
  assert.deepEqual(
    rows.map(({ active }) => active),
    [true, true, false, false],
  );
});

test("a VAE's axes are even about 0, reach 4, and further where codes lie further", () => {
  const metrics = { mu_min: [-1, -4.2, -3, 0], mu_max: [2, 3, 7.12, 0], kl_per_dim: [4, 3, 2, 1] };
  const ends = vae(metrics).map(({ minimum, maximum }) => [minimum, maximum]);
  assert.deepEqual(ends, [
    [-4, 4],
    [-5, 5],
    [-8, 8],
    [-4, 4],
  ]);
});

test("an autoencoder's axes hold its codes, to whole numbers, and are never empty", () => {
  const metrics = { mu_min: [-3.5, 2, 0, -7], mu_max: [900.2, 5, 0, -7], mu_std: [4, 3, 2, 1] };
  const ends = ae(metrics).map(({ minimum, maximum }) => [minimum, maximum]);
  assert.deepEqual(ends, [
    [-4, 901],
    [2, 5],
    [0, 1],
    [-7, -6],
  ]);
});

test("whatever the metrics, each dimension comes once and its axis holds its codes", () => {
  const random = uniforms(3);
  for (let trial = 0; trial < 200; trial++) {
    const low = Array.from({ length: D }, () => 40 * random() - 30);
    const high = low.map((value) => value + 20 * random());
    const weights = low.map(() => Math.floor(3 * random()));
    const metrics = { mu_min: low, mu_max: high, mu_std: weights };
    for (const rows of [vae({ ...metrics, kl_per_dim: weights }), ae(metrics)]) {
      assert.deepEqual(rows.map(({ dim }) => dim).sort(), [0, 1, 2, 3]);
      for (const { dim, minimum, maximum } of rows) {
        assert.ok(minimum <= low[dim] && maximum >= high[dim] && minimum < maximum);
      }
      const order = rows.map(({ weight }) => weight);
      assert.deepEqual(
        order,
        order.toSorted((a, b) => b - a),
      );
    }
  }
});

test("a key moves 0.01 on the usual axes, and 1 on an axis of 1010", () => {
  for (const reach of [4, 5, 8, 10]) {
    assert.equal(keyStep(axis(-reach, reach), null), 0.01);
    assert.equal(keyStep(axis(-reach, reach), 1), 0.01);
  }
  assert.equal(keyStep(axis(-110, 900), null), 1);
  assert.equal(keyStep(axis(0, 1), null), 0.001);
});

test("a narrow posterior makes the step finer, a wide one never coarser", () => {
  assert.equal(keyStep(axis(-4, 4), 0.012), 0.001);
  assert.equal(keyStep(axis(-4, 4), 0.05), 0.01);
  assert.equal(keyStep(axis(-4, 4), 0.0049), 1e-4);
  assert.equal(keyStep(axis(-4, 4), 100), 0.01);
});

test("a step is a power of ten: a thousandth of the axis or so, or a fifth of σ at most", () => {
  const random = uniforms(9);
  for (let trial = 0; trial < 500; trial++) {
    const reach = 10 ** (4 * random() - 0.5);
    const sigma = random() < 0.3 ? null : 10 ** (4 * random() - 3.5);
    const step = keyStep(axis(-reach, reach), sigma);
    const power = Math.log10(step);
    assert.ok(Math.abs(power - Math.round(power)) < 1e-9, `${step}`);
    assert.ok(step <= (2 * reach) / 300, `${step} on ±${reach}`);
    if (sigma) assert.ok(step <= (sigma / 5) * (1 + 1e-8), `${step} for σ ${sigma}`);
    const coarser = 10 * step; // would be too coarse for one or the other
    assert.ok(coarser > (2 * reach) / 320 || (sigma && coarser > sigma / 5), `${step} is too fine`);
  }
});
