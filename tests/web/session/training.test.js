/** The training's options: presets, limits, and what changes by itself. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { accepts } from "../../../app/web/session/limits.js";
import {
  BETAS,
  due,
  FIRST,
  LIMITS,
  narrower,
  PRESETS,
  withPreset,
} from "../../../app/web/session/training.js";
import { makeWorld } from "./world.js";

async function open() {
  const world = makeWorld();
  await world.open();
  return { ...world, train: () => world.session.state.intent.train };
}

test("all that a preset says keeps within the limits", () => {
  assert.deepEqual(Object.keys(LIMITS).sort(), Object.keys(FIRST).sort());
  for (const preset of Object.keys(PRESETS)) {
    const options = { ...withPreset(FIRST, preset), ...PRESETS[preset].later?.changes };
    for (const [name, value] of Object.entries(options)) {
      assert.ok(accepts(LIMITS[/** @type {"beta"} */ (name)], value), `${preset}.${name}`);
    }
  }
  assert.ok(BETAS.every((beta) => accepts(LIMITS.beta, beta)));
  assert.deepEqual(
    BETAS.toSorted((a, b) => a - b),
    [...BETAS],
  );
});

test("a preset begins with its own options and keeps the seed", async () => {
  const { act, train } = await open();
  assert.deepEqual(train(), FIRST);
  await act("trainingChanged", { changes: { seed: 5, hidden: 64, beta: 4 } });
  assert.deepEqual(train(), { ...FIRST, seed: 5, hidden: 64, beta: 4 });
  await act("presetChosen", { preset: "few" });
  assert.deepEqual(train(), { ...FIRST, preset: "few", pictures: 10, seed: 5 });
});

test("what cannot be is not taken", async () => {
  const { act, train } = await open();
  for (const changes of [{ beta: -1 }, { beta: Number.NaN }, { hidden: 7 }, { other: 1 }, null]) {
    await act("trainingChanged", { changes });
  }
  for (const preset of ["none such", "toString", undefined]) await act("presetChosen", { preset });
  assert.deepEqual(train(), FIRST);
});

test("half-way the KL is switched off once, at its step", () => {
  const { step } = PRESETS.halfway.later ?? { step: 0 };
  assert.equal(due("halfway", 0, step - 1), null);
  assert.deepEqual(due("halfway", step - 1, step), { beta: 0 });
  assert.deepEqual(due("halfway", 0, step + 90), { beta: 0 });
  assert.equal(due("halfway", step, step + 1), null); // a β that is chosen after it stays
  assert.equal(due("minute", 0, 1e6), null);
});

test("a slow device has a smaller net, unless its width was chosen", () => {
  assert.ok(Number(narrower(300, FIRST)) < FIRST.hidden);
  assert.equal(narrower(3000, FIRST), null);
  assert.equal(narrower(300, { ...FIRST, hidden: 256 }), null);
  assert.equal(narrower(300, { ...FIRST, pictures: 10 }), null);
});
