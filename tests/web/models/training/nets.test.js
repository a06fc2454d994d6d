/** Nets that outlive the page. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { KeptNets } from "../../../../app/web/models/training/nets.js";

/** @import { Found } from "../../../../app/web/models/training/work.js" */

const net = /** @type {Found} */ (/** @type {unknown} */ ({ config: {}, codes: {}, files: {} }));

/** @param {any} kept */
const shelfOf = (kept) => ({
  kept,
  async take() {
    return this.kept;
  },
  async put(/** @type {any} */ next) {
    this.kept = structuredClone(next);
  },
});

test("the last four nets are kept, each once", async () => {
  const nets = new KeptNets(shelfOf(undefined));
  assert.deepEqual(await nets.all(), []);
  for (const id of ["a", "b", "c", "d", "b", "e"]) await nets.keep({ id, net });
  const ids = (await nets.all()).map(({ id }) => id);
  assert.deepEqual(ids, ["c", "d", "b", "e"]);
});

test("what is no net is left where it is, and a shelf that never answers keeps no page waiting", async () => {
  assert.deepEqual(await new KeptNets(shelfOf("nonsense")).all(), []);
  assert.deepEqual(await new KeptNets(shelfOf([{ id: "a" }, {}])).all(), []);
  const silent = { ...shelfOf(null), take: () => new Promise(() => {}) };
  assert.deepEqual(await new KeptNets(/** @type {any} */ (silent)).all(), []);
});
