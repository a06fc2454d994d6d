/** The address follows: replaced while a hand drags, a step of the history for what is chosen. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { EVERY_MS, follow } from "../../../app/web/session/following.js";
import { read, write } from "../../../app/web/session/link.js";
import { makeWorld } from "./world.js";

/** A page whose address the test holds. @param {import("node:test").TestContext} context */
async function open(context) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const world = makeWorld();
  const { session } = world;
  const held = { isWanted: true, now: 1e6 };
  const history = ["plain"];
  const following = follow(session, {
    address: {
      push: (hash) => history.push(hash),
      replace: (hash) => history.splice(-1, 1, hash),
    },
    linkOf: ({ intent, pictures }) =>
      write(intent, session.catalogue, { pixels: { main: pictures.main?.as("mass") } }),
    isWanted: () => held.isWanted,
    now: () => held.now,
  });
  /** @param {number} ms */
  const wait = (ms) => {
    held.now += ms;
    context.mock.timers.tick(ms);
  };
  const say = (/** @type {string} */ type, parts = {}) => session.dispatch({ type, ...parts });
  return { ...following, session, held, history, wait, say, draw: world.draw };
}

/** @param {number} value */
const point = (value) => ({ model: "A", z: [value, 0] });

test("a drag replaces the address, seldom, and at last with where it ended", async (context) => {
  const { say, wait, history } = await open(context);
  const seen = new Set();
  for (let k = 1; k <= 100; k++) {
    say("zChosen", point(k));
    wait(16);
    seen.add(history.at(-1));
  }
  wait(EVERY_MS);
  assert.deepEqual(history, ["z=100,0"]);
  assert.ok(seen.size <= 1 + Math.ceil((100 * 16) / EVERY_MS), `${seen.size} times`);
  assert.ok(seen.size >= 3);
});

test("a tab, a model, a picture and a room are steps at once", async (context) => {
  const { say, wait, history } = await open(context);
  const source = { from: "test", dataset: "toy", index: 3 };
  for (const [type, parts] of /** @type {[string, object][]} */ ([
    ["tabShown", { tab: "map" }],
    ["modelChosen", { id: "B" }],
    ["pictureChosen", { source }],
    ["roomChosen", { room: "beta" }],
  ])) {
    say(type, parts);
    wait(EVERY_MS);
  }
  assert.deepEqual(history, [
    "plain",
    "tab=map",
    "model=B&tab=map",
    "model=B&tab=map&picture=3",
    "model=B&tab=map&picture=3&loss=beta",
  ]);
});

test("where the hand was before a step is what a step back leads to", async (context) => {
  const { say, wait, history } = await open(context);
  say("zChosen", point(2));
  wait(10);
  say("tabShown", { tab: "map" });
  say("zChosen", point(3));
  wait(2 * EVERY_MS);
  assert.deepEqual(history, ["z=2,0", "tab=map&z=3,0"]);
});

test("steps in a hurry are one step", async (context) => {
  const { say, wait, history } = await open(context);
  const tabs = ["map", "sliders", "generate", "loss", "map", "sliders"];
  for (const tab of tabs) {
    say("tabShown", { tab });
    wait(20);
  }
  wait(EVERY_MS);
  assert.deepEqual(history, ["plain", "tab=map", "tab=sliders"]);
});

test("the strokes of a drawing are one step", async (context) => {
  const { draw, wait, history } = await open(context);
  for (const [drawing, entries] of /** @type {[number, number][]} */ ([
    [1, 2],
    [1, 2],
    [1, 2],
    [2, 3],
    [2, 3],
  ])) {
    const before = history.at(-1);
    draw(drawing);
    wait(EVERY_MS);
    assert.equal(history.length, entries);
    assert.notEqual(history.at(-1), before);
  }
});

test("what the page does before anyone has touched it leaves the address", async (context) => {
  const { say, wait, held, history } = await open(context);
  held.isWanted = false;
  say("zChosen", point(1));
  wait(EVERY_MS);
  assert.deepEqual(history, ["plain"]);
  held.isWanted = true;
  say("tabShown", { tab: "map" });
  wait(EVERY_MS);
  assert.deepEqual(history, ["plain", "tab=map&z=1,0"]);
});

test("a link that was opened is not written over by what was pending", async (context) => {
  const { say, obey, session, wait, history } = await open(context);
  wait(EVERY_MS);
  say("zChosen", point(1));
  history.splice(-1, 1, "tab=map&z=5,5&old=1");
  obey(() => say("linkOpened", read("tab=map&z=5,5&old=1", session.catalogue, [])));
  wait(2 * EVERY_MS);
  assert.deepEqual(history, ["tab=map&z=5,5&old=1"]);
  say("zChosen", point(2));
  wait(EVERY_MS);
  assert.deepEqual(history, ["tab=map&z=2,0"]);
});
