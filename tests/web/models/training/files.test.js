/** A trained net as files: kept in an archive, read again, and measured. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";

import { fromBytes, PIXELS } from "../../../../app/web/maths/pictures.js";
import { uniforms } from "../../../../app/web/maths/random.js";
import { floats, parse } from "../../../../app/web/models/safetensors.js";
import { archiveOf, crcOf, filesIn } from "../../../../app/web/models/training/archive.js";
import { filesOf } from "../../../../app/web/models/training/files.js";
import { axesOf, configIn, measured } from "../../../../app/web/models/training/measured.js";
import { Trainer } from "../../../../app/web/models/training/trainer.js";

const N = 12;
const ABOUT = { dataset: "mnist", beta: 1, noise: true };

/** A net that has taken some steps, and its pictures (N, 784). */
function trained() {
  const uniform = uniforms(2);
  const pictures = Uint8Array.from({ length: N * PIXELS }, () => 256 * uniform());
  const shape = { latent_dim: 2, hidden: [20], activation: /** @type {const} */ ("silu") };
  const trainer = new Trainer({ shape, batch: 4, seed: 1 }, pictures);
  for (let i = 0; i < 5; i++) trainer.take({ beta: 1, noise: true, rate: 1e-2 });
  return { trainer, pictures, labels: Uint8Array.from({ length: N }, (_, i) => i % 10) };
}

test("an archive gives back what was put into it, without its folders", async () => {
  const files = { "a/one.txt": Uint8Array.of(1, 2, 3), "a/ب.bin": new Uint8Array(1000).fill(7) };
  const read = await filesIn(await archiveOf(files).arrayBuffer());
  assert.deepEqual(read, { "one.txt": files["a/one.txt"], "ب.bin": files["a/ب.bin"] });
  assert.equal(crcOf(new TextEncoder().encode("123456789")), 0xcbf43926); // the published check
});

test("a deflated archive of another program is read too", async () => {
  const plain = new TextEncoder().encode("the same words, the same words, the same words");
  const bytes = new Uint8Array(await archiveOf({ x: plain }).arrayBuffer());
  const packed = deflateRawSync(plain);
  const head = bytes.slice(0, 31);
  const tail = bytes.slice(31 + plain.length);
  const view = new DataView(tail.buffer);
  view.setUint16(10, 8, true); // deflated
  view.setUint32(20, packed.length, true);
  view.setUint32(tail.length - 6, 31 + packed.length, true);
  const { x } = await filesIn(await new Blob([head, packed, tail]).arrayBuffer());
  assert.deepEqual(x, plain);
});

test("what is no archive is told of", async () => {
  for (const bytes of [new Uint8Array(0), new Uint8Array(500).fill(80)]) {
    await assert.rejects(filesIn(bytes.buffer), { code: "notArchive" });
  }
});

test("a net is measured as training measured it, and its codes are its own", () => {
  const { trainer, pictures, labels } = trained();
  const { config, codes } = measured(filesOf(trainer.vae, ABOUT), pictures, labels);
  const x = fromBytes(pictures);
  const { kl } = trainer.measure(x, { ...ABOUT, rate: 1 });
  const { kl_per_dim: each, reconstruction_nats: nats } = config.metrics;
  assert.ok(Math.abs((each ?? []).reduce((a, b) => a + b, 0) - kl) < 1e-4 * kl);
  assert.ok(Math.abs((nats ?? 0) - trainer.measure(x, { ...ABOUT, rate: 1 }).reconstruction) < 5);
  const file = parse(codes.buffer);
  trainer.vae.encode(x, N);
  floats(file.mu).forEach((value, i) => {
    assert.ok(Math.abs(value - trainer.vae.mu(i >> 1, i & 1)) < 1e-4);
  });
  assert.deepEqual([...file.labels.raw], [...labels]);
  assert.equal(config.metrics.mu_max.length, 2);
});

test("without KL and noise the files are an autoencoder's, whose code is μ", () => {
  const { trainer, pictures, labels } = trained();
  const files = filesOf(trainer.vae, { dataset: "mnist", beta: 0, noise: false });
  const { config } = measured(files, pictures, labels);
  assert.deepEqual([config.kind, config.metrics.kl_per_dim], ["ae", null]);
  const [whole, cut] = [filesOf(trainer.vae, ABOUT), files].map(
    (found) => parse(found["encoder.safetensors"].buffer)["layers.1.weight"],
  );
  assert.deepEqual(cut.shape, [2, 20]);
  assert.deepEqual(floats(cut), floats(whole).slice(0, 40));
});

test("files that are no net of this kind are refused", () => {
  const { trainer, pictures, labels } = trained();
  const files = filesOf(trainer.vae, ABOUT);
  const { "decoder.safetensors": _, ...half } = files;
  const other = { ...files, "config.json": new TextEncoder().encode('{"model": {"kind": "gan"}}') };
  const turned = { ...files, "encoder.safetensors": files["decoder.safetensors"] };
  for (const wrong of [half, other, turned]) {
    assert.throws(() => measured(wrong, pictures, labels), { code: "notModel" });
  }
});

test("the axes of codes are where they vary most", () => {
  const mu = Float32Array.from([0, 0, 3, 4, 6, 8, 9, 12, 0.4, -0.3, -0.4, 0.3]);
  const { components, variance } = axesOf(mu);
  assert.ok(Math.abs(components[0] / components[1] - 3 / 4) < 0.02);
  assert.ok(components[1] > 0 && variance[0] > 100 * variance[1]);
});

test("a net of another size is told from what is no net, and its size is said", () => {
  const bytes = (/** @type {object} */ model) =>
    new TextEncoder().encode(JSON.stringify({ model }));
  const good = {
    ...{ dataset: "mnist", kind: "vae", latent_dim: 2, hidden: [8], activation: "silu" },
    ...{ beta: 1, likelihood: "bernoulli" },
  };
  assert.equal(configIn(bytes(good)).latent_dim, 2);
  assert.throws(() => configIn(bytes({ ...good, latent_dim: 10 })), {
    code: "otherSize",
    says: { d: 10 },
  });
  assert.throws(() => configIn(bytes({ ...good, kind: "gan", latent_dim: 10 })), {
    code: "notModel",
  });
});
