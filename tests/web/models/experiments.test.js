/** The files of what was measured: fetched once, failures remembered for a while. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { ExperimentStore, HistoryStore } from "../../../app/web/models/experiments.js";
import { config } from "../tools/models.js";

const URLS = { a: "weights/experiments/a.json", b: "weights/experiments/b%20c.json" };
const FILE = { name: "a", command: "measure a", protocol: { n: 3 }, seed: 0, figures: { x: [1] } };

/**
 * A store on a line that gives a file, or fails while it is down, on a clock that the test turns.
 *
 * @param {import("node:test").TestContext} t
 */
function world(t) {
  const state = {
    isDown: false,
    now: 5000,
    json: JSON.stringify(FILE),
    /** @type {string[]} */
    fetched: [],
  };
  t.mock.method(performance, "now", () => state.now);
  const store = new ExperimentStore(URLS, async (url) => {
    state.fetched.push(url);
    if (state.isDown) throw new Error("down");
    return /** @type {ArrayBuffer} */ (new TextEncoder().encode(state.json).buffer);
  });
  return { state, store };
}

test("a file is read when it is asked for, and once", async (t) => {
  const { state, store } = world(t);
  assert.deepEqual(state.fetched, []);
  const [first, second] = await Promise.all([store.get("a"), store.get("a")]);
  assert.deepEqual(first, FILE);
  assert.equal(second, first);
  await store.get("b");
  assert.deepEqual(state.fetched, [URLS.a, URLS.b]);
});

test("what has not been measured is known, and not asked for", (t) => {
  const { state, store } = world(t);
  assert.equal(store.has("a"), true);
  for (const name of ["c", "toString", "__proto__"]) {
    assert.equal(store.has(name), false);
    assert.throws(() => store.get(name), RangeError);
  }
  assert.deepEqual(state.fetched, []);
});

test("a failure is told again without asking for 30 s, or until it is forgotten", async (t) => {
  const { state, store } = world(t);
  state.isDown = true;
  await assert.rejects(store.get("a"), { message: "down" });
  state.now += 29_999;
  await assert.rejects(store.get("a"), { message: "down" });
  assert.equal(state.fetched.length, 1);
  state.now += 2;
  await assert.rejects(store.get("a"));
  assert.equal(state.fetched.length, 2);
  state.isDown = false;
  store.forget();
  assert.deepEqual(await store.get("a"), FILE);
  store.forget();
  await store.get("a");
  assert.equal(state.fetched.length, 3);
});

test("a damaged file is a failure that names it", async (t) => {
  const { state, store } = world(t);
  state.json = '{"name": ';
  const says = { file: "experiments/b c.json" };
  await assert.rejects(store.get("b"), { code: "brokenOff", says });
});

test("a training's history is there for the models that kept one", async () => {
  const terms = { reconstruction_nats: [3, 2], kl_nats: [0, 1] };
  const history = { seconds: 1, n_train: 4, n_test: 4, train: terms, test: terms };
  const kept = config("a");
  kept.files.history = "a/history.json";
  const store = new HistoryStore(
    [kept, config("b")],
    async () => new TextEncoder().encode(JSON.stringify(history)).buffer,
  );
  assert.deepEqual([store.has("a"), store.has("b")], [true, false]);
  assert.deepEqual(await store.get("a"), history);
});
