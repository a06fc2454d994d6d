/** The server's models: their answers, batches, silence, and the other engine in their place. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { PIXELS } from "../../../app/web/maths/pictures.js";
import { ModelStore } from "../../../app/web/models/store.js";
import { config, held, layer } from "../tools/models.js";

/** @import { Model, Server } from "../../../app/web/models/types" */

const D = 2;

/** 784 logits that begin with these. @param {number[]} first */
const logitsOf = (...first) => Array.from({ length: PIXELS }, (_, i) => first[i] ?? 0);

/** The first two of each row. @param {Float32Array} logits */
const heads = (logits) => [...logits].filter((_, i) => i % PIXELS < 2);

/**
 * A server that decodes a code to its sum and its product, and keeps what it was asked.
 *
 * @param {Partial<Server>} other
 */
function serverOf(other = {}) {
  /** @type {unknown[][]} */
  const asked = [];
  /** @type {Server} */
  const server = {
    encode: async (id, pixels) => {
      asked.push([id, pixels]);
      return { mu: [1, -1], logvar: [0, -2] };
    },
    decode: async (id, codes) => {
      asked.push([id, codes]);
      return codes.map(([a, b]) => logitsOf(a + b, a * b));
    },
    picture: async () => ({ pixels: [], label: 0 }),
    ...other,
  };
  return { server, asked };
}

/** @param {Partial<Server>} other @param {{maxBatch?: number, isBrowserDown?: boolean}} options */
function world(other = {}, { maxBatch, isBrowserDown = false } = {}) {
  const clock = { now: 0 };
  const { server, asked } = serverOf(other);
  const store = new ModelStore([config("a"), config("b")], {
    server,
    now: () => clock.now,
    fetch: async () => {
      if (isBrowserDown) throw new Error("no file");
      return layer(D, 2);
    },
    ...(maxBatch ? { maxBatch } : {}),
  });
  const model = /** @type {Model} */ (store.get("a", "server"));
  return { store, model, asked, clock };
}

test("the server's model needs no loading and says who answers", async () => {
  const { model } = world();
  assert.deepEqual(
    [model.engine, model.has("encoder"), model.has("decoder")],
    ["server", true, true],
  );
  assert.equal(await model.load("decoder"), undefined);
});

test("a picture goes to the server as plain numbers, and its code comes back", async () => {
  const { model, asked } = world();
  const { mu, logvar } = await model.encode(Float32Array.of(0, 0.5));
  assert.deepEqual(asked, [["a", [0, 0.5]]]);
  assert.deepEqual([mu, logvar], [Float32Array.of(1, -1), Float32Array.of(0, -2)]);
});

test("an autoencoder's code has no logvar", async () => {
  const { server } = serverOf({ encode: async () => ({ mu: [3, 4], logvar: null }) });
  const model = new ModelStore([config("ae", { kind: "ae" })], { server }).get("ae", "server");
  assert.equal((await model?.encode(Float32Array.of(0)))?.logvar, null);
});

test("codes beyond the server's batch go in several requests, in order", async () => {
  for (const n of [0, 1, 3, 4, 7]) {
    const { model, asked } = world({}, { maxBatch: 3 });
    const z = Float32Array.from({ length: n * D }, (_, i) => i);
    const logits = await model.decode(z, n);
    const wanted = Array.from({ length: n }, (_, i) => [4 * i + 1, 2 * i * (2 * i + 1)]);
    assert.equal(logits.length, n * PIXELS);
    assert.deepEqual(heads(logits), wanted.flat(), `${n} codes`);
    const sizes = asked.map(([, codes]) => /** @type {number[][]} */ (codes).length);
    assert.equal(sizes.length, Math.ceil(n / 3));
    assert.ok(sizes.every((size) => size <= 3));
  }
});

test("codes of another length are refused before the server is asked", async () => {
  const { store, model, asked } = world();
  for (const [length, n] of [
    [10, 1],
    [1, 1],
    [0, 1],
    [2, 2],
    [4, 1],
  ]) {
    await assert.rejects(async () => model.decode(new Float32Array(length), n), {
      name: "RangeError",
      message: `${length} numbers are not ${n} codes of 2.`,
    });
  }
  assert.deepEqual(asked, []);
  assert.equal(store.failure("a", "server"), null);
});

test("a server that fails is left for this device, and tried again after 30 s", async () => {
  const line = { isDown: true };
  const { store, model, clock } = world({
    decode: async () => {
      if (line.isDown) throw new Error("The server stopped.");
      return [logitsOf(1, 2)];
    },
  });
  assert.equal(store.answering("a", "server")?.engine, "server");
  await assert.rejects(async () => model.decode(new Float32Array(D), 1), /The server stopped/);
  assert.equal(store.answering("a", "server")?.engine, "browser");
  assert.equal(store.answering("b", "server")?.engine, "server");
  line.isDown = false;
  clock.now += 29_999;
  assert.equal(store.answering("a", "server")?.engine, "browser");
  clock.now += 1;
  assert.equal(store.answering("a", "server")?.engine, "server");
  assert.deepEqual(heads(await model.decode(new Float32Array(D), 1)), [1, 2]);
});

test("files that fail are left for the server; when both fail nobody answers", async () => {
  const { store, model } = world(
    { encode: () => Promise.reject(new Error("The server stopped.")) },
    { isBrowserDown: true },
  );
  assert.equal(store.answering("a", "browser")?.engine, "browser");
  await assert.rejects(async () => store.get("a")?.load("decoder"), /no file/);
  assert.equal(store.answering("a", "browser")?.engine, "server");
  await assert.rejects(async () => model.encode(new Float32Array(4)), /The server stopped/);
  assert.equal(store.answering("a", "browser"), null);
  assert.equal(store.answering("a", "server"), null);
  store.forget("a");
  assert.equal(store.answering("a", "browser")?.engine, "browser");
  assert.equal(store.answering("a", "server")?.engine, "server");
});

/** What no server should answer. @type {any[]} */
const NONSENSE = [
  {},
  { mu: [1, 2, 3], logvar: [1, 2, 3] },
  { mu: [1, 2], logvar: null },
  { mu: [1, null], logvar: [0, 0] },
  null,
  "busy",
];
for (const answer of NONSENSE) {
  test(`a server that answers ${JSON.stringify(answer)} has failed`, async () => {
    const nonsense = async () => answer;
    const { store, model } = world({ encode: nonsense, decode: nonsense });
    await assert.rejects(async () => model.encode(new Float32Array(4)), Error);
    assert.ok(store.failure("a", "server"));
    store.forget();
    await assert.rejects(async () => model.decode(new Float32Array(D), 1), Error);
    assert.ok(store.failure("a", "server"));
  });
}

test("a server that never answers has failed after 15 s", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { store, model } = world({ decode: () => new Promise(() => {}) });
  const answer = assert.rejects(async () => model.decode(new Float32Array(D), 1), {
    code: "serverLate",
    says: { s: 15 },
  });
  t.mock.timers.tick(14_999);
  await Promise.resolve();
  assert.equal(store.failure("a", "server"), null);
  t.mock.timers.tick(1);
  await answer;
  assert.equal(store.answering("a", "server")?.engine, "browser");
});

test("an answer in time leaves no failure behind when the time is over", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const waiting = /** @type {ReturnType<typeof held<number[][]>>} */ (held());
  const { store, model } = world({ decode: () => waiting.promise });
  const answer = model.decode(new Float32Array(D), 1);
  t.mock.timers.tick(14_000);
  waiting.resolve([logitsOf(5, 6)]);
  assert.deepEqual(heads(await answer), [5, 6]);
  t.mock.timers.tick(60_000);
  assert.equal(store.failure("a", "server"), null);
});
