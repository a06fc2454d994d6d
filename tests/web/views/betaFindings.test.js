/** What the β ladder says, on ladders whose findings are known. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { en } from "../../../app/web/text/en.js";
import { answerOf, endOf } from "../../../app/web/views/rooms/betaAnswer.js";
import {
  best,
  drops,
  fate,
  isCapped,
  nearest,
  negElbo,
  price,
  pull,
  used,
} from "../../../app/web/views/rooms/betaFindings.js";

/**
 * A rung; d = 2.
 *
 * @param {number} beta
 * @param {number} error
 * @param {number} kl
 * @param {number} active
 * @param {number} aggregate
 */
const rung = (beta, error, kl, active, aggregate) => ({
  id: `beta-${beta}`,
  beta,
  reconstruction_nats: error,
  kl_nats: kl,
  kl_per_dim: [kl / 2, kl / 2],
  active_units: active,
  sigma: [0.1, 0.002],
  mu_std: [active > 0 ? 1 : 0.02, active > 1 ? 2 : 0.02],
  information: kl - aggregate,
  aggregate,
  frame: [
    [1, 0],
    [0, 1],
  ],
});

const LADDER = [
  rung(0, 132, 70, 2, 61),
  rung(0.5, 135, 7.3, 2, 0.6),
  rung(1, 135.3, 6.4, 2, 0.45),
  rung(4, 140.7, 4.5, 2, 0.17),
  rung(8, 150.3, 3.2, 2, 0.12),
  rung(24, 198, 0.25, 1, 0.02),
  rung(32, 206, 0, 0, 0),
];

test("the nearest rung, the least −ELBO, and which numbers are used", () => {
  assert.equal(nearest(LADDER, 1), 2);
  assert.equal(nearest(LADDER, 100), 6);
  assert.equal(nearest(LADDER.slice(3), 1), 0);
  assert.equal(best(LADDER).beta, 1);
  assert.equal(negElbo(LADDER[3]), 145.2);
  assert.deepEqual(used(LADDER[5]), [true, false]);
});

test("numbers switch off where fewer are in use than on the rung before", () => {
  assert.deepEqual(
    drops(LADDER).map(({ beta }) => beta),
    [24, 32],
  );
  assert.equal(fate(LADDER), "off");
  assert.equal(fate(LADDER.slice(0, 6)), null); // one is left: none of the guesses
  const wider = { ...rung(4, 140, 4, 2, 0.2), mu_std: [3, 3] };
  assert.equal(fate([LADDER[2], wider]), "spread");
  assert.equal(fate([LADDER[5], { ...wider, beta: 30 }]), "more");
  assert.equal(fate([LADDER[2]]), null);
});

test("the pull to the prior is at each rung, on the whole, or not", () => {
  assert.deepEqual(pull(LADDER), { says: "each", against: null });
  const odd = LADDER.map((r) => (r.beta === 8 ? { ...r, aggregate: 0.9 } : r));
  assert.deepEqual(pull(odd), { says: "whole", against: [odd[3], odd[4]] });
  const within = LADDER.map((r) => (r.beta === 8 ? { ...r, aggregate: 0.2 } : r));
  assert.equal(pull(within).says, "each"); // by less than it can be measured
  assert.equal(pull([...LADDER].reverse()).says, "no");
});

test("a nat's price is told between two rungs with as many numbers in use", () => {
  const found = price(LADDER);
  assert.ok(found);
  assert.deepEqual([found.from.beta, found.to.beta], [4, 8]);
  assert.ok(Math.abs(found.each - 9.6 / 1.3) < 1e-9);
  assert.equal(found.isBetween, true);
  assert.equal(price([LADDER[2]]), null);
});

test("what is told near ln N counts as capped", () => {
  const cap = Math.log(10_000);
  assert.equal(isCapped({ ...LADDER[0], information: cap - 0.01 }, cap), true);
  assert.equal(isCapped(LADDER[2], cap), false);
});

test("the sentences follow the figures", () => {
  const figures = { cap: 9.21, ladders: { 2: LADDER } };
  const told = answerOf(en, figures);
  assert.equal(told.truth, "off");
  assert.match(told.answer, /^At `β = 1`, 2 of 2 .*; 1 at `β = 24` and none at `β = 32`\.$/);
  assert.match(told.more[0], /^`−ELBO` is least at `β = 1`: 141\.7 nats/);
  assert.match(told.more[1], /nearer at each step/);
  const moved = LADDER.map((r) => (r.beta === 0.5 ? rung(0.5, 130, 7, 2, 0.6) : r));
  const other = answerOf(en, { cap: 9.21, ladders: { 2: moved, 10: LADDER } });
  assert.match(other.more[0], /^`−ELBO` is not least at `β = 1`.*`β = 0\.5` has 137\.0/);
  assert.equal(other.more.length, 3);
});

test("the ends of the ladder have names", () => {
  assert.match(endOf(en, LADDER, 0), /autoencoder with noise.*0\.002.*70\.00 nats/);
  assert.match(endOf(en, LADDER, 6), /posterior is the prior: KL 0\.00/);
  assert.match(endOf(en, LADDER, 2), /least `−ELBO`/);
  assert.match(endOf(en, LADDER, 1), /0\.60 nats worse than at `β = 1`/);
  assert.match(endOf(en, LADDER, 5), /1 of 2 numbers/);
});
