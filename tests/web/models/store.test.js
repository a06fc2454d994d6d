/** The browser's models: loaded by halves and once, failures remembered, the oldest dropped. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { PIXELS } from "../../../app/web/maths/pictures.js";
import { ModelStore } from "../../../app/web/models/store.js";
import { config, held, layer } from "../tools/models.js";

/** @import { ModelConfig, Model } from "../../../app/web/models/types" */

const D = 2;
const ENCODER = layer(PIXELS, 2 * D, 3);
const DECODER = layer(D, PIXELS, 10);
const DECODER_BYTES = 4 * PIXELS * (D + 1);

/** A picture that begins with these pixels. @param {number[]} pixels */
const picture = (...pixels) => Float32Array.from({ length: PIXELS }, (_, i) => pixels[i] ?? 0);

/** @param {string} url */
const file = (url) => (url.endsWith("encoder") ? ENCODER : DECODER);

/**
 * A store whose fetches are counted and whose clock the test turns.
 *
 * @param {string[]} ids
 * @param {{fetch?: (url: string) => Promise<ArrayBuffer>, budget?: number}} options
 */
function world(ids, { fetch = async (url) => file(url), budget } = {}) {
  const clock = { now: 1000 };
  /** @type {string[]} */
  const fetched = [];
  const store = new ModelStore(
    ids.map((id) => config(id)),
    {
      fetch: (url) => {
        fetched.push(url);
        return fetch(url);
      },
      now: () => clock.now,
      ...(budget ? { budget } : {}),
    },
  );
  /** @param {string} id */
  const get = (id) => /** @type {Model} */ (store.get(id));
  return { store, clock, fetched, get };
}

/** Fails while the switch is on. */
function failing() {
  const line = { isDown: true };
  const fetch = async (/** @type {string} */ url) => {
    if (line.isDown) throw new Error(`${url} is not there.`);
    return file(url);
  };
  return { line, fetch };
}

test("nothing is fetched until a half is asked for, and then that half", async () => {
  const { fetched, get } = world(["a", "b"]);
  const a = get("a");
  assert.deepEqual([fetched, a.has("encoder"), a.has("decoder")], [[], false, false]);
  await a.load("decoder");
  assert.deepEqual([fetched, a.has("encoder"), a.has("decoder")], [["a/decoder"], false, true]);
  assert.throws(() => a.encode(new Float32Array(PIXELS)), /encoder of a is not loaded/);
  await a.load("encoder");
  assert.deepEqual(fetched, ["a/decoder", "a/encoder"]);
  assert.equal(get("b").has("decoder"), false);
});

test("a half that is asked for twice, at once or later, is fetched once", async () => {
  const { fetched, get } = world(["a"]);
  await Promise.all([get("a").load("decoder"), get("a").load("decoder")]);
  await get("a").load("decoder");
  assert.deepEqual(fetched, ["a/decoder"]);
});

test("encode splits mu from logvar; an autoencoder has none", async () => {
  const { get } = world(["a"]);
  await get("a").load("encoder");
  const { mu, logvar } = await get("a").encode(picture(1, 2, 3, 4));
  assert.deepEqual([...mu], [3, 7]);
  assert.deepEqual([...(logvar ?? [])], [11, 15]);
  const ae = new ModelStore([config("ae", { kind: "ae" })], {
    fetch: async () => layer(PIXELS, D),
  }).get("ae");
  await ae?.load("encoder");
  const code = await ae?.encode(picture(1, 2, 3, 4));
  assert.deepEqual([[...(code?.mu ?? [])], code?.logvar], [[1, 3], null]);
});

test("decode answers a row a code", async () => {
  const { get } = world(["a"]);
  await get("a").load("decoder");
  const logits = await get("a").decode(Float32Array.of(1, 2, 0, -1), 2);
  assert.equal(logits.length, 2 * PIXELS);
  assert.deepEqual([...logits.slice(0, 4)], [10, 21, 12, 23]);
  assert.deepEqual([...logits.slice(PIXELS, PIXELS + 4)], [0, -9, 2, -7]);
});

test("codes of another length than the model's are refused, never decoded", async () => {
  const { store, get } = world(["a"]);
  for (const half of /** @type {const} */ (["encoder", "decoder"])) await get("a").load(half);
  for (const [length, n] of [
    [10, 1],
    [1, 1],
    [0, 1],
    [2, 2],
    [4, 1],
    [3, 1],
  ]) {
    assert.throws(() => get("a").decode(new Float32Array(length), n), {
      name: "RangeError",
      message: `${length} numbers are not ${n} codes of 2.`,
    });
  }
  assert.throws(() => get("a").encode(new Float32Array(5)), RangeError);
  assert.equal(store.failure("a", "browser"), null);
});

test("a model or an engine that is not there is null", () => {
  const { store } = world(["a"]);
  assert.equal(store.get("b"), null);
  assert.equal(store.get("a", "server"), null);
  assert.equal(store.answering("b", "browser"), null);
  assert.equal(store.answering("a", "server")?.engine, "browser");
});

test("a failure is remembered for 30 s and then forgotten", async () => {
  const { line, fetch } = failing();
  const { store, clock, get } = world(["a", "b"], { fetch });
  await assert.rejects(get("a").load("decoder"), /a\/decoder is not there/);
  assert.match(store.failure("a", "browser")?.message ?? "", /a\/decoder is not there/);
  assert.equal(store.failure("b", "browser"), null);
  assert.equal(store.answering("a", "browser"), null);
  clock.now += 29_999;
  assert.equal(store.answering("a", "browser"), null);
  clock.now += 1;
  assert.equal(store.failure("a", "browser"), null);
  line.isDown = false;
  const again = store.answering("a", "browser");
  await again?.load("decoder");
  assert.equal(again?.has("decoder"), true);
});

test("what failed can be forgotten, of one model or of all", async () => {
  const { store, get } = world(["a", "b", "c"], failing());
  for (const id of ["a", "b", "c"]) await assert.rejects(get(id).load("encoder"));
  const remembered = () => ["a", "b", "c"].filter((id) => store.failure(id, "browser"));
  assert.deepEqual(remembered(), ["a", "b", "c"]);
  store.forget("b");
  assert.deepEqual(remembered(), ["a", "c"]);
  store.forget();
  assert.deepEqual(remembered(), []);
});

test("forgetting a model leaves one whose name ends alike", async () => {
  const { store, get } = world(["vae", "beta-vae"], failing());
  for (const id of ["vae", "beta-vae"]) await assert.rejects(get(id).load("encoder"));
  store.forget("vae");
  assert.equal(store.failure("vae", "browser"), null);
  assert.ok(store.failure("beta-vae", "browser"));
});

test("a damaged file is a failure too, and one that throws no Error is made one", async () => {
  const { store, get } = world(["a", "b"], {
    fetch: (url) => (url[0] === "a" ? Promise.resolve(new ArrayBuffer(3)) : Promise.reject("no")),
  });
  const cutShort = { code: "cutShort" };
  await assert.rejects(get("a").load("decoder"), cutShort);
  assert.throws(() => {
    throw store.failure("a", "browser");
  }, cutShort);
  await assert.rejects(get("b").load("decoder"), { name: "Error", message: "no" });
});

test("a file that holds another net than the model's is refused, whichever half", async () => {
  const swapped = async (/** @type {string} */ url) =>
    url.endsWith("encoder") ? DECODER : layer(D + 1, PIXELS);
  const { store, get } = world(["a"], { fetch: swapped });
  for (const half of /** @type {const} */ (["encoder", "decoder"])) {
    await assert.rejects(get("a").load(half), {
      code: "otherNet",
      says: { file: `a/${half}` },
    });
    assert.equal(get("a").has(half), false);
    assert.ok(store.failure("a", "browser"));
  }
});

test("two that wait for one file both hear that it failed, and a later one asks anew", async () => {
  const answer = /** @type {ReturnType<typeof held<ArrayBuffer>>} */ (held());
  let isFirst = true;
  const { fetched, get } = world(["a"], {
    fetch: async (url) => {
      if (!isFirst) return file(url);
      isFirst = false;
      return answer.promise;
    },
  });
  const waiting = [get("a").load("decoder"), get("a").load("decoder")];
  answer.reject(new Error("gone"));
  for (const one of waiting) await assert.rejects(one, /gone/);
  await get("a").load("decoder");
  assert.deepEqual(fetched, ["a/decoder", "a/decoder"]);
});

test("of many models those not used for longest are dropped", async () => {
  const ids = ["a", "b", "c", "d"];
  const { fetched, get } = world(ids, { budget: 3 * DECODER_BYTES });
  const loaded = () => ids.filter((id) => get(id).has("decoder"));
  for (const id of ["a", "b", "c"]) await get(id).load("decoder");
  assert.deepEqual(loaded(), ["a", "b", "c"]);
  get("a"); // used again: now b is the oldest
  get("c");
  await get("d").load("decoder");
  assert.deepEqual(loaded(), ["a", "c", "d"]);
  await get("b").load("decoder");
  assert.equal(fetched.filter((url) => url === "b/decoder").length, 2);
});

test("a model too large for the budget drops all others, but for the one used with it", async () => {
  const { get } = world(["a", "b", "c"], { budget: 1 });
  await get("c").load("decoder");
  for (const half of /** @type {const} */ (["encoder", "decoder"])) await get("a").load(half);
  await get("b").load("decoder");
  const has = (/** @type {string} */ id) => get(id).has("decoder");
  assert.deepEqual([has("c"), has("a"), has("b")], [false, true, true]);
});
