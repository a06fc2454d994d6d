/** "Improve this code": what it changes, what takes it back, and answers that come too late. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { STEPS } from "../../../app/web/models/inference/descent.js";
import { hindrance } from "../../../app/web/session/descent.js";
import { zOf } from "../../../app/web/session/state.js";
import { config, makeWorld, turns } from "./world.js";

const begun = { type: "descentBegun" };

/** Let the first few steps be taken, and hold the next. */
async function goingDown(tab = "reconstruct") {
  const world = makeWorld();
  await world.open(tab);
  const guess = world.session.state.frame;
  world.descents.holding = /./;
  world.session.dispatch(begun);
  for (let i = 0; i < 4; i++) {
    await turns();
    await world.descents.open();
  }
  return { ...world, guess };
}

test("the code of now is in the frame, and what is decoded follows it", async () => {
  const { session, guess } = await goingDown();
  const { frame, rebuilt, descent } = session.state;
  assert.equal(descent?.at.step, 3); // the first answer weighs the guess
  assert.equal(descent.of, guess);
  assert.notDeepEqual(frame?.mu, guess?.mu);
  assert.equal(frame?.mu, descent.at.mu);
  assert.equal(frame.picture, guess?.picture);
  assert.equal(rebuilt?.of, frame);
  assert.deepEqual([descent.path.length, descent.path[0]], [4, guess?.mu]);
  assert.equal(zOf(session.state), frame.mu);
});

test("it comes to rest by itself, below the guess", async () => {
  const { session, descents, act, open } = makeWorld();
  await open();
  await act(begun.type);
  while (descents.asked.length <= STEPS) await turns();
  await turns();
  const { descent } = session.state;
  const asked = descents.asked.length;
  await act("tabShown", { tab: "map" });
  assert.equal(descents.asked.length, asked);
  assert.equal(descent?.at.step, STEPS);
  assert.ok(descent.before && descent.at.cost);
  const [before, now] = [descent.before, descent.at.cost].map((c) => c.reconstruction + c.kl);
  assert.ok(now < before, `${now} is not below ${before}`);
});

test("back at the guess nothing of it is left", async () => {
  const { session, guess, act } = await goingDown();
  await act("descentEnded");
  assert.equal(session.state.descent, null);
  assert.equal(session.state.frame, guess);
  assert.equal(session.state.rebuilt?.of, guess);
});

/** @type {Array<[string, string, object]>} */
const OTHERS = [
  ["z by hand", "zChosen", { model: "A", z: [0.5, 0.5] }],
  ["another picture", "pictureChosen", { source: { from: "test", dataset: "toy", index: 3 } }],
  ["another model", "modelChosen", { id: "C" }],
  ["another engine", "engineChosen", { engine: "server" }],
  ["a picture laid as it is", "asIsChosen", { asIs: true }],
  ["no picture", "cleared", {}],
];
for (const [name, type, parts] of OTHERS) {
  test(`${name} takes the guess back, and the late step changes nothing`, async () => {
    const { session, guess, descents, act } = await goingDown("map");
    const path = session.state.descent?.path;
    await act(type, parts);
    assert.equal(session.state.descent, null);
    for (let i = 0; i < 4; i++) await turns();
    const { frame } = session.state;
    if (frame?.picture === guess?.picture && frame?.model === guess?.model) {
      assert.deepEqual(frame?.mu, guess?.mu);
    }
    await descents.open();
    await turns();
    assert.equal(session.state.descent, null);
    assert.equal(session.state.frame, frame);
    assert.equal(path?.length, 4);
  });
}

test("a stroke while it goes down is encoded, and its code is the encoder's", async () => {
  const { session, descents, draw } = await goingDown();
  const pixels = draw();
  assert.equal(session.state.descent, null);
  assert.equal(session.state.frame?.picture, pixels);
  const { frame } = session.state;
  await descents.open();
  assert.equal(session.state.frame, frame);
});

test("begun anew while a step of the first is on its way, that step is dropped", async () => {
  const { session, descents, act } = await goingDown();
  await act("descentEnded");
  await act(begun.type);
  await descents.open(); // the old one's
  assert.equal(session.state.descent?.at.step, 0);
  await descents.open(); // weighs
  await descents.open();
  assert.equal(session.state.descent?.at.step, 1);
});

test("looking elsewhere on the map or at the other tab lets it be; a third tab lets it wait", async () => {
  const { session, descents, act } = await goingDown("map");
  await act("windowChosen", { window: { x: 0, y: 0, half: 1 } });
  await act("layerChosen", { layer: "rings", isShown: false });
  await act("tabShown", { tab: "sliders" });
  await descents.open();
  assert.equal(session.state.descent?.at.step, 4);
  await turns();
  assert.deepEqual(descents.held, []);
  await act("tabShown", { tab: "reconstruct" });
  await descents.open();
  assert.equal(session.state.descent?.at.step, 5);
});

test("where no worker runs the guess stays", async () => {
  const { session, guess, descents, act } = await goingDown();
  descents.failing = /./;
  await descents.open();
  await turns();
  assert.equal(session.state.descent, null);
  assert.equal(session.state.frame, guess);
  assert.deepEqual(session.state.troubles.views, {});
  await act("tabShown", { tab: "map" });
});

test("an autoencoder, another β, the server and an empty page have nothing to improve", async () => {
  const beta = { ...config("A"), beta: 4 };
  const configs = [beta, config("E", { kind: "ae" }), config("C")];
  const { session, act, open } = makeWorld({ configs });
  await open();
  assert.equal(hindrance(session.state.frame), "beta");
  await act("modelChosen", { id: "E" });
  for (let i = 0; i < 4; i++) await turns();
  assert.equal(hindrance(session.state.frame), "ae");
  await act("modelChosen", { id: "C" });
  for (let i = 0; i < 4; i++) await turns();
  assert.equal(hindrance(session.state.frame), null);
  await act("engineChosen", { engine: "server" });
  for (let i = 0; i < 4; i++) await turns();
  assert.equal(hindrance(session.state.frame), "server");
  await act(begun.type);
  assert.equal(session.state.descent, null);
  await act("cleared");
  assert.equal(hindrance(session.state.frame), "picture");
});
