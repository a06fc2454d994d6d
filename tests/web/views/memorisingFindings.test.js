/** What few training pictures say, on nets whose findings are known. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { en } from "../../../app/web/text/en.js";
import { answerOf, sayOf } from "../../../app/web/views/rooms/memorisingAnswer.js";
import {
  bestStep,
  pairOf,
  sizes,
  spoilt,
  verdict,
} from "../../../app/web/views/rooms/memorisingFindings.js";

/** @typedef {import("../../../app/web/views/rooms/memorisingFindings.js").Net} Net */

/** @param {number} n @param {number} beta @param {number} gap @param {Partial<Net>} other @returns {Net} */
const net = (n, beta, gap, other = {}) => ({
  id: `${n}-${beta}`,
  n,
  beta,
  train: { reconstruction_nats: 80, kl_nats: beta ? 9 : 800 },
  test: { reconstruction_nats: 80 + gap, kl_nats: 7 },
  gap,
  curves: { train: [140, 100, 80], test: [190, 180, 80 + gap] },
  best_test: 180,
  copying_z: -20,
  distance: 4,
  held_out_distance: 7,
  nearer_to_seen: 0.9,
  samples: [],
  ...other,
});

/** Of the training; an epoch means nothing where a hundred pictures are seen 15,000 times. */
const PROTOCOL = { steps: 5850, n_samples: 1000 };
const NETS = [net(300, 0, 150), net(100, 0, 230), net(100, 1, 195), net(1000, 1, 20)];

test("sizes are those with both nets", () => {
  assert.deepEqual(sizes(NETS), [100]);
  assert.equal(pairOf(NETS, 300), null);
  assert.deepEqual(pairOf(NETS, 100), { free: NETS[1], paid: NETS[2] });
});

test("how far the last epoch is past the best", () => {
  assert.equal(bestStep(NETS[1], 5850), 3900); // the second of three places
  assert.equal(spoilt(NETS[1]), 310 - 180);
});

test("the verdict compares the gaps, and a net that copies memorises", () => {
  const of = (/** @type {number} */ paid, nearer = 0.5) =>
    verdict(
      { free: net(100, 0, 200), paid: net(100, 1, paid, { nearer_to_seen: nearer }) },
      PROTOCOL.n_samples,
    );
  assert.equal(of(10), "yes");
  assert.equal(of(10, 0.6), "less");
  assert.equal(of(100), "less");
  assert.equal(of(190), "no");
  assert.equal(of(210), "no");
  assert.equal(of(230, 0.9), null);
  // One measure says less and the other more: neither may be the headline alone.
  assert.equal(of(100, 0.99), "depends");
  assert.equal(of(230, 0.5), "depends");
  assert.equal(of(100, 0.905), "less"); // by no more than chance
});

test("the sentences follow the figures", () => {
  const told = answerOf(en, NETS, PROTOCOL);
  assert.equal(told.truth, "less");
  assert.match(told.answer, /195\.0 nats with the KL, against 230\.0/);
  assert.match(told.more[0], /130\.0 nats worse at the end; with it .* 95\.0 nats worse/);
  assert.match(told.more[1], /^Both copy: 90%/);
  assert.match(told.why, /takes `ln 100 = 4\.6` nats.*9\.0 \(800\.0 without it\): enough/);

  const poor = net(100, 1, 195, {
    train: { reconstruction_nats: 80, kl_nats: 3 },
    nearer_to_seen: 0.5,
  });
  const other = answerOf(en, [NETS[1], poor], PROTOCOL);
  assert.match(other.why, /too little to name each one/);
  assert.match(
    sayOf(en, { free: NETS[1], paid: poor }, PROTOCOL),
    /Only the net without the KL copies/,
  );
});

test("measures that disagree are both in the headline, with their numbers", () => {
  const copier = net(100, 1, 195, { nearer_to_seen: 0.99 });
  const told = answerOf(en, [NETS[1], copier], PROTOCOL);
  assert.equal(told.truth, "depends");
  assert.match(
    told.answer,
    /disagree: .* 195\.0 nats instead of 230\.0, but 99% .* instead of 90%/,
  );
  assert.match(told.more[0], /after 3900 steps/);
  assert.doesNotMatch([told.answer, ...told.more].join(), /epoch/);
});

test("without nets of a hundred pictures nothing is said of them", () => {
  const told = answerOf(en, [net(300, 0, 150), net(300, 1, 100)], PROTOCOL);
  assert.equal(told.truth, null);
  assert.match(told.answer, /150\.0 and 100\.0 on 300 pictures/);
});
