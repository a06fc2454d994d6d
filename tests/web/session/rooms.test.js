/** Rooms: which is shown, what is changed in them, what was guessed; nothing else is taken. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { accepts } from "../../../app/web/session/limits.js";
import { ROOMS } from "../../../app/web/session/rooms.js";
import { makeWorld, turns } from "./world.js";

const FIRST = { dims: 1, mu: [1, -0.5], sigma: [0.5, 0.3], draws: 1000, ones: false };

async function open() {
  const world = makeWorld();
  await world.open();
  return { ...world, intent: () => world.session.state.intent };
}

test("each room's own options keep within their limits, and each room has choices", () => {
  for (const [name, { tab, options, limits, choices }] of Object.entries(ROOMS)) {
    assert.ok(["generate", "loss"].includes(tab), name);
    assert.deepEqual(Object.keys(limits).sort(), Object.keys(options).sort(), name);
    for (const [option, limit] of Object.entries(limits)) {
      assert.ok(accepts(limit, options[option]), `${name}.${option}`);
    }
    assert.ok(choices.length >= 2 && choices.length <= 4, name);
    assert.deepEqual(JSON.parse(JSON.stringify(options)), options, name);
  }
});

test("the page opens with each room's options, and without a guess", async () => {
  const { intent } = await open();
  assert.deepEqual(intent().loss, { room: "kl" });
  assert.deepEqual(intent().generate, { room: "steps" });
  assert.deepEqual(intent().rooms.kl, FIRST);
  assert.deepEqual(intent().predictions, {});
  assert.deepEqual(JSON.parse(JSON.stringify(intent())), intent());
});

test("a room is chosen on its tab, and one that there is not is not", async () => {
  const { act, intent } = await open();
  ROOMS.other = { ...ROOMS.kl, tab: "generate" };
  try {
    await act("roomChosen", { room: "other" });
    assert.deepEqual([intent().generate, intent().loss], [{ room: "other" }, { room: "kl" }]);
  } finally {
    delete ROOMS.other;
  }
  const before = intent();
  for (const room of ["none such", "toString", "__proto__", 3, null, undefined]) {
    await act("roomChosen", { room });
    assert.equal(intent(), before);
  }
});

test("options are changed, the others stay", async () => {
  const { act, intent } = await open();
  await act("roomChanged", { room: "kl", changes: { mu: [0, 0.25], ones: true } });
  assert.deepEqual(intent().rooms.kl, { ...FIRST, mu: [0, 0.25], ones: true });
  await act("roomChanged", { room: "kl", changes: {} });
  assert.deepEqual(intent().rooms.kl, { ...FIRST, mu: [0, 0.25], ones: true });
});

test("what is no option, of another type, or makes no sense changes nothing", async () => {
  const { act, intent } = await open();
  const before = intent();
  /** @type {any[]} */
  const wrong = [
    { other: 1 },
    { dims: 3 },
    { dims: "2" },
    { ones: 1 },
    { mu: 1 },
    { mu: [1] },
    { mu: [1, "2"] },
    { mu: [1, Number.NaN] },
    { sigma: [0, 1] },
    { draws: 1.5 },
    { draws: Number.POSITIVE_INFINITY },
    { ones: true, dims: 3 },
    { toString: 1 },
    null,
    "mu",
  ];
  for (const changes of wrong) {
    await act("roomChanged", { room: "kl", changes });
    assert.equal(intent(), before, JSON.stringify(changes));
  }
  for (const room of ["none such", "toString", null]) {
    await act("roomChanged", { room, changes: { ones: true } });
    assert.equal(intent(), before);
  }
});

test("a guess may be changed, and the answer be seen without one", async () => {
  const { act, intent } = await open();
  await act("predicted", { room: "kl", choice: "none" });
  await act("predicted", { room: "kl", choice: "few" });
  assert.deepEqual(intent().predictions, { kl: "few" });
  for (const choice of ["other", 1, undefined, "toString"]) {
    await act("predicted", { room: "kl", choice });
    assert.deepEqual(intent().predictions, { kl: "few" });
  }
  await act("predicted", { room: "toString", choice: null });
  await act("predicted", { room: "kl", choice: null });
  assert.deepEqual(intent().predictions, { kl: null });
});

test("what is done in a room ends a walk that plays, and leaves z where it is", async () => {
  const { act, intent, session } = await open();
  await act("tabShown", { tab: "sliders" });
  for (const [type, event] of /** @type {[string, object][]} */ ([
    ["roomChosen", { room: "kl" }],
    ["roomChanged", { room: "kl", changes: { ones: true } }],
    ["predicted", { room: "kl", choice: "few" }],
  ])) {
    await act("walkMoved", { t: 0.25 });
    await act("walkPlayed");
    const { z, walk } = intent();
    assert.ok(z && session.state.playing);
    await act(type, event);
    assert.equal(session.state.playing, false, type);
    assert.deepEqual([intent().z, intent().walk], [z, walk], type);
  }
});

test("the walk's ends are known where a room is about them, and asked for nowhere before", async () => {
  const { act, session, pictures } = await open();
  const ends = () => [session.state.ends.a?.mu, session.state.ends.b?.mu].map(Boolean);
  await act("tabShown", { tab: "generate" });
  for (let i = 0; i < 4; i++) await turns();
  const asked = pictures.asked.length;
  assert.deepEqual(ends(), [false, false]);
  await act("roomChosen", { room: "between" });
  for (let i = 0; i < 4; i++) await turns();
  assert.deepEqual(ends(), [true, true]);
  assert.equal(pictures.asked.length, asked + 2);
});
