/** The worker's work, with a clock, a shelf and a post of the test's own. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { PIXELS, SIDE } from "../../../../app/web/maths/pictures.js";
import { uniforms } from "../../../../app/web/maths/random.js";
import { Training } from "../../../../app/web/models/training/training.js";
import { TrainingWork } from "../../../../app/web/models/training/work.js";

/** @import { Opened, Snapshot } from "../../../../app/web/models/training/work.js" */

/** @param {number} n @param {number} seed */
function bytes(n, seed) {
  const uniform = uniforms(seed);
  return Uint8Array.from({ length: n * PIXELS }, () => 256 * uniform());
}

/** @param {Partial<Opened>} changes @returns {Opened} */
const opened = (changes = {}) => ({
  key: "one",
  run: { shape: { latent_dim: 2, hidden: [8], activation: "silu" }, batch: 4, seed: 1 },
  dials: { beta: 1, noise: true, rate: 1e-3 },
  learnt: bytes(8, 1),
  held: bytes(9, 2),
  shown: bytes(9, 2).slice(0, 8 * PIXELS),
  ...changes,
});

/** Each look at the clock takes a millisecond; what is put off is done by `turn`. */
function makeWork(kept = /** @type {any} */ (undefined)) {
  let time = 0;
  /** @type {Snapshot[]} */
  const posted = [];
  /** @type {Array<() => void>} */
  const put = [];
  const shelf = { kept, puts: 0 };
  const work = new TrainingWork({
    post: (snapshot) => posted.push(structuredClone(snapshot)),
    shelf: {
      take: async () => shelf.kept,
      put: async (next) => {
        shelf.kept = structuredClone(next);
        shelf.puts += 1;
      },
    },
    now: () => ++time,
    later: (act) => put.push(act),
  });
  const turn = (times = 1) => {
    for (let i = 0; i < times; i++) put.shift()?.();
  };
  return { work, posted, shelf, put, turn, wait: (/** @type {number} */ ms) => (time += ms) };
}

test("what is opened is shown at rest, and one step is one step", async () => {
  const { work, posted, put } = makeWork();
  await work.hear({ open: opened(), isFresh: false });
  assert.deepEqual([posted.length, posted[0].step, put.length], [1, 0, 0]);
  const { codes, lattice, rebuilt } = posted[0];
  assert.deepEqual(
    [codes.length, lattice.length, rebuilt.length],
    [2 * 9, 4 * 121 * PIXELS, 4 * 16 * PIXELS],
  );
  await work.hear({ once: true });
  assert.deepEqual([posted[1].step, posted[1].points.length, put.length], [1, 1, 0]);
});

test("it trains at full pace until it is stopped, and is kept then", async () => {
  const { work, posted, shelf, put, turn } = makeWork();
  await work.hear({ open: opened(), isFresh: false });
  await work.hear({ pace: "full" });
  turn(10);
  await work.hear({ pace: "stopped" });
  const { step, rate } = posted[posted.length - 1];
  assert.ok(step > 20 && rate > 0, `${step} ${rate}`);
  assert.deepEqual([shelf.puts, shelf.kept.step], [1, step]);
  turn(2);
  assert.deepEqual([posted[posted.length - 1].step, put.length], [step, 0]);
});

test("it is kept at most every ten seconds", async () => {
  const { work, shelf, turn, wait } = makeWork();
  await work.hear({ open: opened(), isFresh: false });
  await work.hear({ pace: "full" });
  turn(5);
  assert.equal(shelf.puts, 0);
  wait(10_000);
  turn(5);
  assert.equal(shelf.puts, 1);
});

test("a run that was kept is gone on with; another, or one begun anew, is not", async () => {
  const first = makeWork();
  await first.work.hear({ open: opened(), isFresh: false });
  for (let i = 0; i < 3; i++) await first.work.hear({ once: true });
  first.work.keep();
  const { kept } = first.shelf;
  for (const [changes, isFresh, step, points] of /** @type {const} */ ([
    [{}, false, 3, 3],
    [{}, true, 0, 0],
    [{ key: "another" }, false, 0, 0],
  ])) {
    const { work, posted, shelf } = makeWork(kept);
    await work.hear({ open: opened(changes), isFresh });
    assert.equal(shelf.kept.step, isFresh ? 0 : 3); // what is begun anew is not gone back to
    assert.deepEqual([posted[0].step, posted[0].points.length], [step, points]);
  }
});

test("β acts at the next step", async () => {
  const [one, other] = [makeWork(), makeWork()];
  for (const { work } of [one, other]) {
    await work.hear({ open: opened(), isFresh: false });
    await work.hear({ once: true });
  }
  await other.work.hear({ dials: { beta: 30, noise: true, rate: 1e-3 } });
  for (const { work } of [one, other]) {
    await work.hear({ once: true });
    await work.hear({ once: true });
  }
  assert.deepEqual(one.posted[1].last, other.posted[1].last);
  assert.ok(Number(one.posted[3].last?.kl) > Number(other.posted[3].last?.kl));
});

test("a loss that is not finite ends the training, says so, and is not kept", async () => {
  const { work, posted, shelf, put, turn } = makeWork();
  await work.hear({
    open: opened({ dials: { beta: 1, noise: true, rate: 1e30 } }),
    isFresh: false,
  });
  await work.hear({ pace: "full" });
  turn(20);
  assert.equal(posted[posted.length - 1].isSound, false);
  assert.deepEqual([put.length, shelf.puts], [0, 0]);
});

test("in slow motion every step is seen", async () => {
  const { work, posted, turn } = makeWork();
  await work.hear({ open: opened(), isFresh: false });
  await work.hear({ pace: "slow" });
  turn(2);
  assert.deepEqual(
    posted.map(({ step }) => step),
    [0, 1, 2, 3],
  );
});

test("slow motion shows the batch of its step on its way, and how long each gradient is", async () => {
  const { work, posted } = makeWork();
  const given = opened();
  await work.hear({ open: given, isFresh: false });
  const { trainer } = work;
  assert.ok(trainer);
  const [chosen, epsilon] = [trainer.chosen(), trainer.epsilon()];
  await work.hear({ once: true });
  const { batch } = posted[1];
  assert.equal(posted[0].batch, null);
  assert.ok(batch);
  const { n, x, mu, sigma, z, slopes } = batch;
  assert.equal(n, 4);
  // Two pictures a row: the third begins the second row.
  const at = 4 * (2 * SIDE * SIDE + 5 * 2 * SIDE + 9);
  assert.equal(x[at], given.learnt[chosen[2] * PIXELS + 5 * SIDE + 9]);
  z.forEach((value, i) => {
    assert.ok(Math.abs(value - mu[i] - sigma[i] * epsilon[i]) < 1e-5);
  });
  const squares = Object.entries({ ...trainer.vae.tensors("encoder", true) })
    .filter(([name]) => name === "layers.0.weight")
    .flatMap(([, { values }]) => [...values.map((value) => value ** 2)]);
  const length = Math.sqrt(squares.reduce((sum, value) => sum + value, 0));
  assert.ok(Math.abs(slopes.encoder[0] - length) < 1e-4 * length && length > 0);
  assert.deepEqual([slopes.encoder.length, slopes.decoder.length], [2, 2]);
});

test("the page rests while nobody sees it, and hears nothing of a run that is gone", () => {
  /** @type {any[]} */
  const orders = [];
  const worker = /** @type {any} */ ({
    postMessage: (/** @type {any} */ order) => orders.push(order),
  });
  const training = new Training(() => worker);
  training.open(opened());
  training.setPace("full");
  training.see(false);
  training.see(true);
  assert.deepEqual(orders.slice(1), [{ pace: "full" }, { pace: "stopped" }, { pace: "full" }]);
  worker.onmessage({ data: { key: "gone", isSound: true } });
  assert.equal(training.snapshot, null);
  worker.onmessage({ data: { key: "one", isSound: false } });
  assert.deepEqual([training.snapshot !== null, training.pace], [true, "stopped"]);
});

test("where there are no workers the page is told", () => {
  const training = new Training(() => {
    throw new Error("none");
  });
  training.open(opened());
  assert.equal(training.hasFailed, true);
});
