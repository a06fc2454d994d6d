/** Training where PyTorch has no say: the kernel's edges, what is kept, and what cannot go on. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { fromBytes, PIXELS } from "../../../../app/web/maths/pictures.js";
import { uniforms } from "../../../../app/web/maths/random.js";
import { floats, parse } from "../../../../app/web/models/safetensors.js";
import { plainArithmetic, simdArithmetic } from "../../../../app/web/models/training/arithmetic.js";
import { filesOf } from "../../../../app/web/models/training/files.js";
import { Trainer } from "../../../../app/web/models/training/trainer.js";

/** @type {import("../../../../app/web/models/training/trainer.js").Run} */
const RUN = { shape: { latent_dim: 2, hidden: [20], activation: "silu" }, batch: 4, seed: 3 };
const DIALS = { beta: 1, noise: true, rate: 1e-3 };

/** n pictures (n, 784) of random bytes. @param {number} n */
function pictures(n) {
  const uniform = uniforms(n);
  return Uint8Array.from({ length: n * PIXELS }, () => 256 * uniform());
}

for (const [name, make] of /** @type {const} */ ([
  ["SIMD", simdArithmetic],
  ["plain", plainArithmetic],
])) {
  test(`${name}: the Bernoulli term of any logits is that of float64`, () => {
    const arithmetic = make(3 * PIXELS, 8);
    assert.ok(arithmetic);
    const uniform = uniforms(5);
    for (const size of [0, 1e-3, 1, 10, 60, 500]) {
      const l = Float32Array.from({ length: PIXELS }, () => size * (2 * uniform() - 1));
      const x = Float32Array.from({ length: PIXELS }, uniform);
      arithmetic.floats.set(l);
      arithmetic.floats.set(x, PIXELS);
      const nats = arithmetic.bernoulli(0, PIXELS, 2 * PIXELS, 0.5);
      const exact = l.reduce((total, value, i) => {
        const [big, small] = [Math.max(value, 0), Math.log1p(Math.exp(-Math.abs(value)))];
        return total + big - value * x[i] + small;
      }, 0);
      assert.ok(Math.abs(nats - exact) <= 1e-6 * exact, `${size}: ${nats} is not ${exact}`);
      l.forEach((value, i) => {
        const gradient = 0.5 * (1 / (1 + Math.exp(-value)) - x[i]);
        assert.ok(Math.abs(arithmetic.floats[2 * PIXELS + i] - gradient) < 2e-7, `${value}`);
      });
    }
  });
}

test("without SIMD in the browser training goes on in plain JavaScript", (t) => {
  t.mock.method(WebAssembly, "validate", () => false);
  assert.equal(new Trainer(RUN, pictures(4)).vae.arithmetic.isFast, false);
});

test("a run that was kept goes on as if it had never stopped, to the last bit", () => {
  const whole = new Trainer(RUN, pictures(10));
  for (let step = 0; step < 5; step++) whole.take(DIALS);
  const kept = structuredClone(whole.keep());
  const other = new Trainer(RUN, pictures(10));
  other.resume(kept);
  for (let step = 0; step < 5; step++) {
    assert.deepEqual(other.take(DIALS), whole.take(DIALS));
  }
  assert.deepEqual(other.keep(), whole.keep());
  const wider = { ...RUN, shape: { ...RUN.shape, hidden: [30] } };
  assert.throws(() => new Trainer(wider, pictures(10)).resume(kept), RangeError);
});

test("a step whose loss is not finite teaches nothing, and says so", () => {
  const trainer = new Trainer(RUN, pictures(4));
  trainer.take(DIALS);
  trainer.take({ ...DIALS, rate: 1e30 });
  const before = trainer.keep();
  assert.equal(trainer.take(DIALS).isSound, false);
  assert.deepEqual(trainer.keep(), before);
});

test("another seed begins with other weights and another order, the same with the same", () => {
  const [one, same, other] = [3, 3, 4].map((seed) => new Trainer({ ...RUN, seed }, pictures(10)));
  assert.deepEqual(same.keep(), one.keep());
  assert.notDeepEqual(other.keep(), one.keep());
  assert.notDeepEqual(other.epsilon(), one.epsilon());
});

test("fewer pictures than a batch are a batch", () => {
  const trainer = new Trainer({ ...RUN, batch: 64 }, pictures(3));
  assert.equal(trainer.batch, 3);
  assert.deepEqual([...trainer.chosen()].sort(), [0, 1, 2]);
});

test("measuring changes nothing, and gives the same twice", () => {
  const trainer = new Trainer(RUN, pictures(10));
  trainer.take(DIALS);
  const before = trainer.keep();
  const held = fromBytes(pictures(7));
  assert.deepEqual(trainer.measure(held, DIALS), trainer.measure(held, DIALS));
  const still = { ...DIALS, noise: false };
  assert.notDeepEqual(trainer.measure(held, DIALS), trainer.measure(held, still));
  assert.equal(trainer.measure(held, { ...still, beta: 0 }).kl, 0); // an autoencoder has none
  assert.deepEqual(trainer.keep(), before);
});

test("a saved net is read by this page as it was", () => {
  const { vae } = new Trainer(RUN, pictures(4));
  const files = filesOf(vae, { dataset: "mnist", beta: 2, noise: true });
  for (const half of /** @type {const} */ (["encoder", "decoder"])) {
    const read = parse(files[`${half}.safetensors`].buffer);
    for (const [name, { shape, values }] of Object.entries(vae.tensors(half))) {
      assert.deepEqual(read[name].shape, shape);
      assert.deepEqual(floats(read[name]), values);
    }
  }
  const { model } = JSON.parse(new TextDecoder().decode(files["config.json"]));
  assert.deepEqual([model.dataset, model.beta, model.hidden], ["mnist", 2, [20]]);
});
