/** What the β ladder says, on ladders whose findings are known. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { en } from "../../../app/web/text/en.js";
import { fa } from "../../../app/web/text/fa.js";
import { answerOf, endOf } from "../../../app/web/views/rooms/betaAnswer.js";
import { figuresOf } from "../../../app/web/views/rooms/betaFigures.js";
import {
  best,
  drops,
  fate,
  inUse,
  isCapped,
  nearest,
  negElbo,
  price,
  pull,
} from "../../../app/web/views/rooms/betaFindings.js";
import { drawn } from "../../../app/web/views/rooms/betaNets.js";

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
  kl_per_dim: active === 2 ? [kl / 2, kl / 2] : [kl, 0.02],
  sigma: [0.1, 0.002],
  mu_std: [active > 0 ? 1 : 0.02, active > 1 ? 2 : 0.02],
  information: kl - aggregate,
  aggregate,
  frame: [
    [1, 0],
    [0, 1],
  ],
});

const CAP = Math.log(10_000);
const LADDER = [
  rung(0, 132, 70, 2, 62.5),
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
  assert.deepEqual(
    [0, 5, 6].map((i) => inUse(LADDER[i])),
    [2, 1, 0],
  );
  // Seen in its bar: a number of 0.02 nats is not in use, however its centre varies.
  const flat = { ...rung(1, 90, 2, 2, 0.1), kl_per_dim: [1.98, 0.02], mu_std: [1, 0.22] };
  assert.equal(inUse(flat), 1);
  assert.equal(figuresOf(flat, CAP).active, "1 / 2");
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
  assert.deepEqual(pull(LADDER, CAP), { says: "each", from: LADDER[0], against: null });
  const odd = LADDER.map((r) => (r.beta === 8 ? { ...r, aggregate: 0.9 } : r));
  assert.deepEqual(pull(odd, CAP), { says: "whole", from: odd[0], against: [odd[3], odd[4]] });
  const within = LADDER.map((r) => (r.beta === 8 ? { ...r, aggregate: 0.2 } : r));
  assert.equal(pull(within, CAP).says, "each"); // by less than it can be measured
  assert.equal(pull([...LADDER].reverse(), CAP).says, "no");
  // Mere bounds, however they lie, say nothing of it.
  const bounded = LADDER.map((r, i) => (i < 2 ? { ...r, information: 9.2, aggregate: i + 1 } : r));
  assert.deepEqual(pull(bounded, CAP), { says: "each", from: bounded[2], against: null });
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
  assert.equal(isCapped({ ...LADDER[0], information: CAP - 0.01 }, CAP), true);
  assert.equal(isCapped(LADDER[2], CAP), false);
});

test("a distance that is only bounded is said as a bound, in the table and in the sentence", () => {
  const bounded = [{ ...rung(0, 132, 71.37, 2, 62.16), information: 9.21 }, ...LADDER.slice(1)];
  assert.equal(figuresOf(bounded[0], CAP).away, "≤ 62.16");
  assert.equal(figuresOf(bounded[0], CAP).carries, "≥ 9.21");
  const told = answerOf(en, { cap: CAP, ladders: { 2: bounded } }).more[1];
  assert.match(told, /at most 62\.16 nats away at `β = 0`, 0\.45 at `β = 1`, 0\.00 at `β = 32`/);
  assert.match(told, /from `β = 0\.5` on, where it is no mere bound, nearer at each step/);
  const persian = answerOf(fa, { cap: CAP, ladders: { 2: bounded } }).more[1];
  assert.match(persian.replace(/[\u2066-\u2069]/g, ""), /دست بالا ۶۲٫۱۶ نات/);
});

test("the sentences follow the figures", () => {
  const figures = { cap: CAP, ladders: { 2: LADDER } };
  const told = answerOf(en, figures);
  assert.equal(told.truth, "off");
  assert.match(told.answer, /^At `β = 1`, 2 of 2 .*; 1 at `β = 24` and none at `β = 32`\./);
  assert.match(told.answer, /drift up to 2\.0 apart; at `β = 32` every posterior is the prior/);
  assert.match(told.why, /only indirectly/);
  const short = answerOf(en, { cap: CAP, ladders: { 2: LADDER.slice(0, 6) } });
  assert.doesNotMatch(short.answer + short.why, /drift|indirectly/);
  assert.match(told.more[0], /^`−ELBO` is least at `β = 1`: 141\.7 nats/);
  assert.match(told.more[1], /nearer at each step/);
  const moved = LADDER.map((r) => (r.beta === 0.5 ? rung(0.5, 130, 7, 2, 0.6) : r));
  const other = answerOf(en, { cap: CAP, ladders: { 2: moved, 10: LADDER } });
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

test("one draw a posterior: at a posterior that is the prior they spread as it does", () => {
  const n = 4000;
  const posteriors = {
    mu: new Float32Array(2 * n),
    sigma: new Float32Array(2 * n).fill(1),
    labels: new Uint8Array(n),
  };
  const z = drawn(posteriors, 5);
  const variance = z.reduce((total, value) => total + value ** 2, 0) / z.length;
  assert.ok(Math.abs(variance - 1) < 0.05);
  const narrow = drawn(
    { ...posteriors, mu: posteriors.mu.fill(3), sigma: posteriors.sigma.fill(0.01) },
    5,
  );
  assert.ok(narrow.every((value) => Math.abs(value - 3) < 0.06));
});
